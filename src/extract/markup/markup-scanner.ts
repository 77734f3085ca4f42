import { decodeEntities } from './entities.ts';

/**
 * Tags and text of the XML that office programs write, several times faster than a validating parser and without its errors:
 * broken markup gives what can be read. No entity is ever looked up. Names keep their usual prefix (`w:t`).
 */
export interface MarkupEvents {
  /** `attributes` is the raw text between name and end of the tag: `attribute` reads it. */
  open(name: string, attributes: string, selfClosing: boolean): void;
  close(name: string): void;
  /** Decoded; one stretch of text may come in pieces. */
  text(text: string): void;
}

export interface MarkupScanner {
  write(text: string): void;
  end(): void;
}

/** A tag longer than this is not one. */
const TAG_LENGTH_MAX = 4 * 1024 * 1024;

export function createMarkupScanner(events: MarkupEvents): MarkupScanner {
  let carry = '';

  /** Reads what is complete and gives how far it got. */
  const take = (text: string, final: boolean): number => {
    let at = 0;
    while (at < text.length) {
      const tag = text.indexOf('<', at);
      if (tag !== at) {
        const end = tag < 0 ? (final ? text.length : safeTextEnd(text, at)) : tag;
        if (end > at) events.text(decodeEntities(text.slice(at, end)));
        if (tag < 0) return end;
        at = tag;
      }
      const next = text.charCodeAt(at + 1);
      if (next === 33 || next === 63) {
        const end = specialEnd(text, at);
        if (end < 0) {
          if (!final && text.length - at < TAG_LENGTH_MAX) return at;
          return text.length;
        }
        if (text.startsWith('<![CDATA[', at)) events.text(text.slice(at + 9, end - 3));
        at = end;
        continue;
      }
      const close = tagEnd(text, at + 1);
      if (close < 0) {
        if (!final && text.length - at < TAG_LENGTH_MAX) return at;
        events.text(decodeEntities(text.slice(at + 1)));
        return text.length;
      }
      emitTag(text, at, close, next === 47);
      at = close + 1;
    }
    return at;
  };
  const emitTag = (text: string, start: number, close: number, closing: boolean): void => {
    if (closing) {
      events.close(text.slice(start + 2, close).trimEnd());
      return;
    }
    const selfClosing = text.charCodeAt(close - 1) === 47;
    const end = selfClosing ? close - 1 : close;
    let nameEnd = start + 1;
    while (nameEnd < end && text.charCodeAt(nameEnd) > 32) nameEnd += 1;
    const name = text.slice(start + 1, nameEnd);
    events.open(name, nameEnd < end ? text.slice(nameEnd, end) : '', selfClosing);
    if (selfClosing) events.close(name);
  };
  return {
    write(text) {
      const joined = carry.length > 0 ? carry + text : text;
      carry = joined.slice(take(joined, false));
    },
    end() {
      take(carry, true);
      carry = '';
    },
  };
}

/** Text that may go on with the rest of a character reference waits for it. */
function safeTextEnd(text: string, from: number): number {
  const mark = text.lastIndexOf('&');
  return mark >= from && text.length - mark < 12 && !text.includes(';', mark) ? mark : text.length;
}

/** Position of the '>' that ends a tag; a '>' inside quotes does not. Looks at no character twice. */
function tagEnd(text: string, from: number): number {
  let at = from;
  for (let close = text.indexOf('>', at); close >= 0; close = text.indexOf('>', at)) {
    let quote = -1;
    for (; at < close; at += 1) {
      if (text.charCodeAt(at) === 34) {
        quote = at;
        break;
      }
    }
    if (quote < 0) return close;
    const closing = text.indexOf('"', quote + 1);
    if (closing < 0) return -1;
    at = closing + 1;
  }
  return -1;
}

/** Position after a comment, CDATA section, declaration or processing instruction; -1 when it is not complete. */
function specialEnd(text: string, at: number): number {
  const terminator = text.startsWith('<!--', at)
    ? '-->'
    : text.startsWith('<![CDATA[', at)
      ? ']]>'
      : text.startsWith('<?', at)
        ? '?>'
        : '>';
  if ('<![CDATA['.startsWith(text.slice(at)) || '<!--'.startsWith(text.slice(at))) return -1;
  const end = text.indexOf(terminator, at + 2);
  return end < 0 ? -1 : end + terminator.length;
}

/** Value of an attribute in the raw text of a tag. */
export function attribute(attributes: string, name: string): string | undefined {
  for (let at = attributes.indexOf(name); at >= 0; at = attributes.indexOf(name, at + 1)) {
    if (at > 0 && attributes.charCodeAt(at - 1) > 32) continue;
    let equals = at + name.length;
    while (attributes.charCodeAt(equals) <= 32) equals += 1;
    if (attributes.charCodeAt(equals) !== 61) continue;
    let open = equals + 1;
    while (attributes.charCodeAt(open) <= 32) open += 1;
    const quote = attributes[open];
    if (quote !== '"' && quote !== "'") continue;
    const close = attributes.indexOf(quote, open + 1);
    return decodeEntities(attributes.slice(open + 1, close < 0 ? undefined : close));
  }
  return undefined;
}

/** All attributes, in order. */
export function attributesOf(attributes: string): [string, string][] {
  const all: [string, string][] = [];
  let from = 0;
  for (let equals = attributes.indexOf('='); equals >= 0; equals = attributes.indexOf('=', from)) {
    let nameEnd = equals;
    while (nameEnd > from && isSpace(attributes.charCodeAt(nameEnd - 1))) nameEnd -= 1;
    let nameStart = nameEnd;
    while (nameStart > from && !isSpace(attributes.charCodeAt(nameStart - 1))) nameStart -= 1;
    let open = equals + 1;
    while (isSpace(attributes.charCodeAt(open))) open += 1;
    const quote = attributes.charCodeAt(open);
    const close = quote === 34 || quote === 39 ? attributes.indexOf(quote === 34 ? '"' : "'", open + 1) : -1;
    from = close < 0 ? equals + 1 : close + 1;
    if (close < 0 || nameStart === nameEnd) continue;
    all.push([attributes.slice(nameStart, nameEnd), decodeEntities(attributes.slice(open + 1, close))]);
  }
  return all;
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}
