import type { PdfFont } from './pdf-font.ts';
import { SEVERAL_UNITS } from './pdf-font.ts';
import { unsure } from './pdf-values.ts';

/** UTF-16 units that grow; runs and pages share one. */
export interface UnitBuffer {
  units: Uint16Array;
  length: number;
}

export function reserve(buffer: UnitBuffer, more: number): void {
  if (buffer.length + more <= buffer.units.length) return;
  const grown = new Uint16Array(Math.max(buffer.units.length * 2, buffer.length + more));
  grown.set(buffer.units);
  buffer.units = grown;
}

/** Scale and shift of upright text: `x * scaleX + shiftX`, `y * scaleY + shiftY`. */
export interface Upright {
  readonly scaleX: number;
  readonly scaleY: number;
  readonly shiftX: number;
  readonly shiftY: number;
}

/** What one operator shows. Widths are thousandths of the font size. */
export interface TextRun {
  /** Its characters in the buffer. */
  readonly start: number;
  readonly end: number;
  readonly font: PdfFont;
  readonly fontSize: number;
  /** Text space into the space of the page or form that holds the text. */
  readonly text: Upright;
  /** That space into the space of the page. */
  readonly holder: Upright;
  /** The page is 0, each form that is drawn another number. */
  readonly holderNumber: number;
  /** Characters and the gaps between the strings of one operator. */
  readonly itemCount: number;
  readonly characterCount: number;
  readonly firstUnit: number;
  readonly lastUnit: number;
  readonly firstWidth: number;
  readonly lastWidth: number;
  /** Where the last character begins, in text space. */
  readonly lastOrigin: number;
  /** Where the run ends, in text space. */
  readonly endOrigin: number;
  /** Flags that say how far its characters reach up and down. */
  readonly ink: number;
  /** Nothing but one space: it has no extent. */
  readonly blank: boolean;
}

/** Strings of one operator as bytes one behind the other, each with where it ends and the number behind it. */
export interface ShownStrings {
  bytes: Uint8Array;
  length: number;
  readonly ends: number[];
  readonly gaps: number[];
}

/** Text state (ISO 32000-1:2008, 9.3) of one run. `characterSpace` and `wordSpace` in text space. */
export interface RunState {
  readonly font: PdfFont;
  readonly fontSize: number;
  readonly characterSpace: number;
  readonly wordSpace: number;
  readonly text: Upright;
  readonly holder: Upright;
  readonly holderNumber: number;
}

/** Ink in the middle of the line: letters and digits. */
export const INK_MIDDLE = 1;
/** Ink from the middle of the line to the height of capitals. */
export const INK_TALL = 2;
/** Ink may go higher than capitals. */
export const INK_HIGH = 4;
/** Ink may go below the line as that of letters does, or deeper. */
export const INK_LOW = 8;
export const INK_DEEP = 16;
/** A character whose extent is not known. */
export const INK_ANY = 32;

/** Ink at the foot of the line, and that of a dash. */
export const INK_DOT = 64;
export const INK_DASH = 128;
export const INK_COMMA = 256;

const INK = new Uint16Array(128).fill(INK_HIGH | INK_DEEP);
const inkOf = (characters: string, ink: number): void => {
  for (const character of characters) INK[character.charCodeAt(0)] = (INK[character.charCodeAt(0)] ?? 0) | ink;
};
for (const character of ' .,:;-') INK[character.charCodeAt(0)] = 0;
INK.fill(0, 0x30, 0x3a).fill(0, 0x41, 0x5b).fill(0, 0x61, 0x7b);
inkOf('acegijmnopqrstuvwxyz0123456789:;', INK_MIDDLE);
inkOf('ABCDEFGHIJKLMNOPQRSTUVWXYZbdfhkl()[]{}|/', INK_MIDDLE | INK_TALL);
inkOf('gjpqyQJfz3579', INK_LOW);
inkOf(';', INK_DEEP);
inkOf('.', INK_DOT);
inkOf(',', INK_DOT | INK_COMMA);
inkOf('-', INK_DASH);

/** Extent of a character in the line; those of small accented letters and of typographic signs are known, too. */
function inkOfUnit(unit: number): number {
  if (unit < 128) return INK[unit] ?? 0;
  if (unit >= 0xdf && unit <= 0xff && unit !== 0xf7) return INK_MIDDLE | INK_HIGH | INK_LOW;
  if ((unit >= 0x2010 && unit <= 0x2026) || (unit >= 0xa0 && unit <= 0xbf) || unit === 0x20ac)
    return INK_HIGH | INK_DEEP;
  return INK_ANY;
}

/** A gap as wide as this is not told from one a little wider. */
const TIE = 0.0005;

/** Origins nearer to each other than this share of the font size may be those of one character drawn twice. */
export const SAME_PLACE_EM = 0.08;

/**
 * One run, its characters appended to `buffer`, with a space where its strings stand apart as words do. The rule for that is
 * PDFium's. @throws UnsureReading
 */
