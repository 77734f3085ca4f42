import { type Detector, possibleNames } from '../../../detect/index.ts';
import type { Agreement, AgreementColumn } from '../../agreement.ts';
import { type Explained, explainedIn, explainedInText } from '../../explained.ts';
import { type FormSetting, inForm } from '../../forms.ts';
import { ssnShapes } from '../ssn-shapes.ts';

/** What a fixed copy puts in the place of what may not leave. */
export interface Treatment {
  readonly agreement: Agreement;
  /** The cell's new text; undefined where it stays as it is. */
  cell(column: AgreementColumn | undefined, value: string): string | undefined;
  /** Whether the form leaves every cell of the column as it is. */
  leaves(column: AgreementColumn | undefined): boolean;
  /** Text with everything masked that the agreement does not permit in text; the same string where there is nothing. */
  text(text: string): string;
  /** Spans of such text, in UTF-16 units. */
  spans(text: string): readonly { readonly start: number; readonly end: number }[];
  /** Whether any text was masked so far. */
  hasMaskedText(): boolean;
}

export const MASK = '***';

/** @param maskColumns columns in which something was found that may not stand there */
export function createTreatment(
  agreement: Agreement,
  detector: Detector,
  setting: FormSetting,
  maskColumns: readonly string[],
): Treatment {
  const masked = new Set(maskColumns);
  const spansBut = (text: string, permitted: readonly string[], { numbers, names }: Explained) => [
    ...detector.detectText(text).filter(({ type, confidence }) => confidence !== 'low' && !permitted.includes(type)),
    ...(numbers ? [] : ssnShapes(text)),
    ...(names ? [] : possibleNames(text)),
  ];
  const inText = explainedInText(agreement);
  let hasMaskedText = false;
  const textSpans = (text: string) => {
    const spans = spansBut(text, agreement.textTypes, inText);
    hasMaskedText ||= spans.length > 0;
    return spans;
  };
  return {
    agreement,
    leaves: (column) => column?.form === 'full' && !masked.has(column.name),
    cell(column, value) {
      if (value.trim() === '') return undefined;
      if (!column) return '';
      // A share is no count: what has to go of it is for the plan of the rows.
      if (column.form === 'suppress-small' && column.kind === 'percent') return undefined;
      if (column.form !== 'full') return changed(value, inForm(column.form, wholeNumber(column, value), setting));
      if (!masked.has(column.name)) return undefined;
      const label = `${column.name}: `;
      const spans = spansBut(label + value, column.types, explainedIn(column)).map(({ start, end }) => ({
        start: start - label.length,
        end: end - label.length,
      }));
      return changed(
        value,
        cut(
          value,
          spans.filter(({ end }) => end > 0),
        ),
      );
    },
    text: (text) => cut(text, textSpans(text)),
    spans: textSpans,
    hasMaskedText: () => hasMaskedText,
  };
}

function changed(before: string, after: string): string | undefined {
  return before === after ? undefined : after;
}

/** Spreadsheets lose the leading zeros of an SSN; a pseudonym must not. */
function wholeNumber(column: AgreementColumn, value: string): string {
  return /ssn|social/i.test(column.name) && /^\s*\d{7,8}\s*$/.test(value) ? value.trim().padStart(9, '0') : value;
}

function cut(text: string, spans: readonly { readonly start: number; readonly end: number }[]): string {
  let out = '';
  let at = 0;
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    if (end <= at) continue;
    out += text.slice(at, Math.max(start, at)) + MASK;
    at = end;
  }
  return at === 0 ? text : out + text.slice(at);
}
