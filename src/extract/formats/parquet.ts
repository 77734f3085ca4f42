import type { AsyncBuffer, ColumnChunk, FileMetaData } from 'hyparquet';
import { parquetMetadataAsync, parquetRead } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { Extracted } from '../../model/index.ts';
import { inPart, textBlocks, unread } from '../blocks.ts';
import { pagesMakeSense } from '../database/parquet-pages.ts';
import type { CellFile } from '../database/table-parts.ts';
import { cellText, ROWS_PER_BLOCK, readAside } from '../database/table-parts.ts';
import type { Format, ReadContext } from '../format.ts';
import { Damaged } from '../limits.ts';
import type { RandomAccess } from '../source.ts';

/** Cells decoded at one time; a row group of more is read in slices. */
const CELLS_MAX = 2_000_000;

/** Bytes that the columns of a slice may claim unpacked. */
const GROUP_BYTES_MAX = 192 * 1024 * 1024;

const FOOTER_BYTES_MAX = 32 * 1024 * 1024;

/** Apache Parquet (https://parquet.apache.org/docs/file-format/), row group by row group. */
export const parquet: Format = {
  name: 'parquet',
  extensions: ['parquet', 'pq'],
  looksLike: ({ head }) => /^PAR[1E]$/.test(head.toString('latin1', 0, 4)),
  async *read(source, context) {
    const { place, budget } = context;
    const random = await source.random(budget);
    const tail = random.read(Math.max(0, random.sizeBytes - 8), 8);
    if (tail.toString('latin1', 4) === 'PARE') {
      yield unread(place, 'encrypted', undefined, 'unknown');
      return;
    }
    if (tail.length < 8 || tail.readUInt32LE(0) > Math.min(FOOTER_BYTES_MAX, random.sizeBytes))
      throw new Damaged('the description at the end is missing');
    const file = asyncBuffer(random);
    const metadata = await metadataOf(file);
    yield* textBlocks(
      inPart(place, 'metadata'),
      (metadata.key_value_metadata ?? []).map(({ key, value }) => `${key} ${value ?? ''}\n`).join(''),
    );
    yield* readGroups(random, metadata, context);
  },
};

function asyncBuffer(random: RandomAccess): AsyncBuffer {
  return {
    byteLength: random.sizeBytes,
    slice(start, end) {
      const from = start < 0 ? random.sizeBytes + start : start;
      return Uint8Array.from(random.read(from, (end ?? random.sizeBytes) - from)).buffer;
    },
  };
}

async function metadataOf(file: AsyncBuffer): Promise<FileMetaData> {
  try {
    return await parquetMetadataAsync(file);
  } catch {
    throw new Damaged('the description at the end cannot be read');
  }
}

async function* readGroups(
  random: RandomAccess,
  metadata: FileMetaData,
  context: ReadContext,
): AsyncIterable<Extracted> {
  const file = asyncBuffer(random);
  const table = context.nextTable();
  const columns = topColumns(metadata);
  let firstRow = 0;
  for (const group of metadata.row_groups) {
    const rows = Number(group.num_rows);
    const bytes = group.columns.reduce(
      (sum, column) => sum + Number(column.meta_data?.total_uncompressed_size ?? 0),
      0,
    );
    const step = Math.max(1, Math.min(rows, Math.floor(CELLS_MAX / Math.max(1, group.columns.length))));
    if (!(rows >= 0) || group.columns.some((column) => valuesDisagree(column, rows, metadata))) {
      yield unread(context.place, 'damaged', 'a row group has not as many rows as it has values');
    } else if (!group.columns.every((column) => pagesMakeSense(random, column))) {
      yield unread(context.place, 'damaged', 'the pages of a row group do not follow each other');
    } else if (bytes > GROUP_BYTES_MAX) {
      yield unread(context.place, 'too-big', `a row group of more than ${GROUP_BYTES_MAX} bytes`);
    } else {
      for (let from = 0; from < rows; from += step) {
        context.budget.spend(Math.ceil((bytes * step) / Math.max(1, rows)));
        const end = firstRow + Math.min(rows, from + step);
        const decoded = await decode(file, metadata, firstRow + from, end);
        if (!decoded || decoded.length === 0) {
          yield unread(context.place, 'damaged', 'a row group cannot be read from some row on');
          break;
        }
        yield* rowBlocks(decoded, { table, columns, start: firstRow + from }, context);
      }
    }
    firstRow += rows;
  }
}

/** A plain column has one value a row; one of lists has any number, and none where there is no row. */
function valuesDisagree({ meta_data: column }: ColumnChunk, rows: number, { schema }: FileMetaData): boolean {
  const values = Number(column?.num_values ?? 0);
  const isPlain =
    column?.path_in_schema.length === 1 && !schema.some((element) => element.repetition_type === 'REPEATED');
  return isPlain ? values !== rows : rows === 0 && values > 0;
}

interface Slice {
  readonly table: number;
  readonly columns: readonly string[];
  readonly start: number;
}

async function* rowBlocks(
  decoded: unknown[][],
  { table, columns, start }: Slice,
  context: ReadContext,
): AsyncIterable<Extracted> {
  const { place } = context;
  const aside: CellFile[] = [];
  for (let at = 0; at < decoded.length; at += ROWS_PER_BLOCK) {
    const rows = decoded
      .slice(at, at + ROWS_PER_BLOCK)
      .map((record, index) =>
        record.map((value, column) =>
          cellText(value, () => `row ${start + at + index + 1} ${columns[column] ?? ''}`, aside),
        ),
      );
    yield { kind: 'table', place, table, columns, firstRow: start + at + 1, rows };
    yield* readAside(aside, context);
    context.budget.checkTime();
  }
}

async function decode(
  file: AsyncBuffer,
  metadata: FileMetaData,
  rowStart: number,
  rowEnd: number,
): Promise<unknown[][] | undefined> {
  let decoded: unknown[][] | undefined;
  try {
    await parquetRead({
      file,
      metadata,
      rowStart,
      rowEnd,
      compressors,
      onComplete: (rows: unknown[][]) => (decoded = rows),
    });
  } catch {
    return undefined;
  }
  return decoded;
}

/** Children of the root of the schema, which is stored depth first. */
function topColumns({ schema }: FileMetaData): string[] {
  const names: string[] = [];
  let at = 1;
  const skip = (): void => {
    const children = schema[at]?.num_children ?? 0;
    at += 1;
    for (let child = 0; child < children && at < schema.length; child += 1) skip();
  };
  while (at < schema.length) {
    names.push(schema[at]?.name ?? '');
    skip();
  }
  return names;
}
