import type { HtmlEvents } from './html-tokens.ts';

/** Reads tags that are written in the usual way. */
export interface PlainTags {
  /** Tells of the tag that begins at `from` and gives the place behind it; 0 when it is written in another way or has no end. */
  read(text: string, from: number): number;
}

/** Names of elements and attributes that are remembered; a page has some dozens. */
const NAMES_MAX = 2000;

const BLANK = 0x20;
const QUOTE = 0x22;
const AMPERSAND = 0x26;
const APOSTROPHE = 0x27;
const SLASH = 0x2f;
const EQUALS = 0x3d;
const CLOSE = 0x3e;

/** `raw`: elements that are left to the other reader. */
export function createPlainTags(events: HtmlEvents, raw: ReadonlySet<string>): PlainTags {
  const small = new Map<string, string>();
  const nameOf = (text: string, from: number, to: number): string => {
    const written = text.slice(from, to);
    let name = small.get(written);
    if (name === undefined) {
      name = written.toLowerCase();
      if (small.size < NAMES_MAX) small.set(written, name);
    }
    return name;
  };
  const names: string[] = [];
  const values: string[] = [];

  const readClosing = (text: string, from: number): number => {
    if (!isLetter(text.charCodeAt(from))) return 0;
    let at = from + 1;
    while (at < text.length && !isBlank(text.charCodeAt(at)) && text.charCodeAt(at) !== CLOSE) at += 1;
    if (text.charCodeAt(at) !== CLOSE) return 0;
    events.closeTag(nameOf(text, from, at));
    return at + 1;
  };
  return {
    read(text, from) {
      const first = text.charCodeAt(from + 1);
      if (first === SLASH) return readClosing(text, from + 2);
      if (!isLetter(first)) return 0;
      let at = from + 2;
      while (at < text.length && !endsName(text.charCodeAt(at))) at += 1;
      if (at >= text.length) return 0;
      const name = nameOf(text, from + 1, at);
      if (raw.has(name)) return 0;
      names.length = 0;
      values.length = 0;
      for (;;) {
        while (isBlank(text.charCodeAt(at))) at += 1;
        if (at >= text.length) return 0;
        const code = text.charCodeAt(at);
        if (code === CLOSE || code === SLASH) break;
        const start = at;
        // An equals sign that begins a name belongs to it only for the other reader.
        if (code === EQUALS) return 0;
        while (at < text.length && text.charCodeAt(at) !== EQUALS && !endsName(text.charCodeAt(at))) at += 1;
        const quote = text.charCodeAt(at + 1);
        if (text.charCodeAt(at) !== EQUALS || (quote !== QUOTE && quote !== APOSTROPHE)) return 0;
        const close = valueEnd(text, at + 2, quote);
        if (close < 0) return 0;
        names.push(nameOf(text, start, at));
        values.push(text.slice(at + 2, close));
        at = close + 1;
      }
      const isSelfClosing = text.charCodeAt(at) === SLASH;
      if (isSelfClosing && text.charCodeAt(at + 1) !== CLOSE) return 0;
      events.openTag(name);
      for (let i = 0; i < names.length; i += 1) events.attribute(names[i] as string, values[i] as string);
      events.openTagEnd(isSelfClosing);
      return at + (isSelfClosing ? 2 : 1);
    },
  };
}

/** Where a value without references ends; -1 for others. */
function valueEnd(text: string, from: number, quote: number): number {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) return at;
    if (code === AMPERSAND) return -1;
  }
  return -1;
}

function isBlank(code: number): boolean {
  return code === BLANK || (code >= 0x09 && code <= 0x0d && code !== 0x0b);
}

function endsName(code: number): boolean {
  return code === SLASH || code === CLOSE || isBlank(code);
}

function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
}
