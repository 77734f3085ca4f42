import type { Extracted, Place } from '../../model/index.ts';
import { inPart } from '../blocks.ts';
import { decodeEntities } from '../markup/entities.ts';
import type { MarkupScanner } from '../markup/markup-scanner.ts';
import { attribute, createMarkupScanner } from '../markup/markup-scanner.ts';
import type { PartReader } from '../ooxml/package-parts.ts';
import { createSideTexts } from '../ooxml/side-texts.ts';
import type { RowSink } from '../table/row-blocks.ts';
import { createRowSink } from '../table/row-blocks.ts';
import type { NumberFormat } from './number-format.ts';
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

/**
 * Cells of a SpreadsheetML sheet (ECMA-376 part 1, 18.3), streaming. Reads `<row>` and `<c>` by position, without a parser; what
 * stands before and after the cells goes through the ordinary scanner.
 */
export function createSheetReader(context: SheetContext): PartReader {
  const ready: Extracted[] = [];
  const side = createSideTexts();
  const hiddenColumns: number[] = [];
  let mode: 'before' | 'cells' | 'after' = 'before';
  let carry = '';
  let prefix: string | undefined;
  let rowNumber = 0;
  let rowHidden = false;
  let row: string[] = [];
  let sink: RowSink | undefined;
  let sinkHidden = false;
  const formulas = new Set<string>();
  const around = createAroundScanner(side, hiddenColumns);

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
  const addCell = (attributes: string, inner: string): void => {
    const value = cellValue(attributes, inner, context);
    const formula = inner.startsWith('<f') && inner.includes('"') ? /<f[^>]*>([^<]*)<\/f>/.exec(inner)?.[1] : undefined;
    if (formula && /\d{4}/.test(formula) && formulas.size < 10_000 && !formulas.has(formula)) {
      formulas.add(formula);
      side.add('field', decodeEntities(formula));
    }
    if (value === '') return;
    const column = columnIndex(attributes, row.length);
    if (column > row.length && column - row.length <= GAP_MAX) while (row.length < column) row.push('');
    row.push(value);
  };
  const takeCells = (text: string, final: boolean): number => {
    let at = 0;
    for (;;) {
      const tag = text.indexOf('<', at);
      if (tag < 0) return text.length;
      const first = text.charCodeAt(tag + 1);
      const close = text.indexOf('>', tag);
      if (close < 0) return final ? text.length : tag;
      if (first === 99 && text.charCodeAt(tag + 2) <= 62) {
        if (text.charCodeAt(close - 1) === 47) {
          at = close + 1;
          continue;
        }
        const end = text.indexOf('</c>', close);
        if (end < 0 && !final && text.length - tag < CELL_LENGTH_MAX) return tag;
        const stop = end < 0 ? text.length : end;
        addCell(text.slice(tag + 2, close), text.slice(close + 1, stop));
        at = end < 0 ? text.length : end + 4;
      } else if (first === 114 && text.startsWith('row', tag + 1)) {
        emitRow();
        const attributes = text.slice(tag + 4, close);
        const number = Number(attribute(attributes, 'r'));
        rowNumber = number > 0 ? number : rowNumber + 1;
        rowHidden = attributes.includes('hidden="1"') || attributes.includes('hidden="true"');
        at = close + 1;
      } else if (first === 47 && text.startsWith('sheetData', tag + 2)) {
        emitRow();
        endBlock();
        mode = 'after';
        return close + 1;
      } else at = close + 1;
    }
  };
  const advance = (text: string, final: boolean): void => {
    let rest = text;
    if (mode === 'before') {
      const start = rest.indexOf('<sheetData');
      const end = start < 0 ? -1 : rest.indexOf('>', start);
      if (end < 0) {
        // A tag may be cut off here; the head of a sheet is short.
        carry = rest;
        if (final) around.write(rest);
        return;
      }
      around.write(rest.slice(0, start));
      mode = rest.charCodeAt(end - 1) === 47 ? 'after' : 'cells';
      rest = rest.slice(end + 1);
    }
    if (mode === 'cells') {
      rest = rest.slice(takeCells(rest, final));
      if (mode === 'cells') {
        carry = rest;
        return;
      }
    }
    around.write(rest);
    carry = '';
  };
  return {
    write(piece) {
      let text = carry + piece;
      carry = '';
      if (prefix === undefined) {
        const root = /<(?:(\w+):)?worksheet[\s>]/.exec(text);
        if (root) prefix = root[1] ?? '';
      }
      // Some writers name every element x:row, x:c and so on.
      if (prefix) text = text.replaceAll(`<${prefix}:`, '<').replaceAll(`</${prefix}:`, '</');
      advance(text, false);
    },
    end() {
      advance(carry, true);
      emitRow();
      endBlock();
      around.end();
      ready.push(...side.take(context.place));
    },
    *take() {
      yield* ready.splice(0);
      if (side.isLong()) yield* side.take(context.place);
    },
  };
}

