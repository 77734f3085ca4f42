import type { PdfFile } from './pdf-file.ts';
import type { PdfDictionary, PdfValue } from './pdf-values.ts';
import { isDictionary, isStream, unsure } from './pdf-values.ts';
import { encodingUnits, glyphUnit, isSimpleEncoding } from './simple-encodings.ts';
import { standardWidths } from './standard-widths.ts';
import type { ToUnicode } from './to-unicode.ts';
import { readToUnicode } from './to-unicode.ts';

const FLAG_SYMBOLIC = 4;
const FLAG_ALL_CAPITALS = 1 << 16;
const WIDTHS_MAX = 65_536;

/** Stands in `units` for a code of several characters. */
export const SEVERAL_UNITS = 0xffff;

/** What is needed of a font to read text: ISO 32000-1:2008, 9.6 and 9.7. */
export interface PdfFont {
  readonly codeBytes: 1 | 2;
  /** UTF-16 unit of a code: 0 where it is not sure, `SEVERAL_UNITS` where it is in `sequences`. */
  readonly units: Uint16Array;
  readonly sequences: ReadonlyMap<number, string>;
  /** Thousandths of the font size, whole numbers as PDFium takes them. */
  readonly widths: Int16Array;
  readonly defaultWidth: number;
  /** Width of the space; nothing where the font has none. */
  readonly spaceWidth: number | undefined;
  /** Whether PDFium sees that space; where the font program decides, it may see none. */
  readonly spaceIsSure: boolean;
}

/** @throws UnsureReading where codes are not sure to be read as PDFium reads them */
export function loadFont(file: PdfFile, dictionary: PdfDictionary): PdfFont {
  const subtype = file.resolve(dictionary.get('Subtype'));
  if (subtype === 'Type0') return loadComposite(file, dictionary);
  if (subtype === 'Type1' || subtype === 'MMType1' || subtype === 'TrueType')
    return loadSimple(file, dictionary, subtype);
  return unsure('a font of another kind');
}

function loadComposite(file: PdfFile, dictionary: PdfDictionary): PdfFont {
  if (file.resolve(dictionary.get('Encoding')) !== 'Identity-H') unsure('a composite font with another encoding');
  const listed = file.resolve(dictionary.get('DescendantFonts'));
  const descendant = Array.isArray(listed) && listed.length === 1 ? file.dictionary(listed[0]) : undefined;
  const descriptor = file.dictionary(descendant?.get('FontDescriptor'));
  if (!descendant || !isEmbedded(file, descriptor)) return unsure('a composite font that is not embedded');
  const toUnicode = toUnicodeOf(file, dictionary);
  if (!toUnicode) return unsure('a composite font without characters');
  const { widths, defaultWidth } = compositeWidths(file, descendant);
  const { units, sequences } = unitsOf(toUnicode, 0x10000);
  const space = spaceOf(toUnicode) ?? 0;
  const spaceWidth = space < widths.length ? widths[space] : defaultWidth;
  return { codeBytes: 2, units, sequences, widths, defaultWidth, spaceWidth, spaceIsSure: true };
}

function isEmbedded(file: PdfFile, descriptor: PdfDictionary | undefined): boolean {
  return ['FontFile', 'FontFile2', 'FontFile3'].some((key) => isStream(file.resolve(descriptor?.get(key))));
}

function toUnicodeOf(file: PdfFile, dictionary: PdfDictionary): ToUnicode | undefined {
  const stream = file.resolve(dictionary.get('ToUnicode'));
  if (stream === null) return undefined;
  return isStream(stream) ? readToUnicode(file.unpacked(stream)) : unsure('a map of characters by name');
}

/** Lowest code of a space; what PDFium looks for. */
function spaceOf(toUnicode: ToUnicode): number | undefined {
  let lowest: number | undefined;
  for (const [code, text] of toUnicode)
    if (text === ' ' && code > 0 && (lowest === undefined || code < lowest)) lowest = code;
  return lowest;
}

