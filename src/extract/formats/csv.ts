import { type CellSpans, type Extracted, type Place, rowOfSpans, type TableBlock } from '../../model/index.ts';
import { bytePieces, textChunks } from '../encoding/text-chunks.ts';
import type { Format } from '../format.ts';
import { cellSplitter } from '../table/cell-spans.ts';
import { createDelimitedParser } from '../table/delimited-rows.ts';
import { sniffDelimiter } from '../table/sniff-delimiter.ts';

/** Delimited text of any extension: comma, tab, pipe, semicolon and the rarer ones. */
export const csv: Format = {
  name: 'csv',
  extensions: ['csv', 'tsv', 'tab', 'psv', 'dsv', 'txt'],
  looksLike: (look) => look.text !== undefined && sniffDelimiter(look.text, look.extension, look.whole) !== undefined,
  async *read(source, context) {
    const { place, look } = context;
    const delimiter = sniffDelimiter(look.text ?? '', look.extension, look.whole) ?? ',';
    const parser = createDelimitedParser(delimiter);
    const splitter = cellSplitter(delimiter);
    const table = context.nextTable();
    const notes: Extracted[] = [];
    let firstRow = 1;
    for await (const { utf8, last } of textChunks(source, context, notes)) {
      while (notes.length > 0) yield notes.shift() as Extracted;
      for (const piece of bytePieces(utf8)) {
        const spans = parser.isIdle() ? splitter?.split(piece) : undefined;
        if (spans) {
          yield spannedBlock(place, table, firstRow, spans);
          firstRow += spans.rowCount;
          continue;
        }
        const rows = parser.write(piece.toString('utf8'));
        if (rows.length > 0) yield { kind: 'table', place, table, firstRow, rows };
        firstRow += rows.length;
      }
      const rows = last ? parser.end() : [];
      if (rows.length > 0) yield { kind: 'table', place, table, firstRow, rows };
    }
  },
};

/** Its rows are made when they are asked for. */
function spannedBlock(place: Place, table: number, firstRow: number, spans: CellSpans): TableBlock {
  let rows: readonly (readonly string[])[] | undefined;
  return {
    kind: 'table',
    place,
    table,
    firstRow,
    spans,
    get rows() {
      rows ??= Array.from({ length: spans.rowCount }, (_, row) => rowOfSpans(spans, row));
      return rows;
    },
  };
}
