import { inflateSync } from 'node:zlib';

/** What PDFium has no call for, looked up in the bytes of an unencrypted file: PDF objects that stand outside object streams. */

const PACKET_BYTES_MAX = 4 * 1024 * 1024;
const PACKETS_MAX = 20;
const SCRIPTS_MAX = 200;
const SCRIPT_BYTES_MAX = 64 * 1024;
const DICTIONARY_BYTES_MAX = 8 * 1024;

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

/** Up to the bracket that closes it; brackets within may be nested or escaped. */
function literalString(bytes: Buffer, start: number): string {
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
  return bytes.toString('latin1', start, at).replace(/\\([()\\])/g, '$1');
}
