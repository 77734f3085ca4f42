import type { Extracted } from '../../model/index.ts';
import { textChunks, textPieces } from '../encoding/text-chunks.ts';
import type { Format } from '../format.ts';
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
    const table = context.nextTable();
    const notes: Extracted[] = [];
    let firstRow = 1;
    for await (const { utf8, last } of textChunks(source, context, notes)) {
      while (notes.length > 0) yield notes.shift() as Extracted;
      for (const piece of textPieces(utf8)) {
        const rows = parser.write(piece);
        if (rows.length > 0) yield { kind: 'table', place, table, firstRow, rows };
        firstRow += rows.length;
      }
      const rows = last ? parser.end() : [];
      if (rows.length > 0) yield { kind: 'table', place, table, firstRow, rows };
    }
  },
};
