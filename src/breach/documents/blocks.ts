/** A document as a list of blocks; every format writes the same ones. */
export type Block = (
  | { readonly kind: 'heading'; readonly text: string; readonly newPage?: boolean }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
) & {
  /** Ids of required contents that this block brings. */
  readonly covers?: readonly string[];
};

export interface BreachDocument {
  readonly id: string;
  readonly title: string;
  /** Number and date, under the title. */
  readonly subtitle: string;
  readonly blocks: readonly Block[];
  readonly checklist: readonly Requirement[];
}

export interface Requirement {
  readonly id: string;
  readonly says: string;
  readonly clause: string;
  readonly status: string;
  readonly met: boolean;
}

export const heading = (text: string): Block => ({ kind: 'heading', text });
export const paragraph = (text: string, ...covers: string[]): Block => ({ kind: 'paragraph', text, covers });
export const list = (items: readonly string[], ...covers: string[]): Block => ({ kind: 'list', items, covers });
export const table = (head: readonly string[], rows: readonly (readonly string[])[], ...covers: string[]): Block => ({
  kind: 'table',
  head,
  rows,
  covers,
});

/** Whether a block says anything: an empty one covers nothing. */
export function saysSomething(block: Block): boolean {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return block.text.trim() !== '';
    case 'list':
      return block.items.length > 0;
    case 'table':
      return block.rows.length > 0;
    default:
      return block satisfies never;
  }
}

/** Share of the width for each column, by what stands in it; together 1. */
export function columnShares({ head, rows }: Extract<Block, { readonly kind: 'table' }>): readonly number[] {
  const weights = head.map((title, column) => {
    const cells = [title, ...rows.map((row) => row[column] ?? '')];
    const longestWord = Math.max(...cells.flatMap((cell) => cell.split(/\s/)).map(({ length }) => length));
    const longest = Math.max(...cells.map(({ length }) => length));
    return Math.max(Math.min(longestWord, 24), Math.sqrt(longest) * 3);
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
