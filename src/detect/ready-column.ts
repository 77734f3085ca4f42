import type { ColumnPlan } from './column-plan.ts';
import { type ColumnReader, columnReader } from './column-reader.ts';
import { foldCell } from './fold.ts';
import { signatureOf } from './signature.ts';

type Row = readonly string[];

const MOST_NUMBER_SHAPES = 256;

/** A column that was decided, with what its cells are read by. */
export interface ReadyColumn {
  readonly plan: ColumnPlan;
  readonly reader: ColumnReader | undefined;
  /** Shapes of plain numbers seen in the sample: such cells are nothing. */
  readonly shapes: Set<number>;
  readonly lead: string;
  /** Most cells are numbers with dots, as versions and addresses of networks are. */
  readonly dotted: boolean;
}

/** `body`: the sample of rows by which the column was decided. */
export function readyColumn(plan: ColumnPlan, body: readonly Row[], column: number): ReadyColumn {
  const shapes = new Set<number>();
  if (plan.kind === 'numbers') {
    for (const row of body) {
      const cell = row[column];
      if (cell !== undefined && cell !== '' && shapes.size < MOST_NUMBER_SHAPES) shapes.add(signatureOf(cell));
    }
  }
  const { names, against, text } = plan.header;
  const says = names.size > 0 || against.size > 0;
  return {
    plan,
    reader: plan.kind === 'pattern' ? columnReader(plan) : undefined,
    shapes,
    lead: says ? `${foldCell(text)}: ` : '',
    dotted: isDotted(body, column),
  };
}

const LEAST_DOTTED = 20;

function isDotted(body: readonly Row[], column: number): boolean {
  const cells = body.slice(0, 300).flatMap((row) => row[column] || []);
  return (
    cells.length >= LEAST_DOTTED && cells.filter((cell) => /^v?\d+(?:\.\d+)+\S*$/.test(cell)).length * 2 > cells.length
  );
}
