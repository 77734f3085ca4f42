export interface DbfField {
  readonly name: string;
  readonly type: string;
  /** From the start of the record, whose first byte says whether it is deleted. */
  readonly offset: number;
  readonly lengthBytes: number;
}

export interface DbfHeader {
  /** What no field covers of a record is one more, without a name. */
  readonly fields: readonly DbfField[];
  /** Every field has a length. */
  readonly isWhole: boolean;
  readonly headerBytes: number;
  readonly recordBytes: number;
  readonly records: number;
  readonly encoding: string;
  /** Visual FoxPro, whose integers and times are binary. */
  readonly visual: boolean;
}

const VERSIONS: ReadonlySet<number> = new Set([
  0x02, 0x03, 0x04, 0x30, 0x31, 0x32, 0x43, 0x63, 0x83, 0x8b, 0x8c, 0xcb, 0xf5, 0xfb,
]);

/** Language drivers by number, as encodings; without one the DOS page of the United States, as dBASE has it. */
const ENCODINGS: Readonly<Record<number, string>> = {
  1: 'cp437',
  2: 'cp850',
  3: 'windows-1252',
  4: 'macintosh',
  19: 'shift_jis',
  27: 'cp437',
  55: 'cp850',
  77: 'gbk',
  78: 'euc-kr',
  79: 'big5',
  87: 'windows-1252',
  88: 'windows-1252',
  89: 'windows-1252',
  100: 'cp852',
  101: 'cp866',
  102: 'cp865',
  120: 'big5',
  121: 'euc-kr',
  122: 'gbk',
  123: 'shift_jis',
  200: 'windows-1250',
  201: 'windows-1251',
  202: 'windows-1254',
  203: 'windows-1253',
};

/** The header, when everything in it agrees: the fields must add up to the length of a record. */
export function readDbfHeader(head: Buffer): DbfHeader | undefined {
  if (head.length < 65 || !VERSIONS.has(head[0] ?? 0)) return undefined;
  const month = head[2] ?? 0;
  const day = head[3] ?? 0;
  if (month > 12 || day > 31) return undefined;
  const headerBytes = head.readUInt16LE(8);
  const recordBytes = head.readUInt16LE(10);
  if (headerBytes < 65 || recordBytes < 2) return undefined;
  const wide = (head[0] ?? 0) === 0x04 || head[0] === 0x8c;
  const fields: DbfField[] = [];
  const [start, step, nameBytes] = wide ? [68, 48, 32] : [32, 32, 11];
  let offset = 1;
  for (let at = start; at + step <= Math.min(head.length, headerBytes + 1) && head[at] !== 0x0d; at += step) {
    const name = head
      .toString('latin1', at, at + nameBytes)
      .replace(/\0[\s\S]*$/, '')
      .trim();
    const type = head.toString('latin1', at + nameBytes, at + nameBytes + 1);
    if (name === '' || !/[A-Z@+]/.test(type)) return undefined;
    const lengthAt = wide ? at + 33 : at + 16;
    // A text field of FoxPro may be longer than a byte can say: the next byte is the high one.
    const lengthBytes = type === 'C' && !wide ? head.readUInt16LE(lengthAt) : (head[lengthAt] ?? 0);
    fields.push({ name, type, offset, lengthBytes });
    offset += lengthBytes;
  }
  if (fields.length === 0 || offset > recordBytes || recordBytes - offset > 32) return undefined;
  const isWhole = fields.every((field) => field.lengthBytes > 0);
  if (offset < recordBytes) fields.push({ name: '', type: 'C', offset, lengthBytes: recordBytes - offset });
  return {
    fields,
    isWhole,
    headerBytes,
    recordBytes,
    records: head.readUInt32LE(4),
    encoding: ENCODINGS[head[29] ?? 0] ?? 'cp437',
    visual: head[0] === 0x30 || head[0] === 0x31 || head[0] === 0x32,
  };
}
