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
    const name = member.name.replaceAll('\\', '/').replace(/^\//, '').toLowerCase();
    if (!member.directory && !parts.has(name)) parts.set(name, member);
  }
  return { zip, parts };
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

/** Streams one part through a reader. A damaged or encrypted part is told, and the others still count. */
export function readPart(
  pack: Package,
  name: string,
  context: ReadContext,
  reader: PartReader,
): AsyncIterable<Extracted> {
  return readPieces(pack, name, context, reader, xmlText);
}

/** The same for a reader that takes UTF-8, cut anywhere. */
export function readPartBytes(
  pack: Package,
  name: string,
  context: ReadContext,
  reader: PartReader<Buffer>,
): AsyncIterable<Extracted> {
  return readPieces(pack, name, context, reader, xmlBytes);
}

async function* readPieces<Piece>(
  pack: Package,
  name: string,
  context: ReadContext,
  reader: PartReader<Piece>,
  pieces: (source: Source) => AsyncIterable<Piece>,
): AsyncIterable<Extracted> {
  const place = partPlace(context.place, name);
  const member = pack.parts.get(name);
  if (member?.encryption) {
    yield unread(place, 'encrypted', undefined, member.encryption);
    return;
  }
  try {
    const source = partSource(pack, name, context);
    if (!source) return;
    for await (const piece of pieces(source)) {
      reader.write(piece);
      yield* reader.take();
    }
    reader.end();
    yield* reader.take();
  } catch (error) {
    reader.end();
    yield* reader.take();
    if (error instanceof Cut && error.everything) throw error;
    if (error instanceof Cut) yield unread(place, error.reason, error.message);
    else if (error instanceof Damaged) yield unread(place, 'damaged', error.message);
    else throw error;
  }
}

export function partPlace(place: Place, name: string): Place {
  return { members: [...place.members, memberName(name)] };
}

/** A part as pieces of UTF-8, cut anywhere; UTF-16 where its mark says so is changed to that. */
export async function* xmlBytes(source: Source): AsyncIterable<Buffer> {
  const encoding = wideEncoding(await source.head());
  const chunks = encoding
    ? decodeToUtf8(source.chunks(), { encoding: encoding.name, markBytes: encoding.markBytes })
    : source.chunks();
  for await (const chunk of chunks)
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) yield chunk.subarray(at, at + PIECE_BYTES);
}

/** A part as pieces of text: UTF-8 as a rule, UTF-16 where its mark says so. */
async function* xmlText(source: Source): AsyncIterable<string> {
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
