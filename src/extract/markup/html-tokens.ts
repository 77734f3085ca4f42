import { Tokenizer } from 'htmlparser2';
import { createPlainTags } from './plain-tag.ts';

/** What stands in HTML, in order. Names are in small letters, values and texts decoded; one stretch of text may come in pieces. */
export interface HtmlEvents {
  openTag(name: string): void;
  attribute(name: string, value: string): void;
  openTagEnd(isSelfClosing: boolean): void;
  closeTag(name: string): void;
  text(text: string): void;
  /** Comments, declarations, instructions, and what of an attribute is too long for one. */
  aside(text: string): void;
}

export interface HtmlTokens {
  write(text: string): void;
  end(): void;
}

/** The longest comment or tag that is kept while its end has not come. */
const KEEP_LENGTH = 256 * 1024;

const ATTRIBUTE_LENGTH_MAX = 32 * 1024;

/** Elements whose content is no markup; the tokenizer knows the same ones. */
const RAW: ReadonlySet<string> = new Set(['script', 'style', 'title', 'textarea', 'xmp']);

/**
 * HTML (https://html.spec.whatwg.org/multipage/parsing.html) as events. Text without references and tags written in the usual way
 * are read here; everything else is handed to the tokenizer of htmlparser2, stretch by stretch, until it stands in text again.
 */
export function createHtmlTokens(events: HtmlEvents): HtmlTokens {
  /** Whether the tokenizer stands in text, so that what comes may be read without it. */
  let isInText = true;
  /** Raw element that is open, or nothing. */
  let raw = '';
  /** What the tokenizer was given since it last stood in text, and where that begins in all that it was given. */
  let held = '';
  let heldFrom = 0;
  let last = '';
  let lastFrom = 0;
  /** Behind the last tag or comment that ended. */
  let endedAt = -1;
  let tag = '';
  let attributeName = '';
  let attributeValue = '';

  const piece = (start: number, end: number): string => {
    // At the end of a text that is cut off in a tag, nothing has begun.
    if (start < 0) return '';
    if (start >= lastFrom) return last.slice(start - lastFrom, end - lastFrom);
    return held.slice(Math.max(0, start - heldFrom), Math.max(0, end - heldFrom));
  };
  const ended = (end: number): void => {
    endedAt = end + 1;
  };
  const aside = (start: number, end: number): void => {
    events.aside(piece(start, end));
    ended(end);
  };
  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      onopentagname(start, end) {
        tag = piece(start, end).toLowerCase();
        events.openTag(tag);
      },
      onopentagend(end) {
        if (RAW.has(tag)) raw = tag;
        events.openTagEnd(false);
        ended(end);
      },
      onselfclosingtag(end) {
        events.openTagEnd(true);
        ended(end);
      },
      onclosetag(start, end) {
        const name = piece(start, end).toLowerCase();
        if (name === raw) raw = '';
        events.closeTag(name);
        const close = last.indexOf('>', end - lastFrom);
        if (close >= 0) ended(lastFrom + close);
      },
      ontext: (start, end) => events.text(piece(start, end)),
      ontextentity: (code) => events.text(String.fromCodePoint(code)),
      onattribname(start, end) {
        attributeName = piece(start, end).toLowerCase();
        attributeValue = '';
      },
      onattribdata(start, end) {
        if (attributeValue.length < ATTRIBUTE_LENGTH_MAX) attributeValue += piece(start, end);
        else events.aside(piece(start, end));
      },
      onattribentity(code) {
        attributeValue += String.fromCodePoint(code);
      },
      onattribend: () => events.attribute(attributeName, attributeValue),
      oncomment: aside,
      oncdata: (start, end) => events.text(piece(start, end)),
      ondeclaration: aside,
      onprocessinginstruction: aside,
      onend() {},
    },
  );
  /** `endsInText`: known of a stretch without tags. */
  const give = (text: string, endsInText: boolean): void => {
    const from = lastFrom + last.length;
    if (isInText) {
      held = text;
      heldFrom = from;
    } else {
      if (held.length > 2 * KEEP_LENGTH) {
        heldFrom += held.length - KEEP_LENGTH;
        held = held.slice(-KEEP_LENGTH);
      }
      held += text;
    }
    last = text;
    lastFrom = from;
    tokenizer.write(text);
    isInText = endsInText || (raw === '' && endedAt === from + text.length);
  };
  const plain = createPlainTags(events, RAW);
  return {
    write(text) {
      let at = 0;
      while (at < text.length) {
        if (!isInText) {
          const end = raw === '' ? text.indexOf('>', at) + 1 : rawEnd(text, at, raw);
          give(text.slice(at, end > 0 ? end : text.length), false);
          at = end > 0 ? end : text.length;
          continue;
        }
        const end = nextTag(text, at);
        if (end > at) {
          const run = text.slice(at, end);
          const reference = run.lastIndexOf('&');
          if (reference < 0) events.text(run);
          else if (/^&[#0-9A-Za-z]*$|<$/.test(run.slice(reference))) {
            // What comes next says whether it is one.
            const close = text.indexOf('>', end) + 1;
            give(text.slice(at, close > 0 ? close : text.length), false);
            at = close > 0 ? close : text.length;
            continue;
          } else give(run, true);
          at = end;
          continue;
        }
        const close = plain.read(text, at);
        if (close > 0) at = close;
        else {
          const to = stretchEnd(text, at);
          give(text.slice(at, to), false);
          at = to;
        }
      }
    },
    end() {
      tokenizer.end();
    },
  };
}

/** The next `<` that may begin a tag or a comment, or the end. */
function nextTag(text: string, from: number): number {
  for (let at = text.indexOf('<', from); at >= 0; at = text.indexOf('<', at + 1))
    if (at + 1 >= text.length || /[A-Za-z/!?]/.test(text.charAt(at + 1))) return at;
  return text.length;
}

/** Behind the tag that begins at `from`, or behind what looked like one. */
function stretchEnd(text: string, from: number): number {
  if (/[A-Za-z]/.test(text.charAt(from + 1))) {
    let quote = '';
    for (let at = from + 1; at < text.length; at += 1) {
      const sign = text[at] as string;
      if (quote !== '') {
        if (sign === quote) quote = '';
      } else if (sign === '>') return at + 1;
      else if ((sign === '"' || sign === "'") && text[at - 1] === '=') quote = sign;
    }
    return text.length;
  }
  const close = text.indexOf('>', from);
  return close < 0 ? text.length : close + 1;
}

/** Behind the tag that closes a raw element, or 0. */
function rawEnd(text: string, from: number, raw: string): number {
  const closing = new RegExp(`</${raw}[ \\n\\t\\f\\r>]`, 'gi');
  closing.lastIndex = from;
  const found = closing.exec(text);
  return found ? text.indexOf('>', found.index) + 1 : 0;
}
