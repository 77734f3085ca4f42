import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import { guessByteEncoding, tailBytes } from './detect-encoding.ts';
import { decodeCp037 } from './ebcdic.ts';

export interface DecodeOptions {
  /** As `detectEncoding` names it. */
  readonly encoding: string;
  readonly markBytes: number;
  /** Told once, when bytes that were taken for UTF-8 are not. */
  readonly onGuess?: (encoding: string) => void;
}

/**
 * Chunks of any encoding as chunks of valid UTF-8. UTF-8 passes through uncopied, except where a character crosses a chunk.
 * A chunk is valid until the next one is asked for.
 */
export async function* decodeToUtf8(chunks: AsyncIterable<Buffer>, options: DecodeOptions): AsyncIterable<Buffer> {
  let skip = options.markBytes;
  let decoder: StreamDecoder | undefined = options.encoding === 'utf-8' ? undefined : streamDecoder(options.encoding);
  let carry: Buffer = Buffer.alloc(0);
  for await (const raw of chunks) {
    const chunk = skip > 0 ? raw.subarray(skip) : raw;
    skip = Math.max(0, skip - raw.length);
    if (decoder) {
      yield Buffer.from(decoder.write(chunk), 'utf8');
      continue;
    }
    const joined = carry.length > 0 ? Buffer.concat([carry, chunk]) : chunk;
    const complete = joined.subarray(0, joined.length - tailBytes(joined));
    if (isUtf8(complete)) {
      carry = complete.length < joined.length ? Buffer.from(joined.subarray(complete.length)) : Buffer.alloc(0);
      if (complete.length > 0) yield complete;
      continue;
    }
    const encoding = mostlyUtf8(joined) ? 'utf-8' : guessByteEncoding(joined);
    options.onGuess?.(encoding);
    decoder = streamDecoder(encoding);
    carry = Buffer.alloc(0);
    yield Buffer.from(decoder.write(joined), 'utf8');
  }
  if (decoder) {
    const rest = decoder.end();
    if (rest.length > 0) yield Buffer.from(rest, 'utf8');
  } else if (carry.length > 0) {
    yield Buffer.from(carry.toString('latin1'), 'utf8');
  }
}

/** A head as text, for a first look. */
export function decodeHead(head: Buffer, encoding: string, markBytes: number): string {
  const bytes = head.subarray(markBytes);
  return encoding === 'utf-8' ? bytes.toString('utf8') : streamDecoder(encoding).write(bytes);
}

interface StreamDecoder {
  write(bytes: Buffer): string;
  end(): string;
}

function streamDecoder(encoding: string): StreamDecoder {
  if (encoding === 'cp037') return { write: decodeCp037, end: () => '' };
  // TextDecoder reads every label of the WHATWG Encoding Standard, natively; iconv-lite has the rest (UTF-32, IBM and Mac pages).
  if (!encoding.startsWith('utf-32')) {
    try {
      const decoder = new TextDecoder(encoding);
      return { write: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() };
    } catch {
      // Not a WHATWG label.
    }
  }
  const decoder = iconv.getDecoder(iconv.encodingExists(encoding) ? encoding : 'windows-1252');
  return { write: (bytes) => decoder.write(bytes), end: () => decoder.end() ?? '' };
}

/** A few broken bytes in a text that else uses UTF-8's own multi-byte forms. */
function mostlyUtf8(bytes: Buffer): boolean {
  let good = 0;
  let bad = 0;
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) {
      at += 1;
      continue;
    }
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 0;
    if (length > 0 && isUtf8(bytes.subarray(at, at + length))) {
      good += 1;
      at += length;
    } else {
      bad += 1;
      at += 1;
    }
  }
  return good > 4 * bad;
}
