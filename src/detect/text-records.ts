import type { CompiledPattern } from './compiled-pattern.ts';
import { noteElement } from './note-element.ts';
import type { LedgerBuilder } from './people-ledger.ts';
import { emptyRecord } from './person-record.ts';
import type { Border } from './text-stream.ts';

/** One finding of at least medium confidence in running text. */
export interface RecordItem {
  readonly pattern: CompiledPattern;
  readonly value: string;
  readonly canonical: string;
  readonly border: Border;
  readonly distance: number;
}

/** Gathers findings of one passage, object or message into records of one person each. */
export interface TextRecords {
  readonly add: (item: RecordItem) => void;
  readonly finish: () => void;
}

/** Findings farther apart than this, in bytes, belong to different records; less across the end of a passage. */
const SAME_RECORD_BYTES = 700;
const SAME_RECORD_OVER_PASSAGE_BYTES = 240;
const MOST_ITEMS = 200;

/** Elements of which a person has one: a second, different one begins another record. */
const SINGLE: ReadonlySet<string> = new Set([
  'us-ssn',
  'us-itin',
  'us-atin',
  'date-of-birth',
  'medicare-mbi',
  'medical-record-number',
]);

export function textRecords(ledger: LedgerBuilder, asOf?: string): TextRecords {
  let items: RecordItem[] = [];

  const close = (count: number): void => {
    const record = emptyRecord();
    for (const { pattern, value, canonical } of items.slice(0, count))
      noteElement(record, pattern, { value: () => value, canonical: () => canonical }, asOf);
    if (count > 0) ledger.add(record);
    items = items.slice(count);
  };

  return {
    add: (item) => {
      const limit = item.border === 'passage' ? SAME_RECORD_OVER_PASSAGE_BYTES : SAME_RECORD_BYTES;
      if (items.length > 0 && (item.distance > limit || items.length >= MOST_ITEMS)) close(items.length);
      items.push(item);
      const rival = conflictWith(items);
      if (rival >= 0) close(cutAfter(items, rival));
    },
    finish: () => close(items.length),
  };
}

/** The item that the last one contradicts: the same single element with another value. */
function conflictWith(items: readonly RecordItem[]): number {
  const last = items.at(-1);
  if (!last || !SINGLE.has(last.pattern.file.element)) return -1;
  for (let i = items.length - 2; i >= 0; i -= 1) {
    const other = items[i] as RecordItem;
    if (other.pattern.file.element === last.pattern.file.element && other.canonical !== last.canonical) return i;
  }
  return -1;
}

/** Where the new record begins: at the strongest border after the contradicted item, the latest of equals. */
function cutAfter(items: readonly RecordItem[], rival: number): number {
  let cut = items.length - 1;
  let best = -1;
  for (let i = items.length - 1; i > rival; i -= 1) {
    const strength = items[i]?.border === 'passage' ? 2 : items[i]?.border === 'line' ? 1 : 0;
    if (strength > best) {
      best = strength;
      cut = i;
    }
  }
  // In one line, `Rosa Ortega 449-.., Ann Bell 512-..`: a name directly before the number begins the record.
  if (best === 0) while (cut - 1 > rival && items[cut - 1]?.pattern.file.element === 'person-name') cut -= 1;
  return cut;
}
