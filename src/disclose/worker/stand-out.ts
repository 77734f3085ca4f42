import type { AgreementColumn } from '../agreement.ts';
import { counted } from '../counted.ts';
import { type FormSetting, inForm, isInForm } from '../forms.ts';

/** How many rows stand in groups that are too small, and the column without which the fewest would. */
export interface StandOut {
  readonly rows: number;
  readonly worst: { readonly name: string; readonly rowsWithout: number } | undefined;
}

/** @param rows cells of the quasi-identifiers, which are called `names`. Pure. */
export function standOut(
  rows: readonly (readonly string[])[],
  names: readonly string[],
  minimumClassSize: number,
): StandOut {
  const count = (leftOut: number): number => {
    const sizes = new Map<string, number>();
    for (const cells of rows) {
      const key = keyOf(cells, leftOut);
      sizes.set(key, (sizes.get(key) ?? 0) + 1);
    }
    let small = 0;
    for (const size of sizes.values()) if (size < minimumClassSize) small += size;
    return small;
  };
  const [worst] = names
    .map((name, at) => ({ name, rowsWithout: names.length > 1 ? count(at) : 0 }))
    .sort((a, b) => a.rowsWithout - b.rowsWithout);
  return { rows: count(-1), worst: names.length > 1 ? worst : undefined };
}

/** Behind the number of rows: `; County singles out most, without it 25 would`. */
export function hintWords(hint: StandOut | undefined): string {
  return hint?.worst && hint.worst.rowsWithout < hint.rows
    ? `; ${hint.worst.name} singles out most: without it ${counted(hint.worst.rowsWithout, 'row')} would stand out`
    : '';
}

export function inAgreedForm(
  cells: readonly string[],
  columns: readonly AgreementColumn[],
  setting: FormSetting,
): string[] {
  return cells.map((cell, at) => {
    const form = columns[at]?.form ?? 'full';
    return isInForm(form, cell, setting) ? cell : inForm(form, cell, setting);
  });
}

function keyOf(cells: readonly string[], leftOut: number): string {
  return cells.map((cell, at) => (at === leftOut ? '' : cell.trim().toLowerCase())).join('\u001f');
}
