/** Value types of MS-OLEPS (https://learn.microsoft.com/openspecs/windows_protocols/ms-oleps/) that hold text. */
const NARROW_STRING = 0x1e;
const WIDE_STRING = 0x1f;

const PROPERTIES_MAX = 2000;

/** Strings of the summary information streams: title, author, subject, comments, custom properties. */
export function propertyTexts(stream: Buffer): string[] {
  const texts: string[] = [];
  try {
    const sets = Math.min(stream.readUInt32LE(24), 4);
    for (let set = 0; set < sets; set += 1) {
      const start = stream.readUInt32LE(28 + set * 20 + 16);
      const count = Math.min(stream.readUInt32LE(start + 4), PROPERTIES_MAX);
      for (let index = 0; index < count; index += 1) {
        const offset = start + stream.readUInt32LE(start + 8 + index * 8 + 4);
        const text = stringAt(stream, offset);
        if (text) texts.push(text);
      }
    }
  } catch (error) {
    // A cut-off stream: what came before counts.
    if (!(error instanceof RangeError)) throw error;
  }
  return texts;
}

function stringAt(stream: Buffer, offset: number): string | undefined {
  const type = stream.readUInt32LE(offset) & 0xffff;
  if (type !== NARROW_STRING && type !== WIDE_STRING) return undefined;
  const length = stream.readUInt32LE(offset + 4) * (type === WIDE_STRING ? 2 : 1);
  const bytes = stream.subarray(offset + 8, offset + 8 + Math.min(length, 65_536));
  const text = type === WIDE_STRING ? bytes.toString('utf16le') : bytes.toString('latin1');
  return text.replace(/\0[\s\S]*$/, '').trim() || undefined;
}