function compositeWidths(file: PdfFile, descendant: PdfDictionary): { widths: Int16Array; defaultWidth: number } {
  const given = file.resolve(descendant.get('DW'));
  const defaultWidth = given === null ? 1000 : whole(given);
  const entries: [first: number, last: number, width: number | number[]][] = [];
  const listed = file.resolve(descendant.get('W'));
  const list = listed === null ? [] : Array.isArray(listed) ? listed.map(file.resolve) : unsure('odd widths');
  let size = 0;
  for (let at = 0; at < list.length; ) {
    const first = whole(list[at] ?? null);
    const next = list[at + 1] ?? null;
    const each = Array.isArray(next) ? next.map((value) => whole(file.resolve(value))) : undefined;
    const last = each ? first + each.length - 1 : whole(next);
    entries.push([first, last, each ?? whole(list[at + 2] ?? null)]);
    at += each ? 2 : 3;
    if (first < 0 || last < first - 1 || last >= WIDTHS_MAX || entries.length > WIDTHS_MAX) unsure('odd widths');
    size = Math.max(size, last + 1);
  }
  const widths = new Int16Array(size).fill(defaultWidth);
  // The first entry that has a code counts.
  for (const [first, last, width] of entries.reverse())
    for (let code = first; code <= last; code += 1)
      widths[code] = typeof width === 'number' ? width : (width[code - first] ?? 0);
  return { widths, defaultWidth };
}

function whole(value: PdfValue): number {
  return typeof value === 'number' && Math.abs(value) < 32_000 ? Math.trunc(value) : unsure('odd widths');
}

function loadSimple(file: PdfFile, dictionary: PdfDictionary, subtype: 'Type1' | 'MMType1' | 'TrueType'): PdfFont {
  const descriptor = file.dictionary(dictionary.get('FontDescriptor'));
  const embedded = isEmbedded(file, descriptor);
  const flagged = file.resolve(descriptor?.get('Flags'));
  const flags = typeof flagged === 'number' ? flagged : 0;
  if (!embedded && (flags & FLAG_ALL_CAPITALS) !== 0) unsure('a font of capitals that is not embedded');
  const name = file.resolve(dictionary.get('BaseFont'));
  if (typeof name !== 'string' || (!embedded && /symbol|dingbat/i.test(name))) return unsure('a font of signs');
  const symbolic = (flags & FLAG_SYMBOLIC) !== 0;
  const encoded = simpleUnits(file, dictionary, subtype === 'TrueType', embedded || symbolic);
  const toUnicode = toUnicodeOf(file, dictionary);
  const widths = simpleWidths(file, dictionary, descriptor, name, encoded);
  const { units, sequences } = unitsOf(toUnicode ?? new Map(), 256);
  for (let code = 0; code < 256; code += 1)
    if (!toUnicode?.has(code)) units[code] = sureUnit(encoded[code] ?? 0) ? (encoded[code] ?? 0) : 0;
    // The outlines of a font that is not embedded are those of other characters than its map says.
    else if (!embedded && units[code] !== encoded[code]) units[code] = 0;
  // Ligatures of the encoding come apart as those of the map do.
  for (let code = 0; code < 256; code += 1) {
    const parts = LIGATURES.get(units[code] ?? 0);
    if (!parts) continue;
    units[code] = SEVERAL_UNITS;
    (sequences as Map<number, string>).set(code, parts);
  }
  const mapped = toUnicode ? spaceOf(toUnicode) : undefined;
  const found = mapped ?? encoded.indexOf(32);
  return {
    codeBytes: 1,
    units,
    sequences,
    widths,
    defaultWidth: 0,
    spaceWidth: found >= 0 ? (widths[found] ?? 0) : (widths[32] ?? 0) !== 0 ? (widths[32] ?? 0) : undefined,
    spaceIsSure: found >= 0 || (widths[32] ?? 0) === 0,
  };
}

