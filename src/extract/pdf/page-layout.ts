import { unsure } from './pdf-values.ts';
import { lineOrder, lineStep, verticalBounds } from './text-lines.ts';
import type { TextRun, UnitBuffer } from './text-run.ts';
import { reserve } from './text-run.ts';

const HYPHEN = 0x2d;
const NEWLINE = 10;
const SAME_LOOKED_AT = 5;

const LETTER = /^\p{L}$/u;
const LETTER_OR_DIGIT = /^[\p{L}\p{Nd}]$/u;

/**
 * Puts runs that stand in one line in the order in which they stand, and says what parts each from the one before it: nothing, a
 * space, a line end. The text in UTF-16. Both rules are PDFium's, so that either reader gives the same words. Where a rule needs the exact outline of a
 * glyph, the page is unsure. `horizontal` says whether the text of the page runs in lines, asked for single characters only.
 */
export function layPage(buffer: UnitBuffer, runs: readonly TextRun[], horizontal: () => boolean): Buffer {
  const out: UnitBuffer = { units: new Uint16Array(4096), length: 0 };
  let line: TextRun[] = [];
  let lineStart = 0;
  let previous: TextRun | undefined;
  let blankBefore = false;
  const afterBlank = new Set<TextRun>();
  const recent: TextRun[] = [];

  const append = (unit: number): void => {
    if (unit === 32 && out.length > lineStart && out.units[out.length - 1] === 32) return;
    reserve(out, 1);
    out.units[out.length++] = unit;
  };

  const place = (run: TextRun): void => {
    if (previous) {
      let step = lineStep(previous, run, horizontal);
      if (step === 'none' && afterBlank.has(run) && run.firstUnit !== 32 && previous.lastUnit !== 32)
        unsure('a space that is not seen in the positions');
      if (step === 'break' && joinsHyphen(run.firstUnit)) step = 'hyphen';
      if (step === 'space') append(32);
      else if (step === 'break') {
        if (out.length > 0) append(NEWLINE);
        lineStart = out.length;
      }
    }
    copy(run);
    previous = run;
  };

  const copy = (run: TextRun): void => {
    const { units } = buffer;
    reserve(out, run.end - run.start);
    const target = out.units;
    let { length } = out;
    for (let at = run.start; at < run.end; at += 1) {
      const unit = units[at] ?? 0;
      if (unit === 32 && length > lineStart && target[length - 1] === 32) continue;
      target[length++] = unit;
    }
    out.length = length;
  };

  /** A word broken at the end of a line: its hyphen and what goes on are joined, spaces between them dropped. */
  const joinsHyphen = (next: number): boolean => {
    let end = out.length;
    while (end - 1 > lineStart && out.units[end - 1] === 32) end -= 1;
    if (end - 1 <= lineStart || out.units[end - 1] !== HYPHEN) return false;
    const before = String.fromCharCode(out.units[end - 2] ?? 0);
    if (!LETTER.test(before) || !LETTER_OR_DIGIT.test(String.fromCharCode(next))) return false;
    out.length = end;
    return true;
  };

  const flush = (): void => {
    for (const run of line) place(run);
    line = [];
  };

  for (const run of runs) {
    for (const other of recent) if (other.holderNumber === run.holderNumber) refuseSame(buffer, other, run);
    recent.push(run);
    if (recent.length > SAME_LOOKED_AT) recent.shift();
    if (run.blank) {
      blankBefore = true;
      continue;
    }
    if (blankBefore) afterBlank.add(run);
    blankBefore = false;
    const last = line.at(-1);
    const at = last ? lineOrder(line, last, run) : 0;
    if (at === undefined) {
      flush();
      line.push(run);
    } else line.splice(at, 0, run);
  }
  flush();
  return Buffer.from(out.units.buffer, 0, out.length * 2);
}

/** The same text drawn again in nearly the same place, as shadows and bold letters are made: PDFium drops some of it. */
function refuseSame(buffer: UnitBuffer, other: TextRun, run: TextRun): void {
  if (other.itemCount !== run.itemCount || other.fontSize !== run.fontSize) return;
  const dx = Math.abs(other.text.shiftX - run.text.shiftX);
  const dy = Math.abs(other.text.shiftY - run.text.shiftY);
  const height = 2 * Math.max(other.text.scaleY * other.fontSize, run.text.scaleY * run.fontSize);
  const width = (run.endOrigin + run.fontSize) * run.text.scaleX;
  if (dy > Math.max(run.fontSize, height, width) / 8 + 0.01) return;
  if (dx > (Math.max(other.lastWidth, run.lastWidth) * run.fontSize) / 1000 + 0.01) return;
  const length = run.end - run.start;
  if (other.font === run.font) {
    if (length !== other.end - other.start) return;
    for (let index = 0; index < length; index += 1)
      if (buffer.units[run.start + index] !== buffer.units[other.start + index]) return;
  }
  const bounds = [other, run].map(verticalBounds);
  const [a, b] = bounds;
  if (a && b && (a.high < b.low || b.high < a.low)) return;
  unsure('the same text drawn twice');
}
