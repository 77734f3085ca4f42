import type { Extracted, Place, TableBlock } from '../../model/index.ts';
import { inPart, textBlocks } from '../blocks.ts';
import { attribute, attributesOf, createMarkupScanner } from '../markup/markup-scanner.ts';
import type { PartReader } from '../ooxml/package-parts.ts';
import type { RowSink } from '../table/row-blocks.ts';
import { createRowSink } from '../table/row-blocks.ts';
import { columnLetters } from './legacy-workbook.ts';
import type { NumberFormat } from './number-format.ts';
import { createNumberFormat, generalFormat } from './number-format.ts';

const GAP_MAX = 600;
const STYLES_MAX = 10_000;
const CELL_LENGTH_MAX = 1024 * 1024;

/** Names of formats that hide no digits; the others are formats of dates. */
const PLAIN_FORMATS: ReadonlySet<string> = new Set([
  'General',
  'General Number',
  'Fixed',
  'Standard',
  'Currency',
  'Percent',
  'Scientific',
  '@',
]);

/**
 * SpreadsheetML 2003 ("XML Spreadsheet Reference", Microsoft): cells as shown, hidden rows, columns and sheets, comments, names,
 * properties. Element names are taken without their prefix.
 */
export function createExcelXmlReader(place: Place, nextTable: () => number): PartReader {
  const ready: Extracted[] = [];
  const formats = new Map<string, NumberFormat>();
  let style = '';
  let sheet: Place = place;
  let sink: RowSink | undefined;
  let sinkHidden = false;
  let table = 0;
  let hiddenColumns: number[] = [];
  let columnNumber = 0;
  let rowNumber = 0;
  let rowHidden = false;
  let row: string[] = [];
  let column = 0;
  let cell: { style: string; type: string; value: string; comment: string } | undefined;
  let inside: 'data' | 'comment' | 'property' | 'header' | undefined;
  let property = '';
  const held: TableBlock[] = [];

  const push = (block: TableBlock | undefined): void => {
    if (block) held.push(hiddenColumns.length > 0 ? { ...block, hiddenColumns } : block);
  };
  let lastRow = 0;
  const endRow = (): void => {
    if (row.length === 0) return;
    if (!sink || rowHidden !== sinkHidden) {
      push(sink?.flush());
      sink = createRowSink(rowHidden ? inPart(sheet, 'hidden-row') : sheet, table);
      sinkHidden = rowHidden;
    }
    // Cells outside a row, in a damaged file, are in the one that follows.
    if (rowNumber <= lastRow) rowNumber = lastRow + 1;
    lastRow = rowNumber;
    push(sink.add(row, rowNumber));
    ready.push(...held.splice(0));
    row = [];
  };
  const endSheet = (): void => {
    endRow();
    push(sink?.flush());
    ready.push(...held.splice(0));
    sink = undefined;
  };
  const endCell = (): void => {
    if (!cell) return;
    const shown = cell.type === 'Number' ? (formats.get(cell.style) ?? generalFormat)(cell.value.trim()) : cell.value;
    if (shown !== '') {
      if (column - 1 > row.length && column - 1 - row.length <= GAP_MAX) while (row.length < column - 1) row.push('');
      row.push(shown);
    }
    if (cell.comment.trim() !== '') {
      ready.push(
        ...textBlocks(
          { ...inPart(sheet, 'comment'), row: rowNumber, column: columnLetters(column - 1) },
          `${cell.comment}\n`,
        ),
      );
    }
    cell = undefined;
  };
  const field = (...texts: (string | undefined)[]): void => {
    for (const text of texts) if (text) ready.push(...textBlocks(inPart(place, 'field'), `${text}\n`));
  };
  const scanner = createMarkupScanner({
    open(fullName, attributes) {
      const own = (key: string): string | undefined => attribute(attributes, `ss:${key}`) ?? attribute(attributes, key);
      switch (localName(fullName)) {
        case 'Style':
          style = own('ID') ?? '';
          break;
        case 'NumberFormat': {
          const format = own('Format');
          if (format && !PLAIN_FORMATS.has(format) && formats.size < STYLES_MAX)
            formats.set(style, createNumberFormat(format, false));
          break;
        }
        case 'Worksheet':
          endSheet();
          sheet = { members: place.members, sheet: (own('Name') ?? '').slice(0, 64) };
          hiddenColumns = [];
          columnNumber = 0;
          rowNumber = 0;
          lastRow = 0;
          table = nextTable();
          break;
        case 'Column': {
          const first = Number(own('Index')) || columnNumber + 1;
          const span = Math.min(Number(own('Span')) || 0, 1000);
          if (own('Hidden') === '1')
            for (let index = 0; index <= span && hiddenColumns.length < 1024; index += 1)
              hiddenColumns.push(first - 1 + index);
          columnNumber = first + span;
          break;
        }
        case 'Row':
          endRow();
          // Rows stand in their order: an index that goes back is damage.
          rowNumber = Math.max(Math.trunc(Number(own('Index'))) || 0, rowNumber + 1);
          rowHidden = own('Hidden') === '1';
          column = 0;
          break;
        case 'Cell':
          column = Number(own('Index')) || column + 1;
          cell = { style: own('StyleID') ?? '', type: '', value: '', comment: '' };
          field(own('HRef'), own('HRefScreenTip'));
          break;
        case 'Data':
          if (inside === 'comment') break;
          inside = 'data';
          if (cell) cell.type = own('Type') ?? '';
          break;
        case 'Comment':
          inside = 'comment';
          break;
        case 'NamedRange':
          field(`${own('Name') ?? ''} ${own('RefersTo') ?? ''}`);
          break;
        case 'Header':
        case 'Footer':
          for (const [key, value] of attributesOf(attributes)) if (key.endsWith('Data')) field(value);
          break;
        case 'DocumentProperties':
        case 'CustomDocumentProperties':
          inside = 'property';
          break;
        default:
          if (inside === 'property') property = `${localName(fullName)}: `;
          break;
      }
    },
    close(fullName) {
      switch (localName(fullName)) {
        case 'Data':
          if (inside === 'data') inside = undefined;
          break;
        case 'Comment':
          inside = undefined;
          break;
        case 'Cell':
          endCell();
          break;
        case 'Row':
          endRow();
          break;
        case 'Table':
        case 'Worksheet':
          endSheet();
          break;
        case 'Visible':
          break;
        case 'DocumentProperties':
        case 'CustomDocumentProperties':
          inside = undefined;
          break;
        default:
          if (inside === 'property' && property !== '')
            ready.push(...textBlocks(inPart(place, 'metadata'), `${property}\n`));
          property = '';
          break;
      }
    },
    text(text) {
      if (inside === 'property') property += text.trim();
      else if (cell && inside === 'comment') cell.comment += text;
      else if (cell && inside === 'data' && cell.value.length < CELL_LENGTH_MAX) cell.value += text;
    },
  });
  return {
    write: (value) => scanner.write(value),
    end() {
      scanner.end();
      endCell();
      endSheet();
    },
    take: () => ready.splice(0),
  };
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
