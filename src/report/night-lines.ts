import { counted, figure, timeInWords } from '../model/index.ts';
import type { AuditHead, DigestGroup, NightDigest, NotReached, ShareCoverage } from '../record/index.ts';

import { REASON_WORDS, SEVERITY_WORDS } from './words.ts';

/** In the order in which a person wants to know them. */
const GROUPS: readonly (readonly [DigestGroup, string])[] = [
  ['new', 'New'],
  ['worse', 'Worse'],
  ['better', 'Better'],
  ['closed', 'Closed: a scan met it no longer'],
  ['moved', 'Moved or renamed'],
];

/** In the order in which they are read. */
const TURNS: readonly (readonly [keyof NotReached, string])[] = [
  ['new', 'new'],
  ['changed', 'changed'],
  ['retry', 'to be tried again'],
  ['outdated', 'read with older patterns'],
];

export interface NightSection {
  readonly title: string;
  readonly count: string;
  readonly lines: readonly { readonly what: string; readonly where: string; readonly why: string }[];
  readonly more: string;
}

/** What a digest says, in sections; the text and the page are made from them. */
export function digestSections(digest: NightDigest): readonly NightSection[] {
  const flags = GROUPS.map(([group, title]) => {
    const { count, first } = digest.flags[group];
    const lines = first.map(({ rule, severity, share, path, why }) => ({
      what: `${SEVERITY_WORDS[severity].name}, ${rule}`,
      where: `${share} > ${path}`,
      why,
    }));
    return section(title, count, lines);
  });
  const { unread } = digest;
  const lines = unread.first.map(({ share, path, reason, nights }) => ({
    what: reason === undefined ? 'not read' : REASON_WORDS[reason].says,
    where: `${share} > ${path}`,
    why: `for ${counted(nights, 'night')}`,
  }));
  return [...flags, section('Still unread', unread.count, lines)];
}

/** One line for each thing, for the terminal and for mail. */
export function digestLines(digest: NightDigest): readonly string[] {
  const since = digest.sinceRunId === undefined ? 'the first run' : `since run ${digest.sinceRunId}`;
  const { sinceThen, noLonger } = digest.unread;
  return [
    `Run ${digest.runId}, ${since}: ${digestSections(digest)
      .map(({ title, count }) => `${title.split(':')[0]?.toLowerCase()} ${count}`)
      .join(', ')}.`,
    ...notReachedLines(digest.notReached),
    `Of the unread files ${figure(sinceThen)} are unread only since then; ${figure(noLonger)} are no longer. Entries of people in between: ${figure(digest.decisions)}.`,
    ...digestSections(digest).flatMap(({ title, lines, more }) =>
      lines.length === 0
        ? []
        : [
            '',
            title,
            ...lines.map(({ what, where, why }) => `  ${what}: ${where} (${why})`),
            ...(more ? [`  ${more}`] : []),
          ],
    ),
    '',
    `Head of the audit log: ${headInWords(digest.auditHead)}`,
  ];
}

/** As `audit verify --head` takes it. */
export function headInWords({ id, hash }: AuditHead): string {
  return `${id}:${hash}`;
}

/** What a night with a time budget left over; nothing where it had time for everything. */
export function notReachedLines(notReached: NotReached | undefined): readonly string[] {
  if (notReached === undefined) return [];
  const parts = TURNS.flatMap(([turn, words]) => (notReached[turn] > 0 ? `${figure(notReached[turn])} ${words}` : []));
  return [`The time of the night was over before all was read. Left for the next night: ${parts.join(', ')}.`];
}

export function coverageLines(shares: readonly ShareCoverage[]): readonly string[] {
  if (shares.length === 0) return ['No share was scanned yet.'];
  return shares.flatMap((share) => [
    `${share.share}: ${figure(share.fullyRead)} of ${counted(share.met, 'file')} fully read, ${figure(share.partlyRead)} partly, ${figure(share.unread)} unread (${lastScan(share)})`,
    ...coverageGaps(share).map((gap) => `  ${gap}`),
  ]);
}

/** What is not known of a share, a sentence each. */
export function coverageGaps({ unreadByReason, notMet, outdated }: ShareCoverage): readonly string[] {
  return [
    ...unreadByReason.map(
      ({ reason, files, nights }) =>
        `${counted(files, 'file')}: ${REASON_WORDS[reason].says}, for up to ${counted(nights, 'night')}`,
    ),
    ...(notMet > 0 ? [`${counted(notMet, 'file')} that the last scan did not come to see`] : []),
    ...(outdated > 0 ? [`${counted(outdated, 'file')} read with older patterns and not yet again`] : []),
  ];
}

export function lastScan({ runId, atMs }: ShareCoverage): string {
  return runId === undefined || atMs === undefined ? 'no scan has ended yet' : `run ${runId}, ${timeInWords(atMs)}`;
}

function section(title: string, count: number, lines: NightSection['lines']): NightSection {
  const rest = count - lines.length;
  return { title, count: figure(count), lines, more: rest > 0 ? `and ${figure(rest)} more` : '' };
}
