import type { Budget } from '../limits.ts';
import { Damaged } from '../limits.ts';

/** What the records of a metafile say. */
export interface MetafileText {
  /** What its text records write, a line for each line of the drawing. */
  readonly text: string;
  /** Bytes of the largest picture of dots among its records. */
  readonly pictureBytes: number;
  /** Text that is drawn by the numbers of a font's shapes; no words can be told from them. */
  readonly shapesOnly: boolean;
}

interface Run {
  readonly x: number;
  readonly y: number;
  readonly words: string;
}

/** [MS-WMF] 2.1.2.2: the string is a list of glyph indices. */
const GLYPH_INDEX = 0x10;

/** [MS-EMF] 2.3.5 */
const EMF = {
  header: 1,
  eof: 14,
  comment: 70,
  extTextOutA: 83,
  extTextOutW: 84,
  polyTextOutA: 96,
  polyTextOutW: 97,
  smallTextOut: 108,
} as const;
const EMF_PICTURES = new Set([76, 77, 78, 79, 80, 81, 114, 116]);
const SMALL_NO_RECT = 0x100;
const SMALL_CHARS = 0x200;
const EMF_PLUS = 0x2b46_4d45;
/** [MS-EMFPLUS] 2.1.1.1 */
const PLUS = { object: 0x4008, drawString: 0x401c, drawDriverString: 0x4036 } as const;

/** [MS-WMF] 2.3 */
const WMF = { textOut: 0x0521, extTextOut: 0x0a32 } as const;
const WMF_PICTURES = new Set([0x0922, 0x0940, 0x0b23, 0x0b41, 0x0d33, 0x0f43]);
const WMF_RECT = 0x06;

/** Words of an enhanced metafile. @throws Damaged, where its records do not reach its end */
export function readEmf(bytes: Buffer, budget: Budget): MetafileText {
  const runs: Run[] = [];
  const plusRuns: Run[] = [];
  let pictureBytes = 0;
  let shapesOnly = false;
  const add = (at: number, base: number, wide: boolean): void => {
    const count = bytes.readUInt32LE(at + 8);
    const offset = base + bytes.readUInt32LE(at + 12);
    if (count > 0 && offset + count * (wide ? 2 : 1) > base + bytes.readUInt32LE(base + 4))
      throw new Damaged('a text of the drawing lies outside its record');
    if ((bytes.readUInt32LE(at + 16) & GLYPH_INDEX) !== 0) shapesOnly = true;
    else
      runs.push({
        x: bytes.readInt32LE(at),
        y: bytes.readInt32LE(at + 4),
        words: stringAt(bytes, offset, count, wide),
      });
  };
  for (let at = 0; ; ) {
    budget.checkTime();
    if (at + 8 > bytes.length) throw new Damaged('the drawing ends before its last record');
    const [type, size] = [bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4)];
    if (size < 8 || at + size > bytes.length) throw new Damaged('a record of the drawing ends early');
    if (type === EMF.eof) break;
    if (EMF_PICTURES.has(type)) pictureBytes = Math.max(pictureBytes, size);
    if ((type === EMF.extTextOutA || type === EMF.extTextOutW) && size >= 76)
      add(at + 36, at, type === EMF.extTextOutW);
    if (type === EMF.polyTextOutA || type === EMF.polyTextOutW) {
      const count = size >= 40 ? Math.min(bytes.readUInt32LE(at + 36), Math.floor((size - 40) / 40)) : 0;
      for (let item = 0; item < count; item += 1) add(at + 40 + item * 40, at, type === EMF.polyTextOutW);
    }
    if (type === EMF.smallTextOut && size >= 36) {
      const options = bytes.readUInt32LE(at + 20);
      const start = at + 36 + ((options & SMALL_NO_RECT) === 0 ? 16 : 0);
      if ((options & GLYPH_INDEX) !== 0) shapesOnly = true;
      else {
        const words = stringAt(bytes, start, bytes.readUInt32LE(at + 16), (options & SMALL_CHARS) === 0);
        runs.push({ x: bytes.readInt32LE(at + 8), y: bytes.readInt32LE(at + 12), words });
      }
    }
    if (type === EMF.comment && size >= 16 && bytes.readUInt32LE(at + 12) === EMF_PLUS) {
      const plus = readPlus(bytes.subarray(at + 16, at + size));
      plusRuns.push(...plus.runs);
      pictureBytes = Math.max(pictureBytes, plus.pictureBytes);
      shapesOnly ||= plus.shapesOnly;
    }
    at += size;
  }
  // A drawing in both ways says everything twice.
  const text = linesOf(runs.length > 0 ? runs : plusRuns);
  return { text, pictureBytes, shapesOnly: shapesOnly && text === '' };
}

