import type { Extracted, Place } from '../../model/index.ts';
import { inPart, memberName, textBlocks, unread } from '../blocks.ts';
import { decodeToUtf8 } from '../encoding/decode-to-utf8.ts';
import type { Encoding } from '../encoding/detect-encoding.ts';
import { detectEncoding, tailBytes } from '../encoding/detect-encoding.ts';
import { PIECE_BYTES, textPieces } from '../encoding/text-chunks.ts';
import type { ReadContext } from '../format.ts';
import { Cut, Damaged } from '../limits.ts';
import type { Source } from '../source.ts';
import { memberSource } from '../zip/member-source.ts';
import type { ZipDirectory, ZipMember } from '../zip/zip-directory.ts';
import { openZip } from '../zip/zip-directory.ts';

/** A zip package such as OOXML or ODF: members by lower-case name. */
export interface Package {
  readonly zip: ZipDirectory;
  readonly parts: ReadonlyMap<string, ZipMember>;
}

export async function openPackage(source: Source, context: ReadContext): Promise<Package> {
  const zip = await openZip(source, context.budget);
  const parts = new Map<string, ZipMember>();
  for (const member of zip.members) {
    const name = partName(member.name);
    if (!member.directory && !parts.has(name)) parts.set(name, member);
  }
  return { zip, parts };
}

/** Some writers use the separator of their system, or begin with one. */
function partName(memberName: string): string {
  const name = memberName.includes('\\') ? memberName.replaceAll('\\', '/') : memberName;
  return (name.startsWith('/') ? name.slice(1) : name).toLowerCase();
}

/** Bytes of a part; nothing when the package has none of that name. */
export function partSource(pack: Package, name: string, context: ReadContext): Source | undefined {
  const member = pack.parts.get(name.toLowerCase());
  return member && memberSource(pack.zip, member, context.budget);
}

/** What a streaming reader of markup is: pieces of text or of UTF-8 in, parts out. */
export interface PartReader<Piece = string> {
  write(piece: Piece): void;
  end(): void;
  take(): Iterable<Extracted>;
}

/** What a part gives: without waiting where it is small, else streaming. */
export type PartContent = Iterable<Extracted> | AsyncIterable<Extracted>;

/** Leads one part through a reader. A damaged or encrypted part is told, and the others still count. */
export function readPart(pack: Package, name: string, context: ReadContext, reader: PartReader): PartContent {
  return readPieces(pack, name, context, reader, xmlText);
}

/** The same for a reader that takes UTF-8, cut anywhere. */
export function readPartBytes(
  pack: Package,
  name: string,
  context: ReadContext,
  reader: PartReader<Buffer>,
): PartContent {
  return readPieces(pack, name, context, reader, xmlBytes);
}

type Pieces<Piece> = Iterable<Piece> | AsyncIterable<Piece>;

function readPieces<Piece>(
  pack: Package,
  name: string,
  context: ReadContext,
  reader: PartReader<Piece>,
  piecesOf: (source: Source) => Pieces<Piece>,
): PartContent {
  const member = pack.parts.get(name);
  if (!member) return [];
  if (member.encryption) return [unread(partPlace(context.place, name), 'encrypted', undefined, member.encryption)];
  const cutShort = (error: unknown): Iterable<Extracted> => whatWasRead(reader, error, partPlace(context.place, name));
  try {
    const pieces = piecesOf(memberSource(pack.zip, member, context.budget));
    return Symbol.iterator in pieces ? readAtOnce(pieces, reader, cutShort) : readStreaming(pieces, reader, cutShort);
  } catch (error) {
    return cutShort(error);
  }
}

function* readAtOnce<Piece>(
  pieces: Iterable<Piece>,
  reader: PartReader<Piece>,
  cutShort: (error: unknown) => Iterable<Extracted>,
): Generator<Extracted> {
  try {
    for (const piece of pieces) {
      reader.write(piece);
      yield* reader.take();
    }
    reader.end();
    yield* reader.take();
  } catch (error) {
    yield* cutShort(error);
  }
}

