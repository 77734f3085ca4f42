import { createHmac } from 'node:crypto';
import type { Detector } from '../../detect/index.ts';
import { type Limits, openForReading } from '../../extract/index.ts';
import {
  describePlace,
  maskIdentifierShapes,
  type PlacePart,
  type TableBlock,
  type TextBlock,
} from '../../model/index.ts';
import type { Agreement } from '../agreement.ts';
import { copyTypeOf, isContainer } from '../copy-types.ts';
import { counted } from '../counted.ts';
import type { FormSetting } from '../forms.ts';
import { rowSketch } from '../row-sketch.ts';
import { type Stop, stop, unreadStop } from '../stop.ts';
import { collectFindings } from './collect-findings.ts';
import type { GuessBudget } from './guess-budget.ts';
import { hashAsRead } from './hash-file.ts';
import { markupNames } from './markup-names.ts';
import { packageContent } from './package-parts.ts';
import { placeNames } from './place-names.ts';
import { noHeaderStop, openTableSession } from './table-session.ts';
import { textSuspicions } from './text-suspicions.ts';

export interface MeasureRequest {
  readonly path: string;
  /** Base name as the recipient sees it. */
  readonly name: string;
  readonly agreement: Agreement;
  readonly limits: Limits;
  readonly passwords: readonly string[];
  readonly guesses: GuessBudget;
  /** What a type of identifier is called in words. */
  readonly titleOf: (type: string) => string;
}

/** What may leave the worker of a file: no text, no value. */
export interface FileMeasure {
  readonly format: string;
  readonly sizeBytes: number;
  readonly contentSha256?: string;
  readonly stops: readonly Stop[];
  /** Findings of medium and high confidence by type. */
  readonly types: Readonly<Record<string, number>>;
  readonly rows: number;
  /** Sorted keyed fingerprints of rows, eight bytes each. */
  readonly rowFingerprints: Uint8Array;
  /** Columns of the agreement in which something was found that may not stand there. */
  readonly mixedColumns: readonly string[];
  /** What was concluded and is no stop, in words. */
  readonly remarks: readonly string[];
}

/** Parts that a reader of the document does not see. */
const HIDDEN: ReadonlySet<PlacePart> = new Set([
  'comment',
  'tracked-insertion',
  'tracked-deletion',
  'alt-text',
  'hidden-text',
  'hidden-sheet',
  'hidden-row',
  'hidden-column',
  'hidden-slide',
  'speaker-notes',
  'annotation',
  'custom-xml',
  'source-markup',
  'raw-bytes',
]);
const KNOWN_SSNS_MAX = 5_000;
const UNREAD_SHOWN = 20;
const MEMBERS_COUNTED_MAX = 10_000;
const MEMBERS_SHOWN = 3;
const LOCKED_REMARK =
  'opened with a password of the list: give the recipient that password by another way than the file';

