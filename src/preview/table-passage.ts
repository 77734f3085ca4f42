import type { Detector } from '../detect/index.ts';
import { describePlace, type TableBlock } from '../model/index.ts';
import { plainText, valueRegex } from './find-value.ts';
import { maskText, type NearbyValue, trimAround } from './mask-text.ts';
import type { Passage, Segment } from './preview-types.ts';
import type { FoundTarget } from './read-targets.ts';
import { matchesOf } from './text-passage.ts';

const ROWS_AROUND = 2;
const COLUMNS_MAX = 10;
const COLUMNS_BEFORE = 4;
const CELL_CHARACTERS = 60;
const READ_CHARACTERS = 1_000;

/** The rows around a target with the columns next to it. @param header the table's own names, or its first row */
export function tablePassage(
  block: TableBlock,
  header: readonly string[],
  target: FoundTarget,
  detector: Detector,
): Passage | undefined {
  const { row } = target.place;
  const at =
    row === undefined ? block.rows.findIndex((cells) => columnOf(cells, target.value) >= 0) : row - block.firstRow;
  const own = block.rows[at];
  if (!own) return undefined;
  const column =
    columnOf(own, target.value) >= 0
      ? columnOf(own, target.value)
      : row === undefined
        ? -1
        : named(header, target.place.column);
  if (column < 0) return undefined;
  const from = Math.max(0, Math.min(column - COLUMNS_BEFORE, Math.max(own.length, header.length) - COLUMNS_MAX));
  const columns = Array.from(
    { length: Math.min(COLUMNS_MAX, Math.max(own.length, header.length) - from) },
    (_, index) => from + index,
  );
  const others = target.nearby.map(unmatched);
  const first = Math.max(0, at - ROWS_AROUND);
  const rows = block.rows.slice(first, at + ROWS_AROUND + 1).map((cells, index) => {
    const isHeader = header.length > 0 && cells.join('\u0000') === header.join('\u0000');
    const row = block.firstRow + first + index;
    return {
      isHeader,
      row,
      cells: columns.map((cell) => {
        const isOwn = (value: NearbyValue): boolean =>
          value.row === row && (named(header, value.column) === cell || columnOf(cells, value.value) === cell);
        const known = target.nearby.map((value) => (isOwn(value) ? value : unmatched(value)));
        const segments = maskCell(cells[cell] ?? '', isHeader ? '' : (header[cell] ?? ''), known, detector);
        // The program shows it otherwise than detection reads it, as days of a calendar are.
        const isUnmarked = cell === column && first + index === at && matchesOf(segments).length === 0;
        const own = isUnmarked ? target.nearby.find(({ match }) => match === target.match) : undefined;
        return own ? [{ kind: 'masked' as const, masked: own.masked, type: own.type, match: target.match }] : segments;
      }),
    };
  });
  return {
    where: describePlace(target.place),
    blocks: [
      {
        kind: 'table',
        header: columns.map((cell) => maskCell(header[cell] ?? '', '', others, detector)),
        rows: rows.filter(({ isHeader }) => !isHeader).map(({ row: number, cells }) => ({ row: number, cells })),
      },
    ],
    matches: matchesOf(rows.flatMap(({ cells }) => cells.flat())),
  };
}

/** The column of that header; -1 where there is none. */
function named(header: readonly string[], column: string | undefined): number {
  return header.findIndex((cell) => cell !== '' && cell.slice(0, 60).trim() === column?.trim());
}

/** The same words in another cell are masked and are not the match. */
function unmatched({ match: _, ...value }: NearbyValue): NearbyValue {
  return value;
}

function columnOf(cells: readonly string[], value: string): number {
  const regex = valueRegex(value);
  if (!regex) return -1;
  const at = cells.findIndex((cell) => plainText(cell).search(regex) >= 0);
  // A name may be put together from several columns: then its first word says where.
  return at >= 0 || !value.includes(' ') ? at : columnOf(cells, value.split(' ')[0] ?? '');
}

function maskCell(cell: string, header: string, values: readonly NearbyValue[], detector: Detector): Segment[] {
  const text = plainText(cell).slice(0, READ_CHARACTERS);
  if (text === '') return [];
  if (/name|nombre|apellido/i.test(header) && /\p{L}/u.test(text) && !values.some(({ match }) => match !== undefined))
    return [
      {
        kind: 'masked',
        masked: text.replace(/(\p{L})[\p{L}'’-]*/gu, '$1***').slice(0, CELL_CHARACTERS),
        type: 'person-name',
      },
    ];
  const lead = header === '' ? '' : `${header}: `;
  return trimAround(maskText(text, values, detector, lead), CELL_CHARACTERS, CELL_CHARACTERS);
}
