import type { SheetContext } from './sheet-reader.ts';

/** A cell that was read. */
export interface PlainCell {
  /** 0-based; -1 where the cell does not say. */
  column: number;
  value: string;
}

const QUOTE = 34;
const AMPERSAND = 38;
const LESS = 60;
const GREATER = 62;
const UNDERSCORE = 95;
const NUMBER = 110;
const BOOLEAN = 98;
const SHARED = 115;
/** Types of more than one letter; no letter has these numbers. */
const TEXT = 1;
const INLINE = 2;

/** What has this length or less and no exponent is shown as it is stored. */
const SHOWN_LENGTH_MAX = 11;

/**
 * Reads a cell (ECMA-376 part 1, 18.3.1.4) that is written as programs usually do: a value or one run of text, no formula, nothing
 * to decode. `text` has one character for each of `bytes`, and `start` is where `<c` stands. Gives the position behind the cell; 0
 * where it is written in another way or not complete, and then nothing in `cell` has changed.
 */
export function readPlainCell(
  text: string,
  bytes: Buffer,
  start: number,
  context: SheetContext,
  cell: PlainCell,
): number {
  let at = start + 2;
  let column = -1;
  let style = 0;
  let type = NUMBER;
  for (let code = text.charCodeAt(at); code !== GREATER; code = text.charCodeAt(at)) {
    if (code !== 32 || text.charCodeAt(at + 2) !== 61 || text.charCodeAt(at + 3) !== QUOTE) return 0;
    const name = text.charCodeAt(at + 1);
    at += 4;
    let value = text.charCodeAt(at);
    if (name === 114) {
      let letters = 0;
      for (; value >= 65 && value <= 90; value = text.charCodeAt(++at)) letters = letters * 26 + value - 64;
      while (value >= 48 && value <= 57) value = text.charCodeAt(++at);
      column = letters - 1;
    } else if (name === 115) {
      for (; value >= 48 && value <= 57; value = text.charCodeAt(++at)) style = style * 10 + value - 48;
    } else if (name === 116) {
      if (text.charCodeAt(at + 1) === QUOTE) {
        type = value;
        at += 1;
      } else if (text.startsWith('inlineStr"', at)) {
        type = INLINE;
        at += 9;
      } else if (text.startsWith('str"', at)) {
        type = TEXT;
        at += 3;
      } else return 0;
      value = QUOTE;
    } else return 0;
    if (value !== QUOTE) return 0;
    at += 1;
  }
  at += 1;
  if (type === INLINE) {
    if (!text.startsWith('<is><t', at)) return 0;
    at += 6;
    if (text.charCodeAt(at) === GREATER) at += 1;
    else if (text.startsWith(' xml:space="preserve">', at)) at += 22;
    else return 0;
  } else if (text.startsWith('<v>', at)) at += 3;
  else return 0;

  const from = at;
  let all = 0;
  let escaped = false;
  let code = text.charCodeAt(at);
  for (; code !== LESS; code = text.charCodeAt(++at)) {
    if (code === AMPERSAND || at >= text.length) return 0;
    if (code === UNDERSCORE) escaped = true;
    all |= code;
  }
  if (type === INLINE) {
    if (!text.startsWith('</t></is></c>', at)) return 0;
  } else if (!text.startsWith('</v></c>', at)) return 0;

  if (type === NUMBER) {
    if (all >= 128) return 0;
    const raw = text.slice(from, at);
    const format = context.formats[style] ?? context.general;
    cell.value = format === context.general && at - from <= SHOWN_LENGTH_MAX && (all & 64) === 0 ? raw : format(raw);
  } else if (type === SHARED) {
    const index = wholeNumber(text, from, at);
    if (index < 0) return 0;
    cell.value = context.strings.get(index);
  } else if (type === TEXT || type === INLINE) {
    if (escaped) return 0;
    cell.value = all >= 128 ? bytes.toString('utf8', from, at) : text.slice(from, at);
  } else if (type === BOOLEAN) cell.value = at - from === 1 && text.charCodeAt(from) === 49 ? 'TRUE' : 'FALSE';
  else return 0;
  cell.column = column;
  return at + (type === INLINE ? 13 : 8);
}

/** -1 where the digits are none, too many or not only digits. */
function wholeNumber(text: string, from: number, to: number): number {
  if (to === from || to - from > 10) return -1;
  let number = 0;
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}
