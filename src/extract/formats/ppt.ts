import { inflateSync } from 'node:zlib';
import type { Extracted, Place, PlacePart } from '../../model/index.ts';
import { inPart, textBlocks, unread } from '../blocks.ts';
import { readOtherStreams } from '../compound/embedded.ts';
import { encryptionMethod } from '../compound/encryption.ts';
import { pictures } from '../compound/pictures.ts';
import { sweepText } from '../compound/sweep.ts';
import { openCompoundFile } from '../compound-file.ts';
import type { Format, ReadContext } from '../format.ts';
import { HELD_BYTES_MAX } from '../limits.ts';
import { bufferSource } from '../source.ts';

/** Record types of [MS-PPT] 2.13.24 (https://learn.microsoft.com/openspecs/office_file_formats/ms-ppt). */
const RECORD = {
  slide: 1006,
  notes: 1008,
  slidePersist: 1011,
  slideShowInfo: 1017,
  textChars: 4000,
  textBytes: 4008,
  string: 4026,
  headersFooters: 4057,
  slideList: 4080,
  embedded: 4113,
  binaryTag: 5003,
  persistDirectory: 6002,
  comment: 12_000,
  cryptSession: 12_052,
} as const;

/** What shapes are called, how they are described and what their WordArt says ([MS-ODRAW] 2.2.9 to 2.2.11 OfficeArtFOPT). */
const SHAPE_PROPERTIES: ReadonlySet<number> = new Set([0xf00b, 0xf121, 0xf122]);

/** Containers within containers. */
const DEPTH_MAX = 40;
const EMBEDDED_BYTES_MAX = 64 * 1024 * 1024;

/** CurrentUserAtom.headerToken of an encrypted file. */
const ENCRYPTED_TOKEN = 0xf3d1c4df;

interface Open {
  readonly kind: number;
  readonly end: number;
  part: PlacePart | undefined;
}

/** PowerPoint 97 to 2003: the text of every record, also of slides that were deleted and are still in the file. */
export const ppt: Format = {
  name: 'ppt',
  extensions: ['ppt', 'pps', 'pot'],
  looksLike: ({ parts }) => parts?.has('powerpoint document') === true,
  async *read(source, context) {
    const { place, budget } = context;
    const container = await openCompoundFile(source, budget);
    const named = (name: string): Buffer | undefined =>
      container.streams.find(({ path }) => path.toLowerCase() === name)?.read(HELD_BYTES_MAX);
    const main = named('powerpoint document') ?? Buffer.alloc(0);
    const user = named('current user');
    const locked = user !== undefined && user.length >= 16 && user.readUInt32LE(12) === ENCRYPTED_TOKEN;
    if (locked || named('encryptedsummary')) {
      yield unread(place, 'encrypted', undefined, encryptionMethod(sessionOf(main)));
      return;
    }
    yield* readRecords(main, context);
    yield* pictures(place, named('pictures') ?? Buffer.alloc(0), budget);
    yield* readOtherStreams(
      container,
      (path) => /^(?:powerpoint document|current user|pictures)$/i.test(path),
      context,
    );
  },
};

/** The one record that encryption leaves readable. */
function sessionOf(main: Buffer): Buffer {
  const mark = Buffer.from([RECORD.cryptSession & 0xff, RECORD.cryptSession >> 8]);
  for (let at = main.lastIndexOf(mark); at > 2; at = main.lastIndexOf(mark, at - 1)) {
    const session = main.subarray(at + 6, at + 6 + 512);
    if (encryptionMethod(session) !== 'unknown') return session;
  }
  return Buffer.alloc(0);
}

/** Records that stand at the top of the stream; what is between them is left over from earlier saves. */
const TOP: ReadonlySet<number> = new Set([1000, 1006, 1008, 1016, 4041, 4085, 4113, 4114, 4116, 6002, 12_052]);