async function* readStreaming<Piece>(
  pieces: AsyncIterable<Piece>,
  reader: PartReader<Piece>,
  cutShort: (error: unknown) => Iterable<Extracted>,
): AsyncGenerator<Extracted> {
  try {
    for await (const piece of pieces) {
      reader.write(piece);
      yield* reader.take();
    }
    reader.end();
    yield* reader.take();
  } catch (error) {
    yield* cutShort(error);
  }
}

/** @throws the error where it ends the whole file or is our own */
function* whatWasRead<Piece>(reader: PartReader<Piece>, error: unknown, place: Place): Generator<Extracted> {
  reader.end();
  yield* reader.take();
  if (error instanceof Cut && error.everything) throw error;
  if (error instanceof Cut) yield unread(place, error.reason, error.message);
  else if (error instanceof Damaged) yield unread(place, 'damaged', error.message);
  else throw error;
}

export function partPlace(place: Place, name: string): Place {
  return { members: [...place.members, memberName(name)] };
}

/** A part as pieces of UTF-8, cut anywhere; UTF-16 where its mark says so is changed to that. */
export function xmlBytes(source: Source): Pieces<Buffer> {
  return source.held && !wideEncoding(source.held) ? piecesOfChunk(source.held) : streamedBytes(source);
}

async function* streamedBytes(source: Source): AsyncIterable<Buffer> {
  const encoding = wideEncoding(await source.head());
  const chunks = encoding
    ? decodeToUtf8(source.chunks(), { encoding: encoding.name, markBytes: encoding.markBytes })
    : source.chunks();
  for await (const chunk of chunks) yield* piecesOfChunk(chunk);
}

function* piecesOfChunk(chunk: Buffer): Generator<Buffer> {
  for (let at = 0; at < chunk.length; at += PIECE_BYTES) yield chunk.subarray(at, at + PIECE_BYTES);
}

/** A part as pieces of text: UTF-8 as a rule, UTF-16 where its mark says so. */
function xmlText(source: Source): Pieces<string> {
  return source.held && !wideEncoding(source.held) ? textOfHeld(source.held) : streamedText(source);
}

function textOfHeld(bytes: Buffer): Iterable<string> {
  return bytes.length <= PIECE_BYTES ? [bytes.toString('utf8')] : textPieces(bytes);
}

async function* streamedText(source: Source): AsyncIterable<string> {
  const encoding = wideEncoding(await source.head());
  if (encoding) {
    for await (const utf8 of decodeToUtf8(source.chunks(), { encoding: encoding.name, markBytes: encoding.markBytes }))
      yield utf8.toString('utf8');
    return;
  }
  let carry: Buffer = Buffer.alloc(0);
  for await (const chunk of source.chunks()) {
    const joined = carry.length > 0 ? Buffer.concat([carry, chunk]) : chunk;
    const complete = joined.length - tailBytes(joined);
    yield* textPieces(joined.subarray(0, complete));
    carry = complete < joined.length ? Buffer.from(joined.subarray(complete)) : Buffer.alloc(0);
  }
  if (carry.length > 0) yield carry.toString('utf8');
}

/** UTF-16 has a mark, or a zero beside the first '<'. */
function wideEncoding(head: Buffer): Encoding | undefined {
  if ((head[0] ?? 0) < 0xf0 && !head.subarray(0, 4).includes(0)) return undefined;
  const encoding = detectEncoding(head, false);
  return encoding && encoding.name !== 'utf-8' && !encoding.guessed ? encoding : undefined;
}

/** The whole of a small part as text. @throws Cut, Damaged */
export async function partText(
  pack: Package,
  name: string,
  context: ReadContext,
  maxLength = 16 * 1024 * 1024,
): Promise<string> {
  const source = partSource(pack, name, context);
  if (!source) return '';
  let text = '';
  for await (const piece of xmlText(source)) {
    text += piece;
    if (text.length > maxLength) throw new Cut('too-big', 'a part of the document is too big');
  }
  return text;
}

/** Short text in one part of the document. */
export function* partTextBlocks(
  place: Place,
  part: NonNullable<Place['part']>,
  lines: readonly string[],
): Generator<Extracted> {
  const text = lines.filter((line) => line.trim() !== '').join('\n');
  if (text !== '') yield* textBlocks(inPart(place, part), `${text}\n`);
}
