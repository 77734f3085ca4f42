import { basename, resolve } from 'node:path';
import type { Disclosures, RecordedDisclosure } from '../record/index.ts';
import type { Agreement } from './agreement.ts';
import { measuredFile } from './clear-exports.ts';
import { sharedRows } from './row-sketch.ts';
import type { DisclosureThread } from './worker/disclosure-thread.ts';
import type { FileMeasure } from './worker/measure-file.ts';

/** A disclosure that a leaked file may have come from. */
export interface LeakMatch {
  readonly disclosure: RecordedDisclosure;
  readonly file: string;
  /** `same-file`: the same bytes. `same-rows`: rows of it. */
  readonly kind: 'same-file' | 'same-rows';
  readonly sharedRows: number;
  /** Of the leaked file's distinct rows, 0 to 1. */
  readonly share: number;
}

/** Any word that must stand in number, recipient, interest, agreement, person, file name, hash or types; all of them. */
export function searchDisclosures(log: readonly RecordedDisclosure[], words: readonly string[]): RecordedDisclosure[] {
  return log.filter((disclosure) => {
    const { id, who, recipient, interest, basis, agreement, files, atMs } = disclosure;
    const text = [
      id,
      who,
      recipient,
      interest,
      basis,
      agreement,
      new Date(atMs).toISOString(),
      ...files.flatMap(({ name, contentSha256, types }) => [name, contentSha256, ...Object.keys(types)]),
    ]
      .join('\n')
      .toLowerCase();
    return words.every((word) => text.includes(word.toLowerCase()));
  });
}

/** Where a leaked file came from: the best first. */
export async function traceLeak(
  disclosures: Disclosures,
  leak: { readonly contentSha256?: string; readonly rowFingerprints: Uint8Array },
): Promise<LeakMatch[]> {
  const matches: LeakMatch[] = [];
  const rows = leak.rowFingerprints.length / 8;
  for (const disclosure of await disclosures.list())
    for (const file of disclosure.files) {
      if (leak.contentSha256 !== undefined && file.contentSha256 === leak.contentSha256) {
        matches.push({ disclosure, file: file.name, kind: 'same-file', sharedRows: rows, share: 1 });
        continue;
      }
      const shared =
        rows === 0
          ? 0
          : sharedRows(leak.rowFingerprints, await disclosures.rowFingerprints(disclosure.id, file.contentSha256));
      if (shared > 0)
        matches.push({ disclosure, file: file.name, kind: 'same-rows', sharedRows: shared, share: shared / rows });
    }
  return matches.sort(
    (a, b) =>
      Number(b.kind === 'same-file') - Number(a.kind === 'same-file') ||
      b.sharedRows - a.sharedRows ||
      b.disclosure.atMs - a.disclosure.atMs,
  );
}

/** Under this agreement a leaked file is read: only its hash and its rows are of interest. */
const NOTHING_PERMITTED = {
  id: 'trace',
  recipient: 'nobody',
  purpose: 'trace',
  basis: 'consent',
  begins: '1970-01-01',
  expires: '1970-01-01',
  signatures: [],
  columns: [],
  textTypes: [],
  forbiddenTogether: [],
  minimumCellSize: 10,
  minimumDistinctSensitive: 2,
  suppressRows: false,
} as const satisfies Agreement;

/** Hash and row fingerprints of a file that turned up somewhere. @param today year-month-day */
export function measureLeak(thread: DisclosureThread, path: string, today: string): Promise<FileMeasure> {
  return measuredFile(thread, NOTHING_PERMITTED, today, resolve(path), basename(path));
}
