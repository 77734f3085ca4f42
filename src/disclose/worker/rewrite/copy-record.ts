import type { AgreementColumn } from '../../agreement.ts';
import type { RowDecision } from '../row-plan.ts';

/** A stretch of a record's copy; a value has its column and what stands in its place when it is suppressed. */
export interface RecordPiece {
  readonly text: string;
  readonly value?: { readonly column: AgreementColumn; readonly suppressed: string };
}

/** A record whose copy waits until it is known what becomes of it. */
export interface WaitingRecord {
  readonly pieces: RecordPiece[];
  readonly values: Map<AgreementColumn, string>;
}

export function waitingRecord(): WaitingRecord {
  return { pieces: [], values: new Map() };
}

export function addValue({ values }: WaitingRecord, column: AgreementColumn, value: string): void {
  const standing = values.get(column);
  values.set(column, standing === undefined ? value : `${standing} ${value}`);
}

/** The record's copy with what is suppressed in it. Pure. */
export function decidedText({ pieces }: WaitingRecord, { suppressed }: RowDecision): string {
  return pieces
    .map(({ text, value }) => (value !== undefined && suppressed.has(value.column) ? value.suppressed : text))
    .join('');
}
