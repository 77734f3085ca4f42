import { columnIndex } from './rewrite-sheet.ts';

/** Which computed results still carry what was changed or removed. */
export interface FormulaTaint {
  /** Its kept result would tell of changed cells. */
  isTainted(column: number, formula: string): boolean;
  /** It reaches out of the sheet, to what may not be there any more. */
  isLost(formula: string): boolean;
}

const REACHES_ANYWHERE = /\b(?:INDIRECT|OFFSET|ADDRESS|GETPIVOTDATA|CELL)\s*\(/i;

/** Follows references from column to column until nothing new is reached. */
export function formulaTaint(
  formulas: Iterable<{ readonly column: number; readonly formula: string }>,
  isChanged: (column: number) => boolean,
  rowsGo: boolean,
): FormulaTaint {
  const needs = new Map<number, { from: [number, number][]; anywhere: boolean }>();
  for (const { column, formula } of formulas) {
    const standing = needs.get(column) ?? { from: [], anywhere: false };
    const ranges = rangesOf(formula);
    standing.from.push(...ranges);
    standing.anywhere ||=
      formula === '' ||
      REACHES_ANYWHERE.test(formula) ||
      (ranges.length === 0 && /[A-Za-z_]{3,}(?!\w*\()/.test(formula));
    if (standing.from.length > 5_000) standing.anywhere = true;
    needs.set(column, standing);
  }
  const tainted = new Set<number>([...needs].filter(([, { anywhere }]) => anywhere).map(([column]) => column));
  const touches = ([first, last]: [number, number]): boolean => {
    for (let column = first; column <= last; column += 1) if (isChanged(column) || tainted.has(column)) return true;
    return false;
  };
  for (let before = -1; before !== tainted.size; ) {
    before = tainted.size;
    for (const [column, { from }] of needs) if (!tainted.has(column) && from.some(touches)) tainted.add(column);
  }
  return {
    isTainted: (column) => rowsGo || tainted.has(column),
    isLost: (formula) => /[![\]]/.test(formula.replace(/"[^"]*"/g, '')),
  };
}

function rangesOf(formula: string): [number, number][] {
  const bare = formula.replace(/"[^"]*"/g, '');
  return [
    ...bare.matchAll(/(?<![A-Za-z_.])\$?([A-Z]{1,3})\$?\d{0,7}(?::\$?([A-Z]{1,3})\$?\d{0,7})?(?![A-Za-z(_])/g),
  ].map((match) => {
    const first = columnIndex(match[1] ?? 'A');
    return [first, Math.min(match[2] ? columnIndex(match[2]) : first, 16_383)];
  });
}
