import { openFile } from './file-source.ts';
import { createBudget, DEFAULT_LIMITS } from './limits.ts';

/**
 * HMAC-SHA-256 of the file's bytes under the content key, hex, as `Reading.contentDigest` gives it, without reading what they say.
 * Absent when they could not all be read, or changed meanwhile.
 */
export function contentDigestOf(path: string | Buffer, contentKey: Uint8Array): string | undefined {
  const opened = openFile(path, '', contentKey);
  if ('reason' in opened) return undefined;
  const { file } = opened;
  try {
    const digest = file.contentDigest(createBudget(DEFAULT_LIMITS, file.sizeBytes, file.timedBytes));
    return file.changed() ? undefined : digest;
  } catch {
    return undefined;
  } finally {
    file.close();
  }
}
