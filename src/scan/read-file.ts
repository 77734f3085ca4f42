import picomatch from 'picomatch';
import type { Detector } from '../detect/index.ts';
import { type Limits, openForReading } from '../extract/index.ts';
import {
  type Allowance,
  type FileReading,
  maskPlace,
  type Outcome,
  type Place,
  type ReadingNote,
  type UnreadPart,
} from '../model/index.ts';

/** One file for a worker to read. */
export interface ReadRequest {
  /** Absolute path, or its bytes where the name is not UTF-8. */
  readonly path: string | Uint8Array;
  /** Path below the share's root, as shown to people. */
  readonly name: string;
  /** Processor time after which the worker is killed; `WALL_FACTOR` times as long where it waits. */
  readonly timeoutMs: number;
  /** A recorded reading that is taken over where the bytes are the same. */
  readonly known?: {
    readonly contentDigest: string;
    /** The name under which it was read. */
    readonly name: string;
  };
}

const KEPT_UNREAD_PARTS = 100;
const KEPT_NOTES = 20;

/**
 * Reads and searches one file. What is wrong with the file is in the reading, never thrown.
 * Runs in a worker; the text and the values stay in this call.
 */
export async function readFile(
  request: ReadRequest,
  detector: Detector,
  settings: {
    readonly contentKey: Uint8Array;
    readonly limits: Limits;
    readonly findingsPerType: number;
    readonly allowances: readonly Allowance[];
    readonly passwords?: readonly string[];
    readonly asOf: string;
  },
): Promise<FileReading> {
  const startedMs = performance.now();
  const reading = await openForReading(typeof request.path === 'string' ? request.path : Buffer.from(request.path), {
    name: request.name,
    contentKey: settings.contentKey,
    limits: settings.limits,
    passwords: settings.passwords ?? [],
  });
  const detection = detector.openFile({
    findingsPerType: settings.findingsPerType,
    asOf: settings.asOf,
    allowances: settings.allowances.filter((allowance) => holdsFor(allowance, request.name)),
  });
  const unreadParts: UnreadPart[] = [];
  const notes: ReadingNote[] = [];
  let unreadPartCount = 0;
  for await (const part of reading.parts) {
    switch (part.kind) {
      case 'text':
      case 'table':
        detection.add(part);
        break;
      case 'unread':
        unreadPartCount += 1;
        if (unreadParts.length < KEPT_UNREAD_PARTS) unreadParts.push(withoutNumbers(part));
        break;
      case 'note':
        if (notes.length < KEPT_NOTES || isNews(part, notes)) notes.push(withoutNumbers(part));
        break;
    }
  }
  const { allowed, peopleLeft, ...found } = detection.finish();
  for (const [type, count] of Object.entries(allowed))
    notes.push({ kind: 'note', place: { members: [] }, note: 'allowed', detail: `${count} × ${type}` });
  if (peopleLeft > 0)
    notes.push({
      kind: 'note',
      place: { members: [] },
      note: 'more-people',
      detail: `${found.people.likely} people were counted; ${peopleLeft} more records were not laid to people`,
    });
  const firstUnread = unreadParts[0];
  const { format, bytesRead, contentDigest } = reading;
  return {
    outcome: outcomeOf(found.types, unreadPartCount),
    ...(firstUnread ? { reason: firstUnread.reason } : {}),
    format,
    bytesRead,
    ...(contentDigest ? { contentDigest } : {}),
    unreadParts,
    unreadPartCount,
    notes,
    ...found,
    findings: found.findings.map(withoutNumbers),
    elapsedMs: Math.round(performance.now() - startedMs),
  };
}

/** Does the note say what none of those kept says? There are only so many things that a note can say without its place. */
function isNews(part: ReadingNote, kept: readonly ReadingNote[]): boolean {
  return kept.length < 2 * KEPT_NOTES && !kept.some(({ note, detail }) => note === part.note && detail === part.detail);
}

/** A glob without a folder holds for a name at any depth, as for `include` and `exclude`. */
export function holdsFor({ path: glob }: Allowance, name: string): boolean {
  return glob === undefined || picomatch.isMatch(name, glob, { dot: true, basename: !glob.includes('/') });
}

function withoutNumbers<Placed extends { readonly place: Place }>(placed: Placed): Placed {
  const place = maskPlace(placed.place);
  return place === placed.place ? placed : { ...placed, place };
}

function outcomeOf(types: FileReading['types'], unreadPartCount: number): Outcome {
  if (types.some((type) => type.high + type.medium > 0)) return 'matched';
  return unreadPartCount > 0 ? 'unread' : 'clean';
}
