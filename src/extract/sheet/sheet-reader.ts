import type { Extracted, Place } from '../../model/index.ts';
import { inPart } from '../blocks.ts';
import { tailBytes } from '../encoding/detect-encoding.ts';
import { createByteWindow } from '../markup/byte-window.ts';
import { decodeEntities } from '../markup/entities.ts';
import { attribute } from '../markup/markup-scanner.ts';
import type { PartReader } from '../ooxml/package-parts.ts';
import { createSideTexts } from '../ooxml/side-texts.ts';
import type { RowSink } from '../table/row-blocks.ts';
import { createRowSink } from '../table/row-blocks.ts';
import { cellValue, columnIndex } from './cell-value.ts';
import type { NumberFormat } from './number-format.ts';
import type { PlainCell } from './plain-cell.ts';
import { readPlainCell } from './plain-cell.ts';
import { createSurroundingsScanner } from './sheet-surroundings.ts';
import type { StringStore } from './string-store.ts';

/** What a sheet needs from its workbook. */
export interface SheetContext {
  readonly place: Place;
  readonly table: number;
  readonly strings: StringStore;
  /** Number format of each cell style. */
  readonly formats: readonly NumberFormat[];
  readonly general: NumberFormat;
}

/** Empty cells before a cell that are kept, so that columns stay under each other; a wider gap is closed up. */
const GAP_MAX = 600;

/** A cell longer than this without an end is broken. */
const CELL_LENGTH_MAX = 1024 * 1024;

const FORMULAS_MAX = 10_000;

/**
 * Cells of a SpreadsheetML sheet (ECMA-376 part 1, 18.3), streaming. Reads `<row>` and `<c>` by position, without a parser; what
 * stands before and after the cells goes through the ordinary scanner.
 */
export function createSheetReader(context: SheetContext): PartReader<Buffer> {
  const ready: Extracted[] = [];
  const side = createSideTexts();
  const hiddenColumns: number[] = [];
  const waiting = createByteWindow();
  const plain: PlainCell = { column: -1, value: '' };
  let mode: 'before' | 'cells' | 'after' = 'before';
  let prefix: string | undefined;
  let rowNumber = 0;
  let rowHidden = false;
  let row: string[] = [];
  let sink: RowSink | undefined;
  let sinkHidden = false;
  const formulas = new Set<string>();
  const surroundings = createSurroundingsScanner(side, hiddenColumns);

  const emitRow = (): void => {
    if (row.length === 0) return;
    if (!sink || sinkHidden !== rowHidden) {
      endBlock();
      sink = createRowSink(rowHidden ? inPart(context.place, 'hidden-row') : context.place, context.table);
      sinkHidden = rowHidden;
    }
    const block = sink.add(row, rowNumber);
    if (block) push(block);
    row = [];
  };
  const push = (block: Extracted): void => {
    ready.push(block.kind === 'table' && hiddenColumns.length > 0 ? { ...block, hiddenColumns } : block);
  };
  const endBlock = (): void => {
    const block = sink?.flush();
    if (block) push(block);
  };
  const addValue = (value: string, column: number): void => {
    if (value === '') return;
    if (column > row.length && column - row.length <= GAP_MAX) while (row.length < column) row.push('');
    row.push(value);
  };
  const addCell = (attributes: string, inner: string): void => {
    const value = cellValue(attributes, inner, context);
    const formula = inner.startsWith('<f') && inner.includes('"') ? /<f[^>]*>([^<]*)<\/f>/.exec(inner)?.[1] : undefined;
    if (formula && /\d{4}/.test(formula) && formulas.size < FORMULAS_MAX && !formulas.has(formula)) {
      formulas.add(formula);
      side.add('field', decodeEntities(formula));
    }
    addValue(value, columnIndex(attributes, row.length));
  };
  const startRow = (attributes: string): void => {
    emitRow();
    const number = Number(attribute(attributes, 'r'));
    rowNumber = number > 0 ? number : rowNumber + 1;
    rowHidden = attributes.includes('hidden="1"') || attributes.includes('hidden="true"');
  };
  /** Reads the cells that are complete and gives how far it got. */
  const takeCells = (text: string, bytes: Buffer, final: boolean): number => {
    let at = 0;
    for (;;) {
      const tag = text.indexOf('<', at);
      if (tag < 0) return text.length;
      const first = text.charCodeAt(tag + 1);
      const isCell = first === 99 && text.charCodeAt(tag + 2) <= 62;
      if (isCell) {
        const end = readPlainCell(text, bytes, tag, context, plain);
        if (end > 0) {
          addValue(plain.value, plain.column < 0 ? row.length : plain.column);
          at = end;
          continue;
        }
      }
      const close = text.indexOf('>', tag);
      if (close < 0) return final ? text.length : tag;
      if (isCell) {
        if (text.charCodeAt(close - 1) === 47) {
          at = close + 1;
          continue;
        }
        const end = text.indexOf('</c>', close);
        if (end < 0 && !final && text.length - tag < CELL_LENGTH_MAX) return tag;
        const stop = end < 0 ? text.length : end;
        addCell(bytes.toString('utf8', tag + 2, close), bytes.toString('utf8', close + 1, stop));
        at = end < 0 ? text.length : end + 4;
      } else if (first === 114 && text.startsWith('row', tag + 1)) {
        startRow(text.slice(tag + 4, close));
        at = close + 1;
      } else if (first === 47 && text.startsWith('sheetData', tag + 2)) {
        emitRow();
        endBlock();
        mode = 'after';
        return close + 1;
      } else at = close + 1;
    }
  };
  const takeBefore = (final: boolean): void => {
    const text = waiting.text();
    const start = text.indexOf('<sheetData');
    const end = start < 0 ? -1 : text.indexOf('>', start);
    if (end < 0) {
      // A tag may be cut off here; the head of a sheet is short.
      if (final) surroundings.write(waiting.bytes().toString('utf8'));
      return;
    }
    surroundings.write(waiting.bytes().toString('utf8', 0, start));
    mode = text.charCodeAt(end - 1) === 47 ? 'after' : 'cells';
    waiting.drop(end + 1);
  };
  const advance = (final: boolean): void => {
    if (mode === 'before') takeBefore(final);
    if (mode === 'cells') waiting.drop(takeCells(waiting.text(), waiting.bytes(), final));
    if (mode !== 'after') return;
    const bytes = waiting.bytes();
    const complete = bytes.length - (final ? 0 : tailBytes(bytes));
    surroundings.write(bytes.toString('utf8', 0, complete));
    waiting.drop(complete);
  };
  return {
    write(piece) {
      waiting.append(piece);
      if (mode === 'before') prefix ??= /<(?:(\w+):)?worksheet[\s>]/.exec(waiting.text())?.slice(1).join('');
      // Some writers name every element x:row, x:c and so on.
      const named = prefix;
      if (named) waiting.rewrite((text) => text.replaceAll(`<${named}:`, '<').replaceAll(`</${named}:`, '</'));
      advance(false);
    },
    end() {
      advance(true);
      emitRow();
      endBlock();
      surroundings.end();
      ready.push(...side.take(context.place));
    },
    *take() {
      yield* ready.splice(0);
      if (side.isLong()) yield* side.take(context.place);
    },
  };
}
