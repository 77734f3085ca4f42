import { inflateSync } from 'node:zlib';

/** What PDFium has no call for, looked up in the bytes of an unencrypted file: PDF objects that stand outside object streams. */

const PACKET_BYTES_MAX = 4 * 1024 * 1024;
const PACKETS_MAX = 20;
const SCRIPTS_MAX = 200;
const SCRIPT_BYTES_MAX = 64 * 1024;
const DICTIONARY_BYTES_MAX = 8 * 1024;
const VALUES_MAX = 10_000;
const STREAMS_MAX = 200;

/** XMP packets whose streams are packed (ISO 32000-2, 14.3.2). */
export function packedMetadata(bytes: Buffer): string[] {
  const packets: string[] = [];
  for (
    let at = bytes.indexOf('/Metadata');
    at >= 0 && packets.length < PACKETS_MAX;
    at = bytes.indexOf('/Metadata', at + 1)
  ) {
    const near = bytes.toString('latin1', at, at + 512);
    const start = /stream\r?\n/.exec(near);
    if (!start || /endobj|\bR\b/.test(near.slice(9, start.index))) continue;
    try {
      const packed = bytes.subarray(at + start.index + start[0].length);
      packets.push(inflateSync(packed, { maxOutputLength: PACKET_BYTES_MAX }).toString('utf8'));
    } catch {
      // Not packed, or packed in another way: the plain ones are found by their own mark.
    }
  }
  return packets;
}

/** Names of the entries of the document information dictionary (14.3.3), also those that a program has made up. */
export function informationKeys(bytes: Buffer): string[] {
  const at = bytes.lastIndexOf('/Info');
  const reference = at < 0 ? null : /^\/Info\s+(\d+)\s+(\d+)\s+R/.exec(bytes.toString('latin1', at, at + 64));
  if (!reference) return [];
  const head = `${reference[1]} ${reference[2]} obj`;
  const object = bytes.lastIndexOf(`\n${head}`) >= 0 ? bytes.lastIndexOf(`\n${head}`) : bytes.lastIndexOf(`\r${head}`);
  if (object < 0) return [];
  const dictionary = bytes.toString('latin1', object, object + DICTIONARY_BYTES_MAX).split('endobj')[0] ?? '';
  return [...new Set([...dictionary.matchAll(/\/([\w.-]{1,64})\s*[(<]/g)].map((match) => match[1] ?? ''))];
}

/** Scripts written as literal strings: of opening, of pages and of fields (12.6.4.17). */
export function literalScripts(bytes: Buffer): string[] {
  const scripts: string[] = [];
  for (let at = bytes.indexOf('/JS'); at >= 0 && scripts.length < SCRIPTS_MAX; at = bytes.indexOf('/JS', at + 3)) {
    const open = /^\/JS\s*\(/.exec(bytes.toString('latin1', at, at + 16));
    if (open) scripts.push(literalString(bytes, at + open[0].length));
  }
  return scripts;
}

/**
 * Values of form fields (12.7.4.1), also of those that no page shows. They stand between the other objects or in object streams
 * (7.5.7).
 */
export function fieldValues(bytes: Buffer): string[] {
  const values: string[] = [];
  for (const objects of [bytes, ...objectStreams(bytes)]) {
    for (let at = objects.indexOf('/V'); at >= 0 && values.length < VALUES_MAX; at = objects.indexOf('/V', at + 2)) {
      const open = /^\/V\s*([(<])(?!<)/.exec(objects.toString('latin1', at, at + 16));
      if (!open) continue;
      const start = at + open[0].length;
      values.push(open[1] === '(' ? textString(literalBytes(objects, start)) : textString(hexBytes(objects, start)));
    }
  }
  return values;
}

function objectStreams(bytes: Buffer): Buffer[] {
  const streams: Buffer[] = [];
  for (
    let at = bytes.indexOf('/ObjStm');
    at >= 0 && streams.length < STREAMS_MAX;
    at = bytes.indexOf('/ObjStm', at + 1)
  ) {
    const start = /stream\r?\n/.exec(bytes.toString('latin1', at, at + 512));
    if (!start) continue;
    try {
      const packed = bytes.subarray(at + start.index + start[0].length);
      streams.push(inflateSync(packed, { maxOutputLength: PACKET_BYTES_MAX }));
    } catch {
      // Not packed, packed in another way, or too big.
    }
  }
  return streams;
}

/** A text string (7.9.2.2): UTF-16 or UTF-8 where its first bytes say so, else one byte a character. */
function textString(bytes: Buffer): string {
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return Buffer.from(bytes.subarray(2, bytes.length & ~1))
      .swap16()
      .toString('utf16le');
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.toString('utf8', 3);
  return bytes.toString('latin1');
}

function hexBytes(bytes: Buffer, start: number): Buffer {
  const end = bytes.indexOf('>', start);
  const digits = bytes.toString('latin1', start, end < 0 ? start : Math.min(end, start + SCRIPT_BYTES_MAX));
  return Buffer.from(digits.replace(/[^\da-f]/gi, ''), 'hex');
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '', f: '' };

/** A literal string with its escapes undone (7.3.4.2). */
function literalBytes(bytes: Buffer, start: number): Buffer {
  const raw = bytes.toString('latin1', start, literalEnd(bytes, start));
  const text = raw.replace(/\\(?:([0-7]{1,3})|\r?\n|([\s\S]))/g, (_, octal?: string, character?: string) =>
    octal ? String.fromCharCode(Number.parseInt(octal, 8) & 0xff) : character ? (ESCAPES[character] ?? character) : '',
  );
  return Buffer.from(text, 'latin1');
}

function literalString(bytes: Buffer, start: number): string {
  return bytes.toString('latin1', start, literalEnd(bytes, start)).replace(/\\([()\\])/g, '$1');
}

/** Where the bracket stands that closes a literal string; brackets within may be nested or escaped. */
function literalEnd(bytes: Buffer, start: number): number {
  let depth = 1;
  let at = start;
  const end = Math.min(bytes.length, start + SCRIPT_BYTES_MAX);
  for (; at < end; at += 1) {
    const byte = bytes[at];
    if (byte === 0x5c) at += 1;
    else if (byte === 0x28) depth += 1;
    else if (byte === 0x29) {
      depth -= 1;
      if (depth === 0) break;
    }
  }
  return at;
}