async function* readRecords(bytes: Buffer, context: ReadContext): AsyncIterable<Extracted> {
  const { place, budget } = context;
  const open: Open[] = [];
  const hidden = hiddenSlides(bytes);
  let page = 0;
  let pageIsHidden = false;
  let number = 0;
  let leftOver = 0;
  for (let at = 0; at + 8 <= bytes.length; ) {
    while (open.length > 0 && at >= (open.at(-1)?.end ?? 0)) open.pop();
    const kind = bytes.readUInt16LE(at + 2);
    if (open.length === 0 && !TOP.has(kind)) {
      at += 1;
      continue;
    }
    if (open.length === 0) yield* sweepLeftOver(bytes.subarray(leftOver, at), context);
    const length = bytes.readUInt32LE(at + 4);
    const end = Math.min(bytes.length, at + 8 + length);
    // Some atoms with a package of a later version inside are marked as containers.
    const isContainer =
      kind === RECORD.binaryTag
        ? holdsRecords(bytes.subarray(at + 8, end))
        : ((bytes[at] ?? 0) & 0x0f) === 0x0f && bytes.readUInt16BE(Math.min(at + 8, bytes.length - 2)) !== 0x504b;
    if (!isContainer && length > bytes.length - at - 8) {
      yield* sweepText(inPart(place, 'raw-bytes'), bytes.subarray(at), budget);
      yield unread(place, 'damaged', 'a record of the presentation ends early; what reads like text was read');
      return;
    }
    const part = partOf(kind) ?? open.at(-1)?.part;
    if (kind === RECORD.slidePersist) {
      page += 1;
      pageIsHidden = at + 12 <= bytes.length && hidden.has(bytes.readUInt32LE(at + 8));
    }
    const slide = open.at(-1);
    if (kind === RECORD.slideShowInfo && slide?.kind === RECORD.slide && isHiddenSlide(bytes, at)) slide.part = HIDDEN;
    if (kind === RECORD.slideList) page = 0;
    if (isContainer && open.length < DEPTH_MAX) {
      open.push({ kind, end, part });
      at += 8;
      leftOver = at;
      continue;
    }
    const text = textOf(kind, bytes.subarray(at + 8, end));
    if (text !== '') {
      const outlined = open.at(-1)?.kind === RECORD.slideList && page > 0;
      const here: Place = outlined
        ? { ...place, page, ...(pageIsHidden ? { part: HIDDEN } : {}) }
        : part
          ? inPart(place, part)
          : place;
      yield* textBlocks(here, `${text.replace(/[\r\x0b\0]/g, '\n')}\n`);
    } else if (kind === RECORD.embedded) {
      number += 1;
      yield* readEmbedded(bytes.subarray(at + 8, end), bytes.readUInt16LE(at) >> 4 === 1, number, context);
    } else if (SHAPE_PROPERTIES.has(kind)) {
      yield* sweepText(inPart(place, 'alt-text'), bytes.subarray(at + 8, end), budget);
    } else if (kind === RECORD.binaryTag) {
      yield* sweepText(inPart(place, 'raw-bytes'), bytes.subarray(at + 8, end), budget);
    }
    at = end;
    leftOver = at;
    budget.checkTime();
  }
  yield* sweepLeftOver(bytes.subarray(leftOver), context);
}

/** What PowerPoint 2002 and later added, comments among it, lies as records within a record that is not marked as a container. */
function holdsRecords(bytes: Buffer): boolean {
  let at = 0;
  while (at + 8 <= bytes.length) at += 8 + bytes.readUInt32LE(at + 4);
  return at > 0 && at === bytes.length;
}

const HIDDEN: PlacePart = 'hidden-slide';

/** SlideShowSlideInfoAtom ([MS-PPT] 2.6.6): the third flag. */
function isHiddenSlide(bytes: Buffer, at: number): boolean {
  return at + 8 + 12 <= bytes.length && (bytes.readUInt16LE(at + 8 + 10) & 0x04) !== 0;
}

/** Persist ids of the slides that a show leaves out: the outline at the beginning of the stream names its slides by them. */
function hiddenSlides(bytes: Buffer): ReadonlySet<number> {
  const places = new Map<number, number>();
  const hiddenAt = new Set<number>();
  for (let at = 0; at + 8 <= bytes.length; ) {
    const kind = bytes.readUInt16LE(at + 2);
    if (!TOP.has(kind)) {
      at += 1;
      continue;
    }
    const end = Math.min(bytes.length, at + 8 + bytes.readUInt32LE(at + 4));
    if (kind === RECORD.persistDirectory) readPersistDirectory(bytes.subarray(at + 8, end), places);
    if (kind === RECORD.slide) {
      for (let inner = at + 8; inner + 8 <= end; inner += 8 + bytes.readUInt32LE(inner + 4))
        if (bytes.readUInt16LE(inner + 2) === RECORD.slideShowInfo && isHiddenSlide(bytes, inner)) hiddenAt.add(at);
    }
    at = end;
  }
  return new Set([...places].filter(([, at]) => hiddenAt.has(at)).map(([id]) => id));
}

/** PersistDirectoryAtom (2.3.4): a first id and a count, then that many offsets; a later one replaces an earlier one. */
function readPersistDirectory(bytes: Buffer, places: Map<number, number>): void {
  for (let at = 0; at + 4 <= bytes.length; ) {
    const word = bytes.readUInt32LE(at);
    const [first, count] = [word & 0xfffff, word >>> 20];
    at += 4;
    for (let index = 0; index < count && at + 4 <= bytes.length; index += 1, at += 4)
      places.set(first + index, bytes.readUInt32LE(at));
  }
}

function* sweepLeftOver(bytes: Buffer, { place, budget }: ReadContext): Generator<Extracted> {
  if (bytes.length >= 16) yield* sweepText(inPart(place, 'raw-bytes'), bytes, budget);
}

function partOf(kind: number): PlacePart | undefined {
  if (kind === RECORD.notes) return 'speaker-notes';
  if (kind === RECORD.comment) return 'comment';
  return kind === RECORD.headersFooters ? 'footer' : undefined;
}

function textOf(kind: number, bytes: Buffer): string {
  if (kind === RECORD.textChars || kind === RECORD.string)
    return bytes.subarray(0, bytes.length & ~1).toString('utf16le');
  return kind === RECORD.textBytes ? bytes.toString('latin1') : '';
}

async function* readEmbedded(
  bytes: Buffer,
  packed: boolean,
  number: number,
  context: ReadContext,
): AsyncIterable<Extracted> {
  const name = `embedded object ${number}`;
  let content = bytes;
  if (packed) {
    try {
      content = inflateSync(bytes.subarray(4), { maxOutputLength: EMBEDDED_BYTES_MAX });
    } catch {
      yield unread({ members: [...context.place.members, name] }, 'damaged', 'an embedded object cannot be unpacked');
      return;
    }
    context.budget.spend(content.length);
  }
  yield* context.recurse(bufferSource(name, content), name);
}
