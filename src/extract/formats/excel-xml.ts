import type { Extracted } from '../../model/index.ts';
import { textChunks } from '../encoding/text-chunks.ts';
import type { Format } from '../format.ts';
import { createExcelXmlReader } from '../sheet/excel-xml-reader.ts';

/** Excel 2002 and 2003 as XML (SpreadsheetML 2003). */
export const excelXml: Format = {
  name: 'excel-xml',
  extensions: ['xml', 'xls'],
  looksLike: ({ text }) =>
    text !== undefined &&
    /<(?:\w+:)?Workbook\s[^>]*urn:schemas-microsoft-com:office:spreadsheet/.test(text.slice(0, 8192)),
  async *read(source, context) {
    const reader = createExcelXmlReader(context.place, context.nextTable);
    const notes: Extracted[] = [];
    for await (const { utf8 } of textChunks(source, context, notes)) {
      yield* notes.splice(0);
      reader.write(utf8.toString('utf8'));
      yield* reader.take();
    }
    reader.end();
    yield* reader.take();
  },
};
