import { statSync } from 'node:fs';
import { join } from 'node:path';
import { createDetector, loadPatterns } from '../../src/detect/index.ts';
import { contentKeyOf, DEFAULT_LIMITS } from '../../src/extract/index.ts';
import type { FileReading } from '../../src/model/index.ts';
import type { PassageBlock, RecordedIdentity, Segment, Target } from '../../src/preview/index.ts';
import { readFile } from '../../src/scan/read-file.ts';
import { PROJECT } from '../end-to-end/run-cli.ts';

export const KEY = new Uint8Array(32).fill(7);
export const pack = loadPatterns([join(PROJECT, 'patterns')]);
export const setting = {
  detector: createDetector(pack, KEY),
  contentKey: contentKeyOf(KEY),
  limits: DEFAULT_LIMITS,
};

/** What a scan would have recorded of a file. */
export async function recordedOf(
  root: string,
  path: string,
): Promise<{ file: RecordedIdentity; reading: FileReading }> {
  const { size, mtimeMs } = statSync(join(root, path));
  const reading = await readFile({ path: join(root, path), name: path, timeoutMs: 60_000 }, setting.detector, {
    ...setting,
    findingsPerType: 50,
    allowances: [],
    asOf: '2026-11-24',
  });
  const { contentDigest } = reading;
  const file = {
    root,
    path,
    sizeBytes: size,
    modifiedAtMs: mtimeMs,
    ...(contentDigest !== undefined && { contentDigest }),
  };
  return { file, reading };
}

export function targetsOf({ findings }: FileReading, limit = 12): Target[] {
  return findings.slice(0, limit).map(({ type, fingerprint, place }, match) => ({ match, type, fingerprint, place }));
}

/** All text of a block as a person sees it, masked stretches included. */
export function seen(block: PassageBlock): string {
  const words = (segments: readonly Segment[]): string =>
    segments.map((segment) => (segment.kind === 'text' ? segment.text : segment.masked)).join('');
  switch (block.kind) {
    case 'lines':
      return block.lines.map(({ segments }) => words(segments)).join('\n');
    case 'table':
      return [block.header, ...block.rows.map(({ cells }) => cells)]
        .map((cells) => cells.map(words).join(' | '))
        .join('\n');
    default:
      return words(block.segments);
  }
}
