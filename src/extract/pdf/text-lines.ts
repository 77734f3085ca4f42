import { unsure } from './pdf-values.ts';
import type { TextRun } from './text-run.ts';
import {
  INK_ANY,
  INK_COMMA,
  INK_DASH,
  INK_DEEP,
  INK_DOT,
  INK_HIGH,
  INK_LOW,
  INK_MIDDLE,
  INK_TALL,
  SAME_PLACE_EM,
  shareOfWidth,
} from './text-run.ts';

/** Below this height, in points, an outline does not tell lines apart. */
const TELLING_HEIGHT = 4.5;

/** Both sides of a bound nearer than this, in font sizes, are not told apart. */
const TIE_EM = 0.002;

export type LineStep = 'none' | 'space' | 'break' | 'hyphen';

/** Where the ink of a run reaches surely (`innerLow` to `innerHigh`) and at most (`low` to `high`), in the space of its holder. */
export interface VerticalBounds {
  readonly low: number;
  readonly high: number;
  readonly innerLow: number;
  readonly innerHigh: number;
}

export function verticalBounds({ ink, fontSize, text }: TextRun): VerticalBounds {
  const em = fontSize * text.scaleY;
  const at = text.shiftY;
  const low = ink & INK_ANY ? 0.45 : ink & INK_DEEP ? 0.32 : ink & INK_LOW ? 0.26 : ink & INK_COMMA ? 0.18 : 0.06;
  const high = ink & INK_ANY ? 1.25 : ink & INK_HIGH ? 0.95 : ink & INK_MIDDLE ? 0.82 : ink & INK_DASH ? 0.45 : 0.19;
  const middle = (ink & INK_MIDDLE) !== 0;
  const foot = middle || (ink & INK_DOT) !== 0;
  return {
    low: at - low * em,
    high: at + high * em,
    innerLow: foot ? at + 0.02 * em : at + em,
    innerHigh: middle ? at + (ink & INK_TALL ? 0.55 : 0.36) * em : foot ? at + 0.07 * em : at - em,
  };
}

function pageX({ text, holder }: TextRun): number {
  return text.shiftX * holder.scaleX + holder.shiftX;
}

function pageY({ text, holder }: TextRun): number {
  return text.shiftY * holder.scaleY + holder.shiftY;
}

/** Mean scale of a run from text space to the page. */
function pageScale({ text, holder }: TextRun): number {
  return (text.scaleX * holder.scaleX + text.scaleY * holder.scaleY) / 2;
}

/** Whether `value` is over `bound`. @throws UnsureReading where they are too near to each other */
function isOver(value: number, bound: number, em: number): boolean {
  if (Math.abs(value - bound) < TIE_EM * em) unsure('a distance as wide as the bound');
  return value > bound;
}

/** Place of a run among the runs of the line that is gathered, or nothing where it begins a new one. */
export function lineOrder(line: readonly TextRun[], last: TextRun, run: TextRun): number | undefined {
  const lastWidth = ((last.lastWidth * last.fontSize) / 1000) * pageScale(last);
  const width = ((run.firstWidth * run.fontSize) / 1000) * pageScale(run);
  const em = run.fontSize * pageScale(run);
  if (isOver(Math.abs(pageY(run) - pageY(last)), Math.max(lastWidth, width) / 2, em)) return undefined;
  const x = pageX(run);
  let at = line.length;
  for (; at > 0; at -= 1) {
    const other = line[at - 1];
    if (!other || x >= pageX(other)) break;
  }
  return at;
}

/** What parts a run from the one before it. `hyphen` is for the caller to find. */
export function lineStep(previous: TextRun, run: TextRun, horizontal: () => boolean): LineStep {
  if ((run.characterCount < 2 || isShort(run)) && !horizontal()) unsure('single characters on a page of columns');
  const outlines = endsByOutlines(previous, run);
  if (outlines === true) return 'break';
  const step = stepByPositions(previous, run);
  if (outlines === undefined && step !== 'break') unsure('lines that may touch');
  return step;
}

/** A run whose direction cannot be told. */
function isShort(run: TextRun): boolean {
  return run.lastOrigin <= 0.001;
}

