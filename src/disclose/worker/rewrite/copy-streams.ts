import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { RewriteRefused } from './rewrite-refused.ts';

/** Where a copy goes, piece by piece; nowhere while a plan is made. */
export interface CopyOutput {
  write(text: string): void;
  bytes(bytes: Uint8Array): void;
  close(): void;
}

const PIECE_BYTES = 1 << 20;
/** A record, a string or a tag longer than this is no honest one. */
export const PART_CHARS_MAX = 64 << 20;

/** @param path must not exist yet */
export function openOutput(path: string | undefined): CopyOutput {
  if (path === undefined) return { write: () => undefined, bytes: () => undefined, close: () => undefined };
  const descriptor = writing(() => openSync(path, 'wx', 0o600));
  let pending: string[] = [];
  let length = 0;
  const flush = (): void => {
    if (length > 0) writeAll(descriptor, Buffer.from(pending.join('')));
    [pending, length] = [[], 0];
  };
  return {
    write(text) {
      pending.push(text);
      length += text.length;
      if (length >= PIECE_BYTES) flush();
    },
    bytes(bytes) {
      flush();
      writeAll(descriptor, bytes);
    },
    close() {
      try {
        flush();
      } finally {
        closeSync(descriptor);
      }
    },
  };
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writing(() => writeSync(descriptor, bytes, at));
}

/** A full disk or a folder that is not there is for the operator. */
function writing<T>(step: () => T): T {
  try {
    return step();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new RewriteRefused(`the copy cannot be written (${code})`, 'Name another place');
  }
}

/** Pieces of a file; each is valid until the next one. */
export function* bytePieces(path: string): Generator<Buffer> {
  const descriptor = openSync(path, 'r');
  const buffer = Buffer.alloc(PIECE_BYTES);
  try {
    for (let length = readSync(descriptor, buffer); length > 0; length = readSync(descriptor, buffer))
      yield buffer.subarray(0, length);
  } finally {
    closeSync(descriptor);
  }
}

/** UTF-8 with or without a mark, which stays; anything else would not come back byte for byte. */
export function* utf8Pieces(path: string): Generator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const decoded = (bytes?: Buffer): string => {
    try {
      const text = bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
      if (!text.includes('\u0000')) return text;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
    throw new RewriteRefused('the file is not UTF-8', 'Save it as UTF-8 first');
  };
  for (const bytes of bytePieces(path)) yield decoded(bytes);
  yield decoded();
}

/** A stretch of a text that is read as it is needed, so that memory does not grow with the file. */
export interface TextWindow {
  /** The next character, or '' at the end. */
  peek(): string;
  startsWith(words: string): boolean;
  /** Takes characters as long as they are in the set; one call takes all. */
  takeWhile(holds: (code: number) => boolean): string;
  /** Takes up to and with the end that `endOf` finds; nothing where it finds none. @param endOf given text and start, or -1 */
  takeTo(endOf: (text: string, from: number) => number): string | undefined;
}

export function textWindow(pieces: Iterator<string>): TextWindow {
  let text = '';
  let at = 0;
  let ended = false;
  const more = (): boolean => {
    if (ended) return false;
    const { value, done } = pieces.next();
    if (done) ended = true;
    else [text, at] = [text.slice(at) + value, 0];
    if (text.length > PART_CHARS_MAX)
      throw new RewriteRefused('a part of the file is longer than 64 MB, or never ends', 'Export the file again');
    return !ended;
  };
  const take = (end: number): string => {
    const taken = text.slice(at, end);
    at = end;
    return taken;
  };
  return {
    peek() {
      while (at >= text.length && more());
      return text.charAt(at);
    },
    startsWith(words) {
      while (text.length - at < words.length && more());
      return text.startsWith(words, at);
    },
    takeWhile(holds) {
      let end = at;
      for (;;) {
        while (end < text.length && holds(text.charCodeAt(end))) end += 1;
        if (end < text.length) return take(end);
        const length = end - at;
        if (!more()) return take(text.length);
        end = at + length;
      }
    },
    takeTo(endOf) {
      for (;;) {
        const end = endOf(text, at);
        if (end >= 0) return take(end);
        if (!more()) return undefined;
      }
    },
  };
}