function cellValue(attributes: string, inner: string, { strings, formats, general }: SheetContext): string {
  const type = attribute(attributes, 't');
  if (type === 'inlineStr') return inlineText(inner);
  const start = inner.startsWith('<v>') ? 3 : valueStart(inner);
  if (start < 0) return inner.includes('<is>') ? inlineText(inner) : '';
  const end = inner.indexOf('</v>', start);
  const raw = end < 0 ? inner.slice(start) : inner.slice(start, end);
  if (type === 's') return strings.get(Number(raw));
  if (type === undefined || type === 'n') {
    const style = attributes.includes(' s=') ? Number(attribute(attributes, 's')) : 0;
    return (formats[style] ?? general)(raw);
  }
  if (type === 'b') return raw === '1' ? 'TRUE' : 'FALSE';
  return decodeEscapes(decodeEntities(raw));
}

function valueStart(inner: string): number {
  const tag = inner.indexOf('<v');
  if (tag < 0) return -1;
  const close = inner.indexOf('>', tag);
  return close < 0 ? -1 : close + 1;
}

/** Text runs joined; the reading aid of East Asian text is left out. */
export function inlineText(inner: string): string {
  let text = '';
  const plain = inner.includes('<rPh') ? inner.replace(/<rPh[\s\S]*?<\/rPh>/g, '') : inner;
  for (const match of plain.matchAll(/<t(?:\s[^>]*)?>([^<]*)<\/t>/g)) text += match[1] ?? '';
  return decodeEscapes(decodeEntities(text));
}

/** ST_Xstring (22.9.2.19): control characters are written _x000D_. */
function decodeEscapes(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([0-9a-fA-F]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;
}

/** 0-based column of a cell reference such as r="AB12"; the next free one where there is none. */
function columnIndex(attributes: string, next: number): number {
  let at = attributes.indexOf('r="');
  if (at < 0) return next;
  at += 3;
  let column = 0;
  for (let code = attributes.charCodeAt(at); code >= 65 && code <= 90; code = attributes.charCodeAt(++at))
    column = column * 26 + code - 64;
  return column > 0 ? column - 1 : next;
}

const TEXT_AROUND: Readonly<Record<string, 'header' | 'footer' | 'field'>> = {
  oddHeader: 'header',
  evenHeader: 'header',
  firstHeader: 'header',
  oddFooter: 'footer',
  evenFooter: 'footer',
  firstFooter: 'footer',
  formula1: 'field',
  formula2: 'field',
  formula: 'field',
  'xm:f': 'field',
};

/** Before and after the cells: hidden columns, headers and footers, drop-down lists, links, prompts, rules, filters, scenarios. */
function createAroundScanner(side: ReturnType<typeof createSideTexts>, hiddenColumns: number[]): MarkupScanner {
  let inside: 'header' | 'footer' | 'field' | undefined;
  return createMarkupScanner({
    open(name, attributes) {
      inside = TEXT_AROUND[name];
      if (name === 'col' && /hidden="(?:1|true)"/.test(attributes)) {
        const from = Number(attribute(attributes, 'min')) || 1;
        const to = Math.min(Number(attribute(attributes, 'max')) || from, from + 500);
        for (let column = from; column <= to; column += 1) hiddenColumns.push(column - 1);
      } else if (name === 'dataValidation') {
        side.add(
          'field',
          attribute(attributes, 'prompt'),
          attribute(attributes, 'error'),
          attribute(attributes, 'promptTitle'),
        );
      } else if (name === 'hyperlink') {
        side.add(
          'field',
          attribute(attributes, 'tooltip'),
          attribute(attributes, 'location'),
          attribute(attributes, 'display'),
        );
      } else if (name === 'cfRule') {
        side.add('field', attribute(attributes, 'text'));
      } else if (name === 'inputCells' || name === 'filter' || name === 'customFilter') {
        side.add('field', attribute(attributes, 'val'));
      }
    },
    close() {
      inside = undefined;
    },
    text(text) {
      if (inside) side.add(inside, text);
    },
  });
}
