import { type PeopleCount, shownPath, shownPlace, shownText } from '../model/index.ts';
import type { RecordedFile, ScanRecord } from '../record/index.ts';

/** Places of one line at most; the counts in `types` are never capped. */
export const PLACES_PER_FILE = 100;

/** One line of `scan --format jsonl` and of the report `files-jsonl`. Keys stand in this order; `types` by type id. */
export interface FileLine {
  readonly share: string;
  /** Below the share's root, as `shownPath` shows it. */
  readonly path: string;
  readonly outcome: RecordedFile['reading']['outcome'];
  readonly reason?: NonNullable<RecordedFile['reading']['reason']>;
  readonly types: Readonly<Record<string, TypeLine>>;
  /** Findings that the operator allows, by type; they stand among the low ones. Only where there are any. */
  readonly allowed?: Readonly<Record<string, number>>;
  readonly people: PeopleCount;
  readonly verdicts: readonly { readonly rule: string; readonly verdict: string; readonly severity: string }[];
  readonly places: readonly {
    readonly type: string;
    readonly place: string;
    readonly masked: string;
    readonly confidence: string;
  }[];
}

export interface TypeLine {
  readonly count: number;
  readonly high: number;
  readonly medium: number;
  readonly low: number;
  readonly distinct: number;
}

export function fileLine(file: RecordedFile): FileLine {
  const { facts, reading, verdicts } = file;
  const types = [...reading.types].sort((a, b) => (a.type < b.type ? -1 : 1));
  return {
    share: shownText(facts.share),
    path: shownPath(file),
    outcome: reading.outcome,
    ...(reading.reason !== undefined && { reason: reading.reason }),
    types: Object.fromEntries(
      types.map(({ type, count, high, medium, low, distinct }) => [type, { count, high, medium, low, distinct }]),
    ),
    ...allowedCounts(reading.notes),
    people: { lower: reading.people.lower, likely: reading.people.likely, upper: reading.people.upper },
    verdicts: verdicts.map(({ rule, verdict, severity }) => ({ rule, verdict, severity })),
    places: reading.findings.slice(0, PLACES_PER_FILE).map(({ type, place, masked, confidence }) => ({
      type,
      place: shownPlace(place, reading.findings),
      masked: shownText(masked),
      confidence,
    })),
  };
}

function allowedCounts(notes: RecordedFile['reading']['notes']): Pick<FileLine, 'allowed'> {
  const counts = notes.flatMap(({ note, detail = '' }) => {
    const [count, type] = note === 'allowed' ? detail.split(' × ') : [];
    return count !== undefined && type !== undefined ? [[type, Number(count)] as const] : [];
  });
  return counts.length > 0 ? { allowed: Object.fromEntries(counts) } : {};
}

/** Every entry met by a run, one JSON text each without line end, by share and path; memory does not grow with their number. */
export async function* fileLines(record: ScanRecord, runId: number): AsyncIterable<string> {
  for await (const file of record.files.iterateFiles({ runId })) yield JSON.stringify(fileLine(file));
}