/** Two lines by their outlines: both high enough to tell, one above the other. Nothing where the outlines are not known well enough. */
function endsByOutlines(previous: TextRun, run: TextRun): boolean | undefined {
  const [a, b] = [verticalBounds(previous), verticalBounds(run)];
  if (a.high - a.low < TELLING_HEIGHT || b.high - b.low < TELLING_HEIGHT) return false;
  if (Math.max(a.innerLow, b.innerLow) < Math.min(a.innerHigh, b.innerHigh)) return false;
  const apart = Math.max(a.low, b.low) >= Math.min(a.high, b.high);
  const tall = Math.min(a.innerHigh - a.innerLow, b.innerHigh - b.innerLow) > TELLING_HEIGHT;
  return apart && tall ? true : undefined;
}

function stepByPositions(previous: TextRun, run: TextRun): LineStep {
  const scaleX = previous.text.scaleX * previous.holder.scaleX;
  const scaleY = previous.text.scaleY * previous.holder.scaleY;
  // Where the run begins, seen from the text space of the one before it.
  const x = (pageX(run) - pageX(previous)) / scaleX;
  const y = (pageY(run) - pageY(previous)) / scaleY;
  const em = previous.fontSize;
  const lastWidth = (previous.lastWidth * previous.fontSize) / 1000;
  const width = (run.firstWidth * run.fontSize) / 1000;
  const backScale = (1 / scaleX + 1 / scaleY) / 2;
  let bound = Math.max(lastWidth, width) / 4;
  if (lastWidth < width) bound *= backScale;
  if (leavesLine(previous, run, x, y, bound)) return 'break';
  if (run.firstUnit === 32 || previous.lastUnit === 32) return refuseOverlap(previous, x, em, 'none');
  const wider = Math.max(previous.lastWidth, run.firstWidth);
  let gap = shareOfWidth(wider, 400, 700, 800);
  gap *=
    previous.lastWidth >= run.firstWidth
      ? previous.fontSize
      : run.fontSize * ((run.text.scaleX * run.holder.scaleX + run.text.scaleY * run.holder.scaleY) / 2) * backScale;
  gap /= 1000;
  if (isAbout(gap, 1.488, 0.0001) || isAbout(gap, 1.39, 0.00001)) gap *= 1.5;
  return refuseOverlap(previous, x, em, isSpace(x, previous.lastOrigin, width, lastWidth, gap, em) ? 'space' : 'none');
}

/** Two gaps of some producer that PDFium widens. */
function isAbout(gap: number, known: number, within: number): boolean {
  const apart = Math.abs(gap - known);
  if (Math.abs(apart - within) < within / 5) unsure('a gap of a special width');
  return apart < within;
}

/** A run that begins before the end of the one before it may draw characters again. */
function refuseOverlap(previous: TextRun, x: number, em: number, step: LineStep): LineStep {
  if (x < previous.lastOrigin + SAME_PLACE_EM * em) unsure('text over text');
  return step;
}

function leavesLine(previous: TextRun, run: TextRun, x: number, y: number, bound: number): boolean {
  const em = previous.fontSize;
  const away = isOver(y, bound * 2, em) || isOver(-y, bound * 3, em);
  if (!away) return false;
  const far = isOver(Math.abs(y), 1, 1) || isOver(Math.abs(y), Math.abs(x), em);
  if (!far) return false;
  if (previous.itemCount < 2 || previous.lastOrigin <= 0) return true;
  return !isBeside(verticalBounds(previous), run) && !isBeside(verticalBounds(run), previous);
}

/** Whether a run's origin lies within the height of another, as that of a raised number does. */
function isBeside(bounds: VerticalBounds, { text: { shiftX, shiftY } }: TextRun): boolean {
  if (shiftX < 0 || shiftX > 1000 || shiftY < bounds.low || shiftY > bounds.high) return false;
  if (shiftY > bounds.innerLow && shiftY < bounds.innerHigh) return true;
  return unsure('lines that may touch');
}

function isSpace(x: number, lastOrigin: number, width: number, lastWidth: number, gap: number, em: number): boolean {
  if (!isOver(Math.abs(lastOrigin + lastWidth - x), gap, em)) return false;
  const apart = x - lastOrigin;
  if (isOver(Math.abs(apart), gap + lastWidth, em)) return true;
  return isOver(apart, width + lastWidth, em);
}
