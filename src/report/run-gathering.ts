import {
  type PeopleCount,
  SEVERITIES,
  type Severity,
  shownPath,
  shownPlace,
  shownText,
  type UnreadReason,
} from '../model/index.ts';
import type { RecordedFile } from '../record/index.ts';
import { isAgainst, worstSeverity } from './columns.ts';

/** Files named one by one in a summary; the others are in the CSV. */
export const TOP_FILES = 200;
const PLACES_SHOWN = 2;
const SAMPLES_PER_REASON = 5;

/** A file to look at, ready to be shown. */
export interface TopFile {
  readonly share: string;
  readonly path: string;
  readonly severity: Severity;
  readonly people: RecordedFile['reading']['people'];
  readonly audience: RecordedFile['facts']['audience'];
  readonly owner?: string;
  readonly partly?: UnreadReason;
  readonly types: readonly { readonly type: string; readonly count: number }[];
  readonly rules: readonly { readonly rule: string; readonly because: string }[];
  readonly places: readonly { readonly type: string; readonly masked: string; readonly place: string }[];
}

/** What a summary needs of the files, whatever their number. */
export interface Gathered {
  readonly files: number;
  /** Files that somebody has to act on; `topFiles` are the first of them. */
  readonly filesToLookAt: number;
  readonly topFiles: readonly TopFile[];
  /** Matched files with a part that was not read. */
  readonly partlyByReason: Readonly<Partial<Record<UnreadReason, number>>>;
  readonly unreadSamples: Readonly<
    Partial<Record<UnreadReason, readonly { readonly share: string; readonly path: string }[]>>
  >;
  /** Distinct people of all files together; absent where they were not counted. */
  readonly people?: PeopleCount;
  /** Facts that were missing, by how many files could not be judged for it. */
  readonly missingFacts: Readonly<Record<string, number>>;
}

export interface Gathering {
  add(file: RecordedFile): void;
  result(): Gathered;
}

interface Ranked {
  readonly rank: readonly [severity: number, people: number, findings: number];
  readonly top: TopFile;
}

/** Takes the files one by one, in the record's order; memory does not grow with their number. */
export function createGathering(): Gathering {
  let files = 0;
  let filesToLookAt = 0;
  const ranked: Ranked[] = [];
  const partly = new Map<UnreadReason, number>();
  const samples = new Map<UnreadReason, { share: string; path: string }[]>();
  const missing = new Map<string, number>();

  const rank = (file: RecordedFile, severity: Severity): void => {
    const rank = [SEVERITIES.indexOf(severity), -file.reading.people.likely, -foundIn(file)] as const;
    const last = ranked[TOP_FILES - 1];
    if (last && compare(rank, last.rank) >= 0) return;
    const at = ranked.findIndex((other) => compare(rank, other.rank) < 0);
    ranked.splice(at < 0 ? ranked.length : at, 0, { rank, top: topFile(file, severity) });
    ranked.length = Math.min(ranked.length, TOP_FILES);
  };

  return {
    add(file) {
      files += 1;
      const { outcome, reason } = file.reading;
      if (outcome === 'matched' && reason) partly.set(reason, (partly.get(reason) ?? 0) + 1);
      if (outcome === 'unread' && reason) {
        const known = samples.get(reason) ?? [];
        if (known.length < SAMPLES_PER_REASON) {
          samples.set(reason, [...known, { share: shownText(file.facts.share), path: shownPath(file) }]);
        }
      }
      for (const fact of new Set(file.verdicts.flatMap(({ missing }) => missing)))
        missing.set(fact, (missing.get(fact) ?? 0) + 1);
      const severity = worstSeverity(file);
      if (severity === undefined) return;
      filesToLookAt += 1;
      rank(file, severity);
    },
    result: () => ({
      files,
      filesToLookAt,
      topFiles: ranked.map(({ top }) => top),
      partlyByReason: Object.fromEntries(partly),
      unreadSamples: Object.fromEntries(samples),
      missingFacts: Object.fromEntries([...missing].sort(([, a], [, b]) => b - a)),
    }),
  };
}

function compare(a: Ranked['rank'], b: Ranked['rank']): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

function foundIn(file: RecordedFile): number {
  return file.reading.types.reduce((sum, { high, medium }) => sum + high + medium, 0);
}

function topFile(file: RecordedFile, severity: Severity): TopFile {
  const { facts, reading, verdicts } = file;
  const strong = reading.findings
    .filter(({ confidence }) => confidence !== 'low')
    .sort((a, b) => weight(a.type) - weight(b.type));
  return {
    share: shownText(facts.share),
    path: shownPath(file),
    severity,
    people: reading.people,
    audience: facts.audience,
    ...(facts.owner !== undefined && { owner: shownText(facts.owner) }),
    ...(reading.outcome === 'matched' && reading.reason && { partly: reading.reason }),
    types: reading.types
      .filter(({ high, medium }) => high + medium > 0)
      .map(({ type, high, medium }) => ({ type, count: high + medium }))
      .sort((a, b) => weight(a.type) - weight(b.type) || b.count - a.count),
    rules: verdicts.filter(isAgainst).map(({ rule, reason }) => ({ rule, because: shownText(reason) })),
    places: onePerType(strong).map(({ type, masked, place }) => ({
      type,
      masked: shownText(masked),
      place: shownPlace(place, reading.findings),
    })),
  };
}

/** What says little by itself stands last, so that the few places shown are the telling ones. */
const SAYS_LITTLE = new Set([
  'person-name',
  'email-address',
  'phone-number',
  'postal-address',
  'us-ein',
  'aba-routing',
  'ip-address',
]);

function weight(type: string): number {
  if (SAYS_LITTLE.has(type)) return 2;
  return type === 'us-ssn' || type === 'us-itin' ? 0 : 1;
}

function onePerType<T extends { readonly type: string }>(findings: readonly T[]): readonly T[] {
  const seen = new Set<string>();
  return findings.filter(({ type }) => !seen.has(type) && seen.add(type)).slice(0, PLACES_SHOWN);
}
