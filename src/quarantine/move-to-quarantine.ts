import type { Stats } from 'node:fs';
import { lstat, rename, unlink } from 'node:fs/promises';
import { systemErrorCode } from '../model/index.ts';
import type { RecordedFile } from '../record/index.ts';
import { hasLinkBelow } from '../walk/index.ts';
import { copyVerified, digestOfFile, removeIfThere, renameToFree, syncFolderOf } from './copy-verified.ts';
import { type HeldPlaces, heldPlaces, openHeldFolder } from './held-places.ts';
import { writeMarker } from './marker.ts';
import type { QuarantineOutcome, QuarantineRefusal, QuarantineSetting } from './quarantine-types.ts';

export interface MoveRequest {
  readonly fileId: number;
  readonly who: string;
  /** The owner reads it in the marker. */
  readonly why: string;
}

/**
 * Moves a file out of its share: a copy that was read back and has the digest of the scan, then the original goes, then a
 * marker lies in its place. Refused without a change where it is not the file that the scan read. Killed at any moment, either
 * the original or the whole copy is there, and `resumeQuarantine` says which. @throws OperatorError for the folder and for no reason given
 */
export async function moveToQuarantine(setting: QuarantineSetting, request: MoveRequest): Promise<QuarantineOutcome> {
  const { record, folder, contentKey, contact, nowMs } = setting;
  const file = await record.files.file(request.fileId);
  if (file?.kind !== 'file') return refused('unknown');
  if (file.vanishedRunId !== undefined) return refused('gone');
  const shares = (await record.runs.lastFinishedRun())?.shares ?? [];
  openHeldFolder(folder, [file.facts.root, ...shares.map(({ root }) => root)]);
  const contentDigest = file.reading.contentDigest;
  if (contentDigest === undefined) return refused('not-fully-read');
  const speaksAgainst = await lookAt(setting, file);
  if (speaksAgainst) return refused(speaksAgainst);
  const { sizeBytes, modifiedAtMs, mode } = file.facts;
  const quarantineId = await record.quarantines.begin({
    ...{ fileId: file.fileId, contentDigest, sizeBytes, modifiedAtMs, mode, contact },
    why: request.why,
    movedBy: request.who,
    movedAtMs: nowMs(),
  });
  const places = heldPlaces(folder, quarantineId, file.facts);
  const settle = (state: 'held' | 'not-moved', detail: string) =>
    record.quarantines.settle({ quarantineId, state, atMs: nowMs(), who: request.who, detail });
  const problem = await moveBytes(places, contentDigest, contentKey);
  if (problem) {
    await settle('not-moved', problem);
    return refused(problem);
  }
  const quarantine = await record.quarantines.get(quarantineId);
  const marker = quarantine !== undefined && (await writeMarker(places, quarantine, file.facts));
  await settle('held', marker ? 'with marker' : 'no marker could be written');
  return { kind: 'held', quarantineId, marker };
}

async function lookAt(
  { record }: QuarantineSetting,
  { facts, fileId }: RecordedFile,
): Promise<QuarantineRefusal | undefined> {
  const underWay = await record.quarantines.list({ states: ['moving', 'restoring'], fileId });
  if (underWay.length > 0) return 'busy';
  if (hasLinkBelow(facts)) return 'link';
  try {
    const stats = await lstat(heldPlaces('', 0, facts).original);
    if (!stats.isFile()) return stats.isSymbolicLink() ? 'link' : 'not-a-regular-file';
    if (stats.nlink > 1) return 'hard-links';
    return stats.size === facts.sizeBytes ? undefined : 'changed';
  } catch (error) {
    return refusalOf(error);
  }
}

/** Undefined when the original is gone and the whole copy is held; else everything is as it was. */
async function moveBytes(
  places: HeldPlaces,
  digest: string,
  contentKey: Uint8Array,
): Promise<QuarantineRefusal | undefined> {
  try {
    const copied = await copyVerified(places.original, places.part, contentKey);
    if (copied?.digest !== digest) {
      await removeIfThere(places.part);
      return copied ? 'changed' : 'copy-differs';
    }
    await rename(places.part, places.held);
    await syncFolderOf(places.held);
    return await takeAway(places, copied.stats, digest, contentKey);
  } catch (error) {
    await removeIfThere(places.part).catch(() => undefined);
    return refusalOf(error);
  }
}

/** The name is taken from the file first: whoever writes now writes to what we look at, or makes a new file that stays. */
async function takeAway(
  places: HeldPlaces,
  read: Stats,
  digest: string,
  contentKey: Uint8Array,
): Promise<QuarantineRefusal | undefined> {
  try {
    if (!(await renameToFree(places.original, places.aside))) throw new Error('a file lies aside');
  } catch (error) {
    await removeIfThere(places.held);
    return refusalOf(error);
  }
  const now = await lstat(places.aside);
  const isSame = now.ino === read.ino && now.dev === read.dev && now.size === read.size && now.mtimeMs === read.mtimeMs;
  if (!isSame || (await digestOfFile(places.aside, contentKey)) !== digest) {
    await renameToFree(places.aside, places.original);
    await removeIfThere(places.held);
    return 'changed';
  }
  await unlink(places.aside);
  return undefined;
}

export function refusalOf(error: unknown): QuarantineRefusal {
  switch (systemErrorCode(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'gone';
    case 'ELOOP':
      return 'link';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'denied';
    case 'ENOSPC':
    case 'EDQUOT':
      return 'disk-full';
    default:
      return 'input-output-error';
  }
}

function refused(reason: QuarantineRefusal): QuarantineOutcome {
  return { kind: 'refused', reason };
}