/** Characters by the encoding of the font; 0 where they depend on the font program. */
function simpleUnits(file: PdfFile, dictionary: PdfDictionary, trueType: boolean, ownEncoding: boolean): Uint16Array {
  const encoding = file.resolve(dictionary.get('Encoding'));
  const named = isDictionary(encoding) ? file.resolve(encoding.get('BaseEncoding')) : encoding;
  if (named !== null && !isSimpleEncoding(named)) return unsure('another encoding');
  const units =
    named !== null
      ? encodingUnits(named)
      : ownEncoding || trueType
        ? new Uint16Array(256)
        : encodingUnits('StandardEncoding');
  // A font program without names or tables for them is read by its codes: only ASCII is then the same.
  if (trueType) units.fill(0, 127);
  const differences = isDictionary(encoding) ? file.resolve(encoding.get('Differences')) : null;
  if (differences === null) return units;
  if (!Array.isArray(differences)) return unsure('another encoding');
  let code = 0;
  for (const item of differences.map(file.resolve)) {
    if (typeof item === 'number') code = item;
    else if (typeof item === 'string') {
      const unit = glyphUnit(item);
      if (code >= 0 && code < 256) units[code] = trueType && unit !== code ? 0 : unit;
      code += 1;
    } else unsure('another encoding');
  }
  return units;
}

function simpleWidths(
  file: PdfFile,
  dictionary: PdfDictionary,
  descriptor: PdfDictionary | undefined,
  name: string,
  encoded: Uint16Array,
): Int16Array {
  const widths = new Int16Array(256);
  const listed = file.resolve(dictionary.get('Widths'));
  if (Array.isArray(listed)) {
    const missing = file.resolve(descriptor?.get('MissingWidth'));
    if (missing !== null) widths.fill(whole(missing));
    const first = file.resolve(dictionary.get('FirstChar')) ?? 0;
    if (typeof first !== 'number' || first < 0 || first > 255) return unsure('odd widths');
    listed.forEach((value, index) => {
      if (first + index < 256) widths[first + index] = whole(file.resolve(value));
    });
    return widths;
  }
  const standard = descriptor ? undefined : standardWidths(name);
  if (!standard) return unsure('a font without widths');
  encoded.forEach((unit, code) => {
    widths[code] = standard[unit - 32] ?? 0;
  });
  return widths;
}

const LIGATURES = new Map([
  [0xfb00, 'ff'],
  [0xfb01, 'fi'],
  [0xfb02, 'fl'],
  [0xfb03, 'ffi'],
  [0xfb04, 'ffl'],
]);

/** Whether a character is read the same by both: no control, no soft hyphen, no surrogate, no script from right to left. */
function sureUnit(unit: number): boolean {
  if (unit < 0x0590) return unit >= 32 && (unit < 0x7f || unit > 0x9f) && unit !== 0xad;
  if (unit <= 0x08ff || (unit >= 0x200b && unit <= 0x200f) || (unit >= 0x2028 && unit <= 0x202f)) return false;
  if (unit >= 0x2060 && unit <= 0x206f) return false;
  return unit < 0xd800 || (unit >= 0xe000 && unit < 0xfb05);
}

function unitsOf(toUnicode: ToUnicode, size: number): { units: Uint16Array; sequences: Map<number, string> } {
  let last = size === 256 ? 255 : 0;
  for (const code of toUnicode.keys()) if (code > last && code < size) last = code;
  const units = new Uint16Array(last + 1);
  const sequences = new Map<number, string>();
  for (const [code, text] of toUnicode) {
    if (code >= size || ![...text].every((character) => sureUnit(character.charCodeAt(0)) && character.length === 1))
      continue;
    const parts = [...text].map((character) => LIGATURES.get(character.charCodeAt(0)) ?? character).join('');
    units[code] = parts.length === 1 ? parts.charCodeAt(0) : parts === '' ? 0 : SEVERAL_UNITS;
    if (parts.length > 1) sequences.set(code, parts);
  }
  return { units, sequences };
}
