import { isNameOfAnything } from './column-evidence.ts';
import type { ColumnPlan, PatternColumn } from './column-plan.ts';
import { type ColumnReader, columnReader, withLostZeros } from './column-reader.ts';
import type { CompiledPack } from './compiled-pack.ts';
import type { Evidence } from './evidence.ts';
import type { HeaderMeaning } from './header.ts';
import { lowerOf, namedSampleCeiling, ownCeiling, proofOf, shapeEvidence } from './read-match.ts';
import { planColumns } from './table-plan.ts';
import type { TextColumns, TextTableLine } from './text-table.ts';
import { type Reading, reading } from './weigh.ts';

const NAMED: Evidence = Object.freeze({ points: 5.5, says: 'the header of its column names it' });
const PARTLY_NAMED: Evidence = Object.freeze({ points: 4, says: 'the header of its column holds a word for it' });
const NAMED_FOR_OTHER: Evidence = Object.freeze({ points: -5, says: 'the header of its column names something else' });

/** Rows of a table in text that decide what its columns are. */
const SAMPLE_ROWS = 300;
const LONGEST_FIELD = 120;

/** Fields of tables inside running text, by what their columns are: the same reasons as in a table of its own. */
export function readTableFields(pack: CompiledPack, text: string, lines: readonly TextTableLine[]): Reading[] {
  planNewTables(pack, text, lines);
  const readings: Reading[] = [];
  const readers = new Map<ColumnPlan, ColumnReader>();
  for (const { columns, fields } of lines) {
    for (const { column, start, end } of fields) {
      const plan = columns.plans.columns?.[column];
      if (!plan || start === end || end - start > LONGEST_FIELD) continue;
      if (plan.kind === 'pattern') {
        let reader = readers.get(plan);
        if (!reader) {
          reader = columnReader(plan);
          readers.set(plan, reader);
        }
        const read = ofColumn(plan, reader, text, start, end);
        if (read) readings.push(read);
      } else if (plan.header.names.size > 0) readings.push(...ofName(pack, plan.header, text, start, end));
    }
  }
  return readings;
}

function planNewTables(pack: CompiledPack, text: string, lines: readonly TextTableLine[]): void {
  const samples = new Map<TextColumns, string[][]>();
  for (const { columns, fields } of lines) {
    if (columns.plans.columns) continue;
    const rows = samples.get(columns) ?? [];
    if (rows.length >= SAMPLE_ROWS) continue;
    const row = new Array<string>(columns.headers.length).fill('');
    for (const { column, start, end } of fields) if (column < row.length) row[column] = text.slice(start, end);
    rows.push(row);
    samples.set(columns, rows);
  }
  for (const [columns, rows] of samples) columns.plans.columns = planColumns(pack, columns.headers, rows);
}

function ofColumn(
  plan: PatternColumn,
  reader: ColumnReader,
  text: string,
  start: number,
  end: number,
): Reading | undefined {
  const { pattern, named, reasons } = plan;
  const value = text.slice(start, end);
  const answer = reader.read(value, 0, value.length);
  const shape = answer === 'other' ? undefined : (pattern.cell(value, named) ?? pattern.file.shapes[0]);
  if (!shape) return undefined;
  const ceiling = answer === 'sample' ? (named ? namedSampleCeiling(pattern) : 'low') : ownCeiling(pattern);
  return reading({ pattern, shape, start, end, value, evidence: reasons, ceiling });
}

/** A field in a column that is named for a pattern but holds too much else to be its column. */
function ofName(pack: CompiledPack, header: HeaderMeaning, text: string, start: number, end: number): Reading[] {
  const readings: Reading[] = [];
  const value = text.slice(start, end);
  for (const [index, fit] of header.names) {
    const pattern = pack.patterns[index];
    const shape = pattern?.isCell(value, true) ? pattern.cell(value, true) : undefined;
    if (!pattern || !shape) continue;
    if (pattern.file.element === 'person-name' && isNameOfAnything(header.text)) continue;
    const proof = proofOf(pattern, pattern.file.element === 'us-ssn' ? withLostZeros(value) : value);
    if (!proof) continue;
    const evidence = [shapeEvidence(shape), ...proof.evidence, fit === 'exact' ? NAMED : PARTLY_NAMED];
    const ceiling = lowerOf(proof.ceiling, ownCeiling(pattern));
    readings.push(reading({ pattern, shape, start, end, value, evidence, ceiling }));
  }
  return readings;
}

/** What the tables inside a text say of a place. Places are asked for in any order; lines are sorted. */
export interface HeadersOver {
  /** What the header over the place says against a pattern. */
  readonly against: (start: number, pattern: number) => Evidence | undefined;
  /** Where the table line of the place begins; 0 outside of tables. */
  readonly lineStart: (start: number) => number;
}

export function headersOver(lines: readonly TextTableLine[]): HeadersOver {
  const starts = lines.map(({ fields }) => fields[0]?.start ?? 0);
  const lineOf = (start: number): TextTableLine | undefined => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= start) low = middle;
      else high = middle - 1;
    }
    const line = lines[low];
    return line && start >= (starts[low] as number) && start < (line.fields.at(-1)?.end ?? 0) ? line : undefined;
  };
  return {
    against: (start, pattern) => {
      const line = lineOf(start);
      const field = line?.fields.find((one) => start >= one.start && start < one.end);
      const header = field && line?.columns.headers[field.column];
      return header && namesOther(header, pattern) ? NAMED_FOR_OTHER : undefined;
    },
    lineStart: (start) => lineOf(start)?.fields[0]?.start ?? 0,
  };
}

function namesOther(header: HeaderMeaning, pattern: number): boolean {
  if (header.names.has(pattern)) return false;
  return header.names.size > 0 || header.against.has(-1) || header.against.has(pattern) || header.role === 'zip';
}
