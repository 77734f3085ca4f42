import { lstat, unlink, utimes } from 'node:fs/promises';
import type { RecordedQuarantine } from '../record/index.ts';
import { hasLinkBelow } from '../walk/index.ts';
import { copyVerified, digestOfFile, exists, removeIfThere, renameToFree, setMode } from './copy-verified.ts';
import { type HeldPlaces, heldPlaces } from './held-places.ts';
import { removeMarker } from './marker.ts';
import { refusalOf } from './move-to-quarantine.ts';
import type { QuarantineOutcome, QuarantineRefusal, QuarantineSetting } from './quarantine-types.ts';

export interface RestoreRequest {
  readonly quarantineId: number;
  readonly who: string;
}

/** Lays a held file back where it lay, verified by its digest, over nothing that lies there now; then marker and copy go. */
export async function restoreFromQuarantine(
  setting: QuarantineSetting,
  request: RestoreRequest,
): Promise<QuarantineOutcome> {
  const { record, folder, contentKey, nowMs } = setting;
  const { quarantineId, who } = request;
  const quarantine = await record.quarantines.get(quarantineId);
  const file = quarantine && (await record.files.file(quarantine.fileId));
  if (!quarantine || !file) return { kind: 'refused', reason: 'unknown' };
  if (quarantine.state !== 'held')
    return { kind: 'refused', reason: quarantine.state === 'restoring' ? 'busy' : 'not-held' };
  const places = heldPlaces(folder, quarantineId, file.facts);
  if (hasLinkBelow(file.facts)) return { kind: 'refused', reason: 'link' };
  if (await exists(places.original)) return { kind: 'refused', reason: 'occupied' };
  if ((await digestOfFile(places.held, contentKey)) !== quarantine.contentDigest)
    return { kind: 'refused', reason: 'copy-differs' };
  const settle = (state: RecordedQuarantine['state'], detail: string) =>
    record.quarantines.settle({ quarantineId, state, atMs: nowMs(), who, detail });
  await settle('restoring', 'copy verified');
  const problem = await layBack(places, quarantine, contentKey);
  if (problem) {
    await settle('held', problem);
    return { kind: 'refused', reason: problem };
  }
  await removeIfThere(places.held);
  await removeMarker(places, quarantineId);
  await settle('restored', 'digest verified');
  return { kind: 'restored', quarantineId };
}

async function layBack(
  places: HeldPlaces,
  { contentDigest, mode, modifiedAtMs }: RecordedQuarantine,
  contentKey: Uint8Array,
): Promise<QuarantineRefusal | undefined> {
  try {
    const copied = await copyVerified(places.held, places.aside, contentKey);
    if (copied?.digest !== contentDigest) {
      await removeIfThere(places.aside);
      return 'copy-differs';
    }
    await setMode(places.aside, mode);
    await utimes(places.aside, new Date(), new Date(modifiedAtMs));
    if (await renameToFree(places.aside, places.original)) return undefined;
    await unlink(places.aside);
    return 'occupied';
  } catch (error) {
    // Whatever lies aside is ours: the name carries the number, and the copy was made to a name that was free.
    await removeOwn(places.aside);
    return refusalOf(error);
  }
}

async function removeOwn(path: Buffer): Promise<void> {
  const stats = await lstat(path).catch(() => undefined);
  if (stats?.isFile()) await removeIfThere(path).catch(() => undefined);
}
