import type { ColumnChunk } from 'hyparquet';
import { deserializeTCompactProtocol } from 'hyparquet/src/thrift.js';
import type { RandomAccess } from '../source.ts';

/** Values that one page may claim. */
const PAGE_VALUES_MAX = 20_000_000;

/** Bytes that one page may claim to unpack to. */
const PAGE_BYTES_MAX = 256 * 1024 * 1024;

/**
 * Do the page headers of a column make sense (parquet.thrift, PageHeader)? The library trusts them: without a size it reads the same
 * byte for ever, and it allocates whatever they claim.
 */
export function pagesMakeSense(random: RandomAccess, { meta_data: column }: ColumnChunk): boolean {
  if (!column) return false;
  const start = Number(column.dictionary_page_offset ?? column.data_page_offset);
  const first = Math.min(start, Number(column.data_page_offset));
  const size = Number(column.total_compressed_size);
  if (!(first >= 4) || !(size >= 0) || first + size > random.sizeBytes) return false;
  const bytes = random.read(first, size);
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), offset: 0 };
  let values = 0;
  try {
    while (reader.offset < bytes.length) {
      const header: Readonly<Record<string, unknown>> = deserializeTCompactProtocol(reader);
      const packed = header.field_3;
      if (!isCount(packed, size) || !isCount(header.field_2, PAGE_BYTES_MAX)) return false;
      const { field_5: page, field_7: dictionary, field_8: second } = header;
      if (page !== undefined && !countsIn(page, ['field_1'], PAGE_VALUES_MAX)) return false;
      if (dictionary !== undefined && !countsIn(dictionary, ['field_1'], PAGE_VALUES_MAX)) return false;
      if (second !== undefined && !secondKindMakesSense(second, packed)) return false;
      values += valuesOf(page) + valuesOf(second);
      reader.offset += packed;
    }
    return reader.offset === bytes.length && values === Number(column.num_values);
  } catch {
    return false;
  }
}

/** num_values, which is the first field of every kind of page header. */
function valuesOf(page: unknown): number {
  return typeof page === 'object' && page !== null && 'field_1' in page ? Number(page.field_1) : 0;
}

/** DataPageHeaderV2: numbers of values, nulls and rows, then the bytes of its two lists of levels. */
function secondKindMakesSense(page: unknown, packedBytes: number): boolean {
  return (
    countsIn(page, ['field_1', 'field_2', 'field_3'], PAGE_VALUES_MAX) &&
    countsIn(page, ['field_5', 'field_6'], packedBytes)
  );
}

function countsIn(page: unknown, names: readonly string[], max: number): boolean {
  if (typeof page !== 'object' || page === null) return false;
  const fields = page as Readonly<Record<string, unknown>>;
  return names.every((name) => isCount(fields[name], max));
}

function isCount(value: unknown, max: number): value is number {
  return typeof value === 'number' && value >= 0 && value <= max;
}
