import type { Extracted, Place } from '../../model/index.ts';
import { textBlocks, unread } from '../blocks.ts';
import { sweepText } from '../compound/sweep.ts';
import { decodeHead } from '../encoding/decode-to-utf8.ts';
import type { Format, ReadContext } from '../format.ts';
import { Damaged } from '../limits.ts';
import type { RandomAccess } from '../source.ts';
import { bufferSource } from '../source.ts';

const HEADER_BYTES = 512;
/** Bytes of the header that are always zero in honest files; noise has two of them. */
const HEADER_ZEROS_MIN = 400;
const MEMO_BYTES_MAX = 64 * 1024 * 1024;
const END_OF_MEMO = 0x1a;
/** Start of a block of dBASE IV. */
const IV_BLOCK = 0xffff0800;

/** Kinds of block in a FoxPro file; the others hold pictures and objects. */
const TEXT = 1;
const KIND_MAX = 2;

interface Memo {
  readonly kind: 'text' | 'file';
  readonly bytes: Buffer;
  readonly end: number;
  /** The file ends inside it. */
  readonly isCut?: boolean;
}

/**
 * The long texts of dBASE (.dbt) and FoxPro (.fpt) tables, which lie in a file of their own beside the table
 * (https://www.dbase.com/Knowledgebase/INT/db7_file_fmt.htm). Also those that no row points to any more.
 */
export const dbfMemo: Format = {
  name: 'dbf-memo',
  extensions: ['dbt', 'fpt'],
  looksLike: ({ head, extension }) =>
    dbfMemo.extensions.includes(extension) &&
    head.length >= HEADER_BYTES &&
    head.subarray(0, HEADER_BYTES).filter((byte) => byte === 0).length >= HEADER_ZEROS_MIN,
  async *read(source, context) {
    const { look, place, budget } = context;
    const random = await source.random(budget);
    const foxPro = look.extension === 'fpt';
    const blockBytes = (foxPro ? look.head.readUInt16BE(6) : look.head.readUInt16LE(20)) || HEADER_BYTES;
    let number = 0;
    for (let at = foxPro ? Math.max(HEADER_BYTES, blockBytes) : HEADER_BYTES; at < random.sizeBytes; ) {
      budget.checkTime();
      const memo = foxPro ? foxProMemo(random, at) : dbaseMemo(random, at);
      if (!memo || memo.bytes.length === 0) {
        // The rest of a memo that was deleted, or a memo whose head is damaged.
        yield* sweepText(place, random.read(at, blockBytes), budget);
      } else {
        number += 1;
        yield* readMemo(memo, number, place, context);
        if (memo.isCut) yield unread({ ...place, row: number }, 'damaged', 'a memo is cut off');
      }
      const end = memo?.end ?? at + 1;
      at = Math.ceil(end / blockBytes) * blockBytes;
    }
    const nextFree = foxPro ? look.head.readUInt32BE(0) : look.head.readUInt32LE(0);
    // The last block need not be filled up.
    if (nextFree > 0 && (nextFree - 1) * blockBytes >= random.sizeBytes)
      yield unread(place, 'damaged', 'memos at its end are missing');
  },
};

async function* readMemo(memo: Memo, number: number, place: Place, context: ReadContext): AsyncIterable<Extracted> {
  const name = `memo ${number}`;
  if (memo.kind === 'file') {
    yield* context.recurse(bufferSource(name, memo.bytes), name);
    return;
  }
  // A line that the editor broke ends with a soft return.
  const text = decodeHead(Buffer.from(memo.bytes), 'cp437', 0).replace(/ì\r?\n/g, ' ');
  yield* textBlocks({ ...place, row: number }, `${text}\n`);
}

/** A free block has the type and length of what stood there, or zeros. @throws Damaged */
function foxProMemo(random: RandomAccess, at: number): Memo | undefined {
  const header = random.read(at, 8);
  if (header.length < 8) return undefined;
  const [kind, length] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  if (kind > KIND_MAX || (kind === 0 && length === 0)) return undefined;
  return {
    kind: kind === TEXT ? 'text' : 'file',
    bytes: bounded(random, at + 8, length),
    end: at + 8 + length,
  };
}

function dbaseMemo(random: RandomAccess, at: number): Memo | undefined {
  const header = random.read(at, 8);
  if (header.length >= 8 && header.readUInt32BE(0) === IV_BLOCK) {
    const length = header.readUInt32LE(4);
    if (length <= 8) return undefined;
    return { kind: 'text', bytes: bounded(random, at + 8, length - 8), end: at + length };
  }
  const pieces: Buffer[] = [];
  for (let next = at; next < random.sizeBytes && next - at < MEMO_BYTES_MAX; next += HEADER_BYTES) {
    const piece = random.read(next, HEADER_BYTES);
    const end = piece.indexOf(END_OF_MEMO);
    pieces.push(Buffer.from(end < 0 ? piece : piece.subarray(0, end)));
    if (end >= 0) return { kind: 'text', bytes: Buffer.concat(pieces), end: next + end + 1 };
  }
  // Text without its end mark: what is left is read, and told.
  return { kind: 'text', bytes: Buffer.concat(pieces), end: at + pieces.length * HEADER_BYTES, isCut: true };
}

function bounded(random: RandomAccess, start: number, length: number): Buffer {
  if (length > MEMO_BYTES_MAX || start + length > random.sizeBytes) throw new Damaged('a memo is cut off');
  return Buffer.from(random.read(start, length));
}
