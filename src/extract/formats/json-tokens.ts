/**
 * JSON (RFC 8259, https://www.rfc-editor.org/rfc/rfc8259) as a stream of events, with tolerance: several values after each other
 * (JSON lines), comments, trailing commas and cut-off text all give what can be read. Numbers stay as written.
 */
export interface JsonEvents {
  open(kind: '{' | '['): void;
  close(): void;
  key(name: string): void;
  value(text: string): void;
}

export interface JsonTokenizer {
  write(text: string): void;
  end(): void;
}

/** A string longer than this is handed on in pieces. */
const STRING_LENGTH_MAX = 512 * 1024;

export function createJsonTokenizer(events: JsonEvents): JsonTokenizer {
  let carry = '';
  // For each open object or array: does a string here stand for a key?
  const stack: boolean[] = [];
  let expectKey = false;

  const take = (text: string, final: boolean): number => {
    let at = 0;
    while (at < text.length) {
      const code = text.charCodeAt(at);
      if (code === 34 || code === 39) {
        const close = stringEnd(text, at + 1, code);
        if (close < 0 && !final && text.length - at < STRING_LENGTH_MAX) return at;
        const end = close < 0 ? text.length : close;
        const string = plainString(text.slice(at + 1, end));
        at = end + 1;
        if (expectKey) {
          events.key(string);
          expectKey = false;
        } else events.value(string);
      } else if (code === 123 || code === 91) {
        const isObject = code === 123;
        stack.push(isObject);
        events.open(isObject ? '{' : '[');
        expectKey = isObject;
        at += 1;
      } else if (code === 125 || code === 93) {
        if (stack.length > 0) {
          stack.pop();
          events.close();
        }
        expectKey = false;
        at += 1;
      } else if (code === 44) {
        expectKey = stack[stack.length - 1] ?? false;
        at += 1;
      } else if (code <= 32 || code === 58 || code === 0xfeff) at += 1;
      else {
        const end = bareEnd(text, at);
        if (end === text.length && !final && end - at < STRING_LENGTH_MAX) return at;
        const word = text.slice(at, end);
        if (expectKey) {
          events.key(word);
          expectKey = false;
        } else if (word !== 'null' && word !== 'true' && word !== 'false') events.value(word);
        at = end;
      }
    }
    return at;
  };
  return {
    write(text) {
      const joined = carry + text;
      carry = joined.slice(take(joined, false));
    },
    end() {
      take(carry, true);
      carry = '';
      while (stack.length > 0) {
        stack.pop();
        events.close();
      }
    },
  };
}

function stringEnd(text: string, from: number, quote: number): number {
  const mark = String.fromCharCode(quote);
  for (let at = text.indexOf(mark, from); at >= 0; at = text.indexOf(mark, at + 1)) {
    let slashes = 0;
    while (at - 1 - slashes >= from && text.charCodeAt(at - 1 - slashes) === 92) slashes += 1;
    if (slashes % 2 === 0) return at;
  }
  return -1;
}

function bareEnd(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (
      code <= 32 ||
      code === 34 ||
      code === 44 ||
      code === 58 ||
      code === 91 ||
      code === 93 ||
      code === 123 ||
      code === 125
    )
      break;
  }
  return at;
}

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

function plainString(raw: string): string {
  if (!raw.includes('\\')) return raw;
  return raw.replace(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (_, hex: string | undefined, other: string | undefined) =>
    hex === undefined ? (ESCAPES[other ?? ''] ?? other ?? '') : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
