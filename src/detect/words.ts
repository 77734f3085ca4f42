/** A word of folded text: lower-case letters, `#`, or a short number; `start` and `end` are offsets in the text. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Words of `text` between `from` and `to`: letter runs, cut where camelCase turns (`employeeSSN` is two words), `#`, and
 * numbers of one or two digits. Everything else only separates.
 */
export function wordsOf(text: string, from: number, to: number): Word[] {
  const words: Word[] = [];
  let at = from;
  while (at < to) {
    const code = text.charCodeAt(at);
    if (isLetter(code)) {
      const end = letterRunEnd(text, at, to);
      if (!isHexPiece(text, at, end)) words.push({ text: text.slice(at, end).toLowerCase(), start: at, end });
      at = end;
    } else if (isDigit(code)) {
      let end = at + 1;
      while (end < to && isDigit(text.charCodeAt(end))) end += 1;
      if (end - at <= 2) words.push({ text: text.slice(at, end), start: at, end });
      at = end;
    } else {
      if (code === 0x23) words.push({ text: '#', start: at, end: at + 1 });
      at += 1;
    }
  }
  return words;
}

/** `46aba`, `0f9dda`: letters after a digit that may be hexadecimal are a piece of a hash, not a word. */
function isHexPiece(text: string, at: number, end: number): boolean {
  if (at === 0 || end - at > 6 || !isDigit(text.charCodeAt(at - 1))) return false;
  for (let i = at; i < end; i += 1) {
    const code = text.charCodeAt(i) | 0x20;
    if (code < 0x61 || code > 0x66) return false;
  }
  return true;
}

function letterRunEnd(text: string, start: number, to: number): number {
  let end = start + 1;
  while (end < to) {
    const code = text.charCodeAt(end);
    if (!isLetter(code)) break;
    if (isUpper(code)) {
      // `DoD` is one word: a hump needs another letter.
      if (!isUpper(text.charCodeAt(end - 1)) && end + 1 < to && isLetter(text.charCodeAt(end + 1))) break;
      const next = end + 1 < to ? text.charCodeAt(end + 1) : 0;
      if (isLetter(next) && !isUpper(next) && end - start >= 2 && !isPluralEnd(text, end + 1, to)) break;
    }
    end += 1;
  }
  return end;
}

/** `SSNs`: the small s belongs to the capitals before it. */
function isPluralEnd(text: string, at: number, to: number): boolean {
  return text.charCodeAt(at) === 0x73 && !(at + 1 < to && isLetter(text.charCodeAt(at + 1)));
}

export function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
}

export function isUpper(code: number): boolean {
  return code >= 0x41 && code <= 0x5a;
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
