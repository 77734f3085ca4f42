import { readFile, unlink, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type FileFacts, maskIdentifierShapes, systemErrorCode, timeInWords } from '../model/index.ts';
import type { RecordedQuarantine } from '../record/index.ts';
import type { HeldPlaces } from './held-places.ts';

const MARKER_MODE = 0o644;

function firstLine(quarantineId: number): string {
  return `Quarantine number ${quarantineId}: the file that was here has been moved to a safe place.`;
}

/** What the owner finds in the file's place. No value: the name goes through the mask as names do everywhere. */
export function markerText(quarantine: RecordedQuarantine, facts: FileFacts): string {
  const { quarantineId, movedAtMs, movedBy, why, contact } = quarantine;
  return [
    firstLine(quarantineId),
    '',
    `File:     ${maskIdentifierShapes(basename(facts.path))}`,
    `Moved:    ${timeInWords(movedAtMs)} by ${movedBy}`,
    `Why:      ${why}`,
    '',
    'It holds personal data that should not lie in this folder. It was not changed and not deleted.',
    `To get it back, or to ask where it should be kept, contact ${contact} and name the quarantine number above.`,
    '',
  ].join('\n');
}

/** Writes the marker beside nothing that is there. False where it could not be written; the move holds all the same. */
export async function writeMarker(
  places: HeldPlaces,
  quarantine: RecordedQuarantine,
  facts: FileFacts,
): Promise<boolean> {
  for (const path of places.markers) {
    try {
      await writeFile(path, markerText(quarantine, facts), { flag: 'wx', mode: MARKER_MODE });
      return true;
    } catch (error) {
      if (systemErrorCode(error) === 'EEXIST' && (await isOurs(path, quarantine.quarantineId))) return true;
    }
  }
  return false;
}

export async function removeMarker(places: HeldPlaces, quarantineId: number): Promise<void> {
  for (const path of places.markers) if (await isOurs(path, quarantineId)) await unlink(path).catch(() => undefined);
}

async function isOurs(path: Buffer, quarantineId: number): Promise<boolean> {
  try {
    return (await readFile(path, 'utf8')).startsWith(firstLine(quarantineId));
  } catch {
    return false;
  }
}
