/** A cell as almost every program writes it, by positions in the text: nothing is cut out that is not asked for. */
export interface PlainCell {
  /** 0-based, -1 where the cell has no reference. */
  column: number;
  /** Cell style, 0 where there is none. */
  style: number;
  /** Number of the shared string; -1 where the cell holds a number, whose text is `from`..`to`. */
  string: number;
  from: number;
  to: number;
}

export function createPlainCell(): PlainCell {
  return { column: -1, style: 0, string: -1, from: 0, to: 0 };
}

const SPACE = 32;
const QUOTE = 34;
const LESS = 60;
const EQUALS = 61;
const GREATER = 62;
const AMPERSAND = 38;
const LETTER_N = 110;
const LETTER_R = 114;
const LETTER_S = 115;
const LETTER_T = 116;

/**
 * Fills `cell` from `<c r="B2" s="3" t="s"><v>17</v></c>` whose '<' stands at `tag`, and gives the position after it. Only numbers
 * and shared strings without a formula, with one-letter attributes (ECMA-376 part 1, 18.3.1.4). -1 for every other cell, and for
 * one that is not complete: it wants the reader that takes anything.
 */
export function readPlainCell(text: string, tag: number, cell: PlainCell): number {
  cell.column = -1;
  cell.style = 0;
  let shared = false;
  let at = tag + 2;
  while (text.charCodeAt(at) === SPACE) {
    const name = text.charCodeAt(at + 1);
    if (text.charCodeAt(at + 2) !== EQUALS || text.charCodeAt(at + 3) !== QUOTE) return -1;
    at += 4;
    if (name === LETTER_R) {
      let column = 0;
      let code = text.charCodeAt(at);
      for (; code >= 65 && code <= 90; code = text.charCodeAt(++at)) column = column * 26 + code - 64;
      for (; code >= 48 && code <= 57; code = text.charCodeAt(++at));
      cell.column = column - 1;
    } else if (name === LETTER_S) {
      let style = 0;
      for (let code = text.charCodeAt(at); code >= 48 && code <= 57; code = text.charCodeAt(++at))
        style = style * 10 + code - 48;
      cell.style = style;
    } else if (name === LETTER_T) {
      const type = text.charCodeAt(at);
      if (type !== LETTER_S && type !== LETTER_N) return -1;
      shared = type === LETTER_S;
      at += 1;
    } else return -1;
    if (text.charCodeAt(at) !== QUOTE) return -1;
    at += 1;
  }
  if (text.charCodeAt(at) !== GREATER || !text.startsWith('<v>', at + 1)) return -1;
  at += 4;
  cell.from = at;
  let number = 0;
  let code = text.charCodeAt(at);
  if (shared) {
    for (; code >= 48 && code <= 57; code = text.charCodeAt(++at)) number = number * 10 + code - 48;
    if (at === cell.from) return -1;
  } else while (code !== LESS && code !== AMPERSAND && at < text.length) code = text.charCodeAt(++at);
  if (!text.startsWith('</v></c>', at)) return -1;
  cell.to = at;
  cell.string = shared ? number : -1;
  return at + 8;
}
