import { lstat, unlink, utimes } from 'node:fs/promises';
import type { FileFacts } from '../model/index.ts';
import type { RecordedQuarantine } from '../record/index.ts';
import { hasLinkBelow } from '../walk/index.ts';
import { copyVerified, digestOfFile, exists, giveBack, removeIfThere, renameToFree } from './copy-verified.ts';
import { type HeldPlaces, heldPlaces } from './held-places.ts';
import { removeMarker } from './marker.ts';
import { refusalOf } from './move-to-quarantine.ts';
import type { QuarantineOutcome, QuarantineRefusal, QuarantineSetting } from './quarantine-types.ts';

export interface RestoreRequest {
  readonly quarantineId: number;
  readonly who: string;
}

/**
 * Lays a held file back where it lay, verified by its digest, over nothing that lies there now; then marker and copy go. It belongs
 * to whom it belonged, as far as this account may give files away; the chain says where it could not.
 */
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
  const laid = await layBack(places, quarantine, file.facts, contentKey);
  if (laid.kind === 'refused') {
    await settle('held', laid.reason);
    return laid;
  }
  await removeIfThere(places.held);
  await removeMarker(places, quarantineId);
  await settle(
    'restored',
    laid.isOwned ? 'digest verified' : 'digest verified; it could not be given back to its owner',
  );
  return { kind: 'restored', quarantineId };
}

type LaidBack =
  | { readonly kind: 'laid-back'; readonly isOwned: boolean }
  | { readonly kind: 'refused'; readonly reason: QuarantineRefusal };

async function layBack(
  places: HeldPlaces,
  { contentDigest, mode, modifiedAtMs }: RecordedQuarantine,
  { uid, gid }: FileFacts,
  contentKey: Uint8Array,
): Promise<LaidBack> {
  try {
    const copied = await copyVerified(places.held, places.aside, contentKey);
    if (copied?.digest !== contentDigest) {
      await removeIfThere(places.aside);
      return { kind: 'refused', reason: 'copy-differs' };
    }
    const isOwned = await giveBack(places.aside, { uid, gid, mode });
    await utimes(places.aside, new Date(), new Date(modifiedAtMs));
    if (await renameToFree(places.aside, places.original)) return { kind: 'laid-back', isOwned };
    await unlink(places.aside);
    return { kind: 'refused', reason: 'occupied' };
  } catch (error) {
    // Whatever lies aside is ours: the name carries the number, and the copy was made to a name that was free.
    await removeOwn(places.aside);
    return { kind: 'refused', reason: refusalOf(error) };
  }
}

async function removeOwn(path: Buffer): Promise<void> {
  const stats = await lstat(path).catch(() => undefined);
  if (stats?.isFile()) await removeIfThere(path).catch(() => undefined);
}