function readPlus(bytes: Buffer): { runs: Run[]; pictureBytes: number; shapesOnly: boolean } {
  const runs: Run[] = [];
  let pictureBytes = 0;
  let shapesOnly = false;
  for (let at = 0; at + 12 <= bytes.length; ) {
    const [type, flags, size] = [bytes.readUInt16LE(at), bytes.readUInt16LE(at + 2), bytes.readUInt32LE(at + 4)];
    if (size < 12) break;
    if (type === PLUS.drawString && at + 40 <= bytes.length) {
      const words = stringAt(bytes, at + 40, bytes.readUInt32LE(at + 20), true);
      runs.push({ x: bytes.readFloatLE(at + 24), y: bytes.readFloatLE(at + 28), words });
    }
    if (type === PLUS.drawDriverString) shapesOnly = true;
    if (type === PLUS.object && ((flags >> 8) & 0x7f) === 5) pictureBytes = Math.max(pictureBytes, size);
    at += size;
  }
  return { runs, pictureBytes, shapesOnly };
}

/** Words of a Windows metafile. @throws Damaged, where its records do not reach its end */
export function readWmf(bytes: Buffer, budget: Budget): MetafileText {
  const placeable = bytes.length >= 4 && bytes.readUInt32LE(0) === 0x9ac6_cdd7;
  const runs: Run[] = [];
  let pictureBytes = 0;
  let shapesOnly = false;
  for (let at = (placeable ? 22 : 0) + 18; ; ) {
    budget.checkTime();
    if (at + 6 > bytes.length) throw new Damaged('the drawing ends before its last record');
    const size = bytes.readUInt32LE(at) * 2;
    const type = bytes.readUInt16LE(at + 4);
    if (size < 6 || at + size > bytes.length) throw new Damaged('a record of the drawing ends early');
    if (type === 0) break;
    if (WMF_PICTURES.has(type)) pictureBytes = Math.max(pictureBytes, size);
    if (type === WMF.textOut && size >= 8) {
      const count = bytes.readUInt16LE(at + 6);
      const end = at + 8 + count + (count & 1);
      if (end + 4 <= at + size)
        runs.push({
          x: bytes.readInt16LE(end + 2),
          y: bytes.readInt16LE(end),
          words: stringAt(bytes, at + 8, count, false),
        });
    }
    if (type === WMF.extTextOut && size >= 14) {
      const options = bytes.readUInt16LE(at + 12);
      const start = at + 14 + ((options & WMF_RECT) !== 0 ? 8 : 0);
      if ((options & GLYPH_INDEX) !== 0) shapesOnly = true;
      else {
        const words = stringAt(bytes, start, Math.min(bytes.readUInt16LE(at + 10), at + size - start), false);
        runs.push({ x: bytes.readInt16LE(at + 8), y: bytes.readInt16LE(at + 6), words });
      }
    }
    at += size;
  }
  const text = linesOf(runs);
  return { text, pictureBytes, shapesOnly: shapesOnly && text === '' };
}

const WINDOWS_1252 = new TextDecoder('windows-1252');

function stringAt(bytes: Buffer, at: number, count: number, wide: boolean): string {
  if (at >= bytes.length || count <= 0) return '';
  const piece = bytes.subarray(at, Math.min(bytes.length, at + count * (wide ? 2 : 1)));
  return (wide ? piece.toString('utf16le') : WINDOWS_1252.decode(piece)).replace(/[\0-\x08\x0b-\x1f]/g, ' ');
}

/** Runs that stand at one height make one line. */
function linesOf(runs: readonly Run[]): string {
  let text = '';
  let last: Run | undefined;
  for (const run of runs) {
    if (run.words.trim() === '') continue;
    if (last) text += last.y === run.y && run.x >= last.x ? ' ' : '\n';
    text += run.words;
    last = run;
  }
  return text === '' ? '' : `${text}\n`;
}