/** Reads a file to its end and says what stands against handing it on. Runs in a worker. */
export async function measureFile(
  request: MeasureRequest,
  detector: Detector,
  setting: FormSetting,
  fingerprintKey: Uint8Array,
): Promise<FileMeasure> {
  const { agreement, name, path, limits, passwords } = request;
  const reading = await openForReading(path, { name, limits, passwords, contentKey: fingerprintKey });
  const names = placeNames();
  const findings = collectFindings(agreement, names, request.titleOf);
  const sketch = rowSketch((row) => createHmac('sha256', fingerprintKey).update('row\u0000').update(row).digest());
  const unread: Stop[] = [];
  const hidden = new Map<string, number>();
  const inside = new Set<string>();
  let wasLocked = false;
  const ssns = new Set<string>();
  const suspicious = textSuspicions(agreement, detector, findings, names);
  const onRow = (cells: readonly string[]): void => {
    if (cells.some((cell) => cell !== '')) sketch.add(cells);
    if (ssns.size < KNOWN_SSNS_MAX)
      for (const cell of cells) if (/^\d{3}-?\d{2}-?\d{4}$/.test(cell)) ssns.add(cell.replaceAll('-', ''));
  };
  const session = openTableSession(agreement, setting, detector, findings, names, onRow, suspicious.look);
  const noteHidden = ({ place }: TextBlock | TableBlock, count: number): void => {
    if (count === 0) return;
    const [member] = place.members;
    if (member !== undefined && inside.size <= MEMBERS_COUNTED_MAX) inside.add(member);
    if (!place.part || !HIDDEN.has(place.part)) return;
    const what = names.hidden(place.part, place);
    hidden.set(what, (hidden.get(what) ?? 0) + count);
  };
  for await (const part of reading.parts) {
    if (part.kind === 'table') {
      const { place, rows, hiddenColumns = [] } = part;
      if (place.part !== undefined || place.members.length > 0)
        noteHidden(part, rows.filter((cells) => cells.some((cell) => cell.trim() !== '')).length);
      for (const column of hiddenColumns)
        if (rows.some((cells) => (cells[column] ?? '').trim() !== ''))
          hidden.set(names.hidden(`hidden column ${columnLetters(column)}`, place), 1);
      session.addTable(part);
    } else if (part.kind === 'text') {
      noteHidden(part, Buffer.from(part.utf8).toString('latin1').trim() === '' ? 0 : 1);
      session.addText(part);
      suspicious.look(Buffer.from(part.utf8).toString('utf8'), part.place);
    } else if (part.kind === 'note') {
      if (part.note === 'opened-by-password') wasLocked = true;
    } else if (unread.length < UNREAD_SHOWN)
      unread.push(
        unreadStop(
          maskIdentifierShapes(describePlace(part.place)) || 'the file',
          `${part.reason}${part.detail ? `, ${part.detail}` : ''}`,
        ),
      );
  }
  const contentSha256 = unread.length === 0 ? await hashAsRead(path, fingerprintKey, reading.contentDigest) : undefined;
  if (unread.length === 0 && contentSha256 === undefined) unread.push(unreadStop('the file', 'changed-while-read'));
  if (unread.length === 0) {
    const content = await packageContent({ path, format: reading.format, limits, passwords });
    for (const [what, count] of content.hidden) hidden.set(what, (hidden.get(what) ?? 0) + count);
    for (const [part, texts] of [
      ['hidden-text', content.literals],
      ['source-markup', await markupNames(path, reading.format)],
    ] as const)
      for (const text of texts) {
        const place = { members: [], part };
        session.addText({ kind: 'text', place, utf8: Buffer.from(text), continues: false });
        suspicious.look(text, place);
      }
  }
  const known = { ssns, guesses: request.guesses, words: [agreement.id, agreement.recipient] };
  const tableStops = session.stops(known);
  // A file that calls itself a table and is read as one cell was read in another way than its recipient will.
  if (
    /\.(?:csv|tsv|tab)$/i.test(name) &&
    !session.hasHeader() &&
    !tableStops.some(({ check }) => check === 'no-header')
  )
    tableStops.push(noHeaderStop('the table'));
  const hiddenStops = [...hidden].map(([what, count]) =>
    stop({
      check: 'hidden-content',
      place: what,
      count,
      fixMends: true,
      sentence: 'Content that a reader does not see',
      remedy: 'Take it out',
    }),
  );
  if (inside.size > 0) hiddenStops.push(insideStop(name, [...inside].map(names.member)));
  const stops = [
    ...unread,
    ...tableStops,
    ...hiddenStops,
    ...findings.stops(session.rowsIn),
    ...suspicious.stops(known),
  ];
  const canBeCopied = copyTypeOf(name) !== undefined;
  return {
    format: reading.format,
    sizeBytes: reading.sizeBytes,
    ...(contentSha256 ? { contentSha256 } : {}),
    stops: withoutRepeats(stops).map((one) => ({ ...one, fixMends: one.fixMends && canBeCopied })),
    types: findings.types(),
    rows: sketch.rows(),
    rowFingerprints: sketch.finish(),
    mixedColumns: [...new Set([...findings.mixedColumns(), ...session.suspects()])],
    remarks: [...session.remarks(), ...(wasLocked ? [LOCKED_REMARK] : [])],
  };
}

/** A file inside another goes unseen with it, and what the recipient unpacks is in no certificate. */
function insideStop(name: string, members: readonly string[]): Stop {
  const more = members.length - MEMBERS_SHOWN;
  const shown = [...members.slice(0, MEMBERS_SHOWN), ...(more > 0 ? [`${more} more`] : [])].join(', ');
  return stop({
    check: 'hidden-content',
    place: `${counted(members.length, 'file')} inside`,
    count: members.length,
    fixMends: true,
    sentence: isContainer(name)
      ? `Only single files are certified, not what lies packed in one: ${shown}`
      : `Files that a reader does not see: ${shown}`,
    remedy: isContainer(name) ? 'Unpack it and clear the folder' : 'Take them out',
  });
}

function columnLetters(column: number): string {
  const letter = String.fromCharCode(65 + (column % 26));
  return column < 26 ? letter : columnLetters(Math.floor(column / 26) - 1) + letter;
}

/** A place where identifiers were found needs no word of numbers or names that look like them. Pure. */
function withoutRepeats(stops: readonly Stop[]): Stop[] {
  const found = new Set(
    stops.flatMap(({ check, place, type }) =>
      check === 'type-not-permitted' || check === 'file-name' ? [`${place}\u0000${type}`] : [],
    ),
  );
  return stops.filter(({ check, place, type = 'us-ssn' }) => {
    if (check !== 'unexplained-number' && check !== 'possible-type') return true;
    return !found.has(`${place}\u0000${type}`);
  });
}