export function makeRun(buffer: UnitBuffer, strings: ShownStrings, state: RunState): TextRun {
  const { font, fontSize, characterSpace, wordSpace, text } = state;
  const { bytes, ends, gaps } = strings;
  const { codeBytes, widths, defaultWidth } = font;
  const start = buffer.length;
  // A character may stand for several, and bring a space.
  reserve(buffer, strings.length * 2 + 16);
  const emPage = fontSize * text.scaleX;
  const spacePage = (characterSpace * (text.scaleX + text.scaleY)) / 2;
  const basePage = baseSpace(strings, spacePage, emPage, codeBytes);
  const alwaysSpaced = Math.abs(characterSpace) > 0.001 ? spacePage - basePage : -basePage;
  let { units, length } = buffer;
  let position = 0;
  let origin = 0;
  let ink = 0;
  let characterCount = 0;
  let firstUnit = 0;
  let firstWidth = 0;
  let unit = 0;
  let width = 0;
  let at = 0;
  let pendingGap = 0;
  for (let part = 0; part < ends.length; part += 1) {
    const end = ends[part] ?? 0;
    while (at < end) {
      let code = bytes[at++] ?? 0;
      if (codeBytes === 2) {
        if (at >= end) unsure('half a code');
        code = (code << 8) | (bytes[at++] ?? 0);
      }
      width = code < widths.length ? (widths[code] ?? 0) : defaultWidth;
      if (width <= 0) unsure('a character without width');
      unit = code < font.units.length ? (font.units[code] ?? 0) : 0;
      if (unit === 0) unsure('a code without a sure character');
      if (characterCount > 0) {
        if (position - origin < SAME_PLACE_EM * fontSize) unsure('characters one over the other');
        const spacing = pendingGap + alwaysSpaced;
        if (spacing > 0 && units[length - 1] !== 32 && gapIsSpace(spacing / emPage, font, width)) units[length++] = 32;
      }
      pendingGap = 0;
      origin = position;
      if (unit === SEVERAL_UNITS) {
        const sequence = font.sequences.get(code) ?? '';
        buffer.length = length;
        reserve(buffer, sequence.length + 2 * (strings.length - at) + 16);
        units = buffer.units;
        for (let index = 0; index < sequence.length; index += 1) {
          units[length++] = sequence.charCodeAt(index);
          ink |= inkOfUnit(sequence.charCodeAt(index)) & ~(INK_MIDDLE | INK_TALL);
        }
        if (characterCount === 0) firstUnit = sequence.charCodeAt(0);
        unit = sequence.charCodeAt(sequence.length - 1);
      } else {
        units[length++] = unit;
        ink |= inkOfUnit(unit);
        if (characterCount === 0) firstUnit = unit;
      }
      if (characterCount === 0) firstWidth = width;
      characterCount += 1;
      position += (width * fontSize) / 1000 + characterSpace;
      if (code === 32 && codeBytes === 1) position += wordSpace;
    }
    if (part < ends.length - 1) {
      const gap = gaps[part] ?? 0;
      position -= (gap * fontSize) / 1000;
      pendingGap = (-emPage * gap) / 1000;
    }
  }
  buffer.length = length;
  const blank = characterCount === 1 && (unit === 32 || unit === 0xa0);
  return {
    start,
    end: length,
    font,
    fontSize,
    text,
    holder: state.holder,
    holderNumber: state.holderNumber,
    itemCount: characterCount + ends.length - 1,
    characterCount,
    firstUnit,
    lastUnit: unit,
    firstWidth,
    lastWidth: width,
    lastOrigin: origin,
    endOrigin: position,
    ink,
    blank,
  };
}

/** Character spacing that all gaps of the run have in common. */
function baseSpace(strings: ShownStrings, spacePage: number, emPage: number, codeBytes: number): number {
  const gapCount = strings.ends.length - 1;
  const items = strings.length / codeBytes + gapCount;
  if (spacePage === 0 || items < 3) return 0;
  let base = spacePage;
  for (let part = 0; part < gapCount; part += 1)
    base = Math.min(base, (-emPage * (strings.gaps[part] ?? 0)) / 1000 + spacePage);
  return base < 0 || (items === 3 && gapCount > 0) ? 0 : base;
}

/** Whether a gap between two strings of one operator parts words. `gap` in font sizes. */
function gapIsSpace(gap: number, font: PdfFont, nextWidth: number): boolean {
  const byNext = shareOfWidth(nextWidth, 300, 500, 700) / 1000;
  const space = (font.spaceWidth ?? 0) / 1000;
  if (Math.abs(space - 1 / 3) < 1e-6) unsure('a space that is as wide as the bound');
  const bySpace = space === 0 || space > 1 / 3 ? byNext : space / 2;
  const parts = isWider(gap, bySpace);
  if (!font.spaceIsSure && isWider(gap, byNext) !== parts) unsure('a font whose space is not sure');
  return parts;
}

function isWider(gap: number, bound: number): boolean {
  if (Math.abs(gap - bound) < TIE) unsure('a gap that is as wide as the bound');
  return gap > bound;
}

/** The share of a character's width that still is no gap between words: narrow ones need more. */
export function shareOfWidth(width: number, narrow: number, middle: number, wide: number): number {
  if (width < narrow) return width / 2;
  if (width < middle) return width / 4;
  return width < wide ? width / 5 : width / 6;
}
