import type { Extracted } from '../../model/index.ts';
import { inPart, unread } from '../blocks.ts';
import type { DbfField, DbfHeader } from '../database/dbf-header.ts';
import { readDbfHeader } from '../database/dbf-header.ts';
import { decodeHead } from '../encoding/decode-to-utf8.ts';
import type { Format } from '../format.ts';
import { createRowSink } from '../table/row-blocks.ts';

const DELETED = 0x2a;
const END_OF_FILE = 0x1a;

/** dBASE III to 7, FoxPro and kin (https://www.dbase.com/Knowledgebase/INT/db7_file_fmt.htm). Deleted rows are still in the file and are read. */
export const dbf: Format = {
  name: 'dbf',
  extensions: ['dbf'],
  looksLike: ({ head }) => readDbfHeader(head) !== undefined,
  async *read(source, context) {
    const { place, budget, look } = context;
    const header = readDbfHeader(look.head);
    if (!header) return;
    const table = context.nextTable();
    const columns = header.fields.map(({ name }) => name);
    const shown = createRowSink(place, table, columns);
    const deleted = createRowSink(inPart(place, 'hidden-row'), table, columns);
    let carry: Buffer = Buffer.alloc(0);
    let skip = header.headerBytes;
    let row = 0;
    let ended = false;
    for await (const chunk of source.chunks()) {
      const fresh = chunk.subarray(Math.min(skip, chunk.length));
      skip -= Math.min(skip, chunk.length);
      const bytes = Buffer.concat([carry, fresh]);
      let at = 0;
      for (; at + header.recordBytes <= bytes.length && !ended; at += header.recordBytes) {
        if (bytes[at] === END_OF_FILE) {
          ended = true;
          break;
        }
        row += 1;
        const cells = header.fields.map((field) => cellOf(bytes, at + field.offset, field, header));
        const block = (bytes[at] === DELETED ? deleted : shown).add(cells, row);
        if (block) yield block;
      }
      carry = Buffer.from(bytes.subarray(at));
      budget.checkTime();
    }
    for (const sink of [shown, deleted]) {
      const block = sink.flush();
      if (block) yield block;
    }
    yield* missing(row, header.records);

    function* missing(read: number, stated: number): Generator<Extracted> {
      if (read < stated) yield unread(place, 'damaged', 'the file ends before its last row');
      if (header?.isWhole === false)
        yield unread(place, 'damaged', 'a field has no length: the rows are cut in wrong places');
    }
  },
};

function cellOf(bytes: Buffer, start: number, field: DbfField, { encoding, visual }: DbfHeader): string {
  const raw = bytes.subarray(start, start + field.lengthBytes);
  if (visual || field.type === 'I' || field.type === '+') {
    const binary = binaryCell(raw, field);
    if (binary !== undefined) return binary;
  }
  const text = raw.some((byte) => byte >= 0x80) ? decodeHead(raw, encoding, 0) : raw.toString('latin1');
  const plain = text.replaceAll('\0', '').trim();
  return field.type === 'D' && /^\d{8}$/.test(plain)
    ? `${plain.slice(0, 4)}-${plain.slice(4, 6)}-${plain.slice(6)}`
    : plain;
}

/** Types that are not text: integers, doubles, currency and times. */
function binaryCell(raw: Buffer, { type, lengthBytes }: DbfField): string | undefined {
  if ((type === 'I' || type === '+') && lengthBytes === 4) return String(raw.readInt32LE(0));
  if ((type === 'B' || type === 'O') && lengthBytes === 8) return String(raw.readDoubleLE(0));
  if (type === 'Y' && lengthBytes === 8) return String(Number(raw.readBigInt64LE(0)) / 10_000);
  if ((type === 'T' || type === '@') && lengthBytes === 8) {
    const days = raw.readInt32LE(0);
    // Julian day numbers; 2440588 is 1 January 1970.
    return days > 0 && days < 5_400_000 ? new Date((days - 2_440_588) * 86_400_000).toISOString().slice(0, 10) : '';
  }
  return undefined;
}
