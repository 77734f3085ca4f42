import { unlink } from 'node:fs/promises';
import type { RecordedFile, RecordedQuarantine } from '../record/index.ts';
import { digestOfFile, exists, removeIfThere, renameToFree } from './copy-verified.ts';
import { type HeldPlaces, heldPlaces } from './held-places.ts';
import { removeMarker, writeMarker } from './marker.ts';
import type { QuarantineSetting, Resumed } from './quarantine-types.ts';

interface Interrupted {
  readonly quarantine: RecordedQuarantine;
  readonly file: RecordedFile;
  readonly places: HeldPlaces;
  /** Digest of what lies there now. */
  readonly original: string | undefined;
  readonly aside: string | undefined;
  readonly held: string | undefined;
}

/**
 * Brings moves and restores that were killed to an end: where the whole original is there the move is undone, where only the
 * whole copy is there it is held. Ask at every start, before anything is moved.
 */
export async function resumeQuarantine(setting: QuarantineSetting): Promise<readonly Resumed[]> {
  const { record, folder, contentKey, nowMs } = setting;
  const resumed: Resumed[] = [];
  for (const quarantine of await record.quarantines.list({ states: ['moving', 'restoring'] })) {
    const file = await record.files.file(quarantine.fileId);
    if (!file) continue;
    const places = heldPlaces(folder, quarantine.quarantineId, file.facts);
    const look = async (path: string | Buffer) => digestOfFile(path, contentKey);
    const interrupted: Interrupted = {
      ...{ quarantine, file, places },
      original: await look(places.original),
      aside: await look(places.aside),
      held: await look(places.held),
    };
    const state = quarantine.state === 'moving' ? await endMove(interrupted) : await endRestore(interrupted);
    const { quarantineId, contentDigest } = quarantine;
    const missing = ![...(await Promise.all([places.original, places.held, places.aside].map(look)))].includes(
      contentDigest,
    );
    await record.quarantines.settle({
      ...{ quarantineId, state, atMs: nowMs(), who: 'sharewarden' },
      detail: missing
        ? 'interrupted; neither the file nor a whole copy is there'
        : 'interrupted; put in order at the next start',
    });
    resumed.push({ quarantineId, state, missing });
  }
  return resumed;
}

async function endMove({
  quarantine,
  file,
  places,
  original,
  aside,
  held,
}: Interrupted): Promise<'held' | 'not-moved'> {
  const whole = quarantine.contentDigest;
  await removeIfThere(places.part);
  if (held === whole && original !== whole) {
    if (aside === whole) await unlink(places.aside);
    await writeMarker(places, quarantine, file.facts);
    return 'held';
  }
  if (aside !== undefined && !(await exists(places.original))) await renameToFree(places.aside, places.original);
  else if (aside === whole && original === whole) await unlink(places.aside);
  if (original === whole || aside === whole) await removeIfThere(places.held);
  return 'not-moved';
}

async function endRestore({ quarantine, places, original, held }: Interrupted): Promise<'held' | 'restored'> {
  const whole = quarantine.contentDigest;
  if (original !== whole) {
    if (held === whole) await removeIfThere(places.aside);
    return 'held';
  }
  await removeIfThere(places.aside);
  await removeIfThere(places.held);
  await removeMarker(places, quarantine.quarantineId);
  return 'restored';
}
