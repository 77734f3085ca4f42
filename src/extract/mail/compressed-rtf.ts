/** Text that every decompressor starts with ([MS-OXRTFCP] 2.1.2.1). */
const PRELOAD =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx';

const DICTIONARY_BYTES = 4096;
const RATIO_MAX = 18;

/** RTF of a message body ([MS-OXRTFCP], https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxrtfcp); damaged input gives what could be read. */
export function decompressRtf(packed: Buffer): Buffer {
  if (packed.length < 16) return Buffer.alloc(0);
  const kind = packed.toString('latin1', 8, 12);
  if (kind === 'MELA') return packed.subarray(16);
  if (kind !== 'LZFu') return Buffer.alloc(0);
  // A token of two bytes gives at most 17.
  const wanted = Math.min(packed.readUInt32LE(4), packed.length * RATIO_MAX);
  const out = Buffer.alloc(wanted);
  const dictionary = Buffer.alloc(DICTIONARY_BYTES, 0x20);
  let head = dictionary.write(PRELOAD, 'latin1');
  let length = 0;
  const put = (byte: number): void => {
    out[length] = byte;
    length += 1;
    dictionary[head] = byte;
    head = (head + 1) % DICTIONARY_BYTES;
  };
  for (let at = 16; at < packed.length && length < wanted; ) {
    const flags = packed[at] ?? 0;
    at += 1;
    for (let bit = 0; bit < 8 && at < packed.length && length < wanted; bit += 1) {
      if ((flags & (1 << bit)) === 0) {
        put(packed[at] ?? 0);
        at += 1;
        continue;
      }
      if (at + 2 > packed.length) return out.subarray(0, length);
      const token = packed.readUInt16BE(at);
      at += 2;
      const offset = token >> 4;
      if (offset === head) return out.subarray(0, length);
      const count = (token & 0xf) + 2;
      for (let copied = 0; copied < count && length < wanted; copied += 1)
        put(dictionary[(offset + copied) % DICTIONARY_BYTES] ?? 0);
    }
  }
  return out.subarray(0, length);
}
