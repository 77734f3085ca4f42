import type { Passage, PassageBlock } from '../preview/index.ts';

type Table = Extract<PassageBlock, { readonly kind: 'table' }>;
type Row = Table['rows'][number];

/** Passages of one table as one table, in the order of its rows; a match that one of them shows is shown. Pure. */
export function joinedPassages(passages: readonly Passage[]): readonly Passage[] {
  const joined = new Map<string, Passage>();
  for (const [index, passage] of passages.entries()) {
    const table = onlyTable(passage);
    const key = table ? JSON.stringify([tableOf(passage), table.header]) : `passage ${index}`;
    const before = joined.get(key);
    const earlier = before && onlyTable(before);
    if (!before || !earlier || !table) joined.set(key, passage);
    else {
      const rows = joinedRows(earlier.rows, table.rows);
      joined.set(key, {
        where: whereOf(passage, rows),
        blocks: [{ ...table, rows }],
        matches: [...new Set([...before.matches, ...passage.matches])],
      });
    }
  }
  return [...joined.values()];
}

function onlyTable({ blocks }: Passage): Table | undefined {
  const [block, ...more] = blocks;
  return block?.kind === 'table' && more.length === 0 && block.rows.every(({ row }) => row !== undefined)
    ? block
    : undefined;
}

/** `sheet Pay, row 118, column SSN` is a place in the table `sheet Pay`. */
function tableOf({ where }: Passage): string {
  return where.replace(/(?:^|, | > )row \d.*$/s, '');
}

/** `sheet Pay, rows 6 to 21` */
function whereOf(passage: Passage, rows: readonly Row[]): string {
  const table = tableOf(passage);
  return `${table === '' ? '' : `${table}, `}rows ${rows[0]?.row} to ${rows.at(-1)?.row}`;
}

function joinedRows(first: readonly Row[], second: readonly Row[]): readonly Row[] {
  const rows = new Map(first.map((row) => [row.row, row]));
  for (const row of second) {
    const known = rows.get(row.row);
    rows.set(
      row.row,
      known ? { ...row, cells: row.cells.map((cell, at) => marked(known.cells[at] ?? [], cell)) } : row,
    );
  }
  return [...rows.values()].sort((a, b) => (a.row ?? 0) - (b.row ?? 0));
}

function marked(first: Row['cells'][number], second: Row['cells'][number]): Row['cells'][number] {
  return first.some((segment) => segment.kind === 'masked' && segment.match !== undefined) ? first : second;
}
