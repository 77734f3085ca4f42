import type { Extracted, Place } from '../../model/index.ts';
import { textBlocks } from '../blocks.ts';

/** pdf.js repairs some files that PDFium does not open. @throws whatever pdf.js throws */
export async function* readWithPdfJs(bytes: Buffer, place: Place): AsyncIterable<Extracted> {
  const { PDFParse } = await import('pdf-parse');
  const parser = new PDFParse({ data: new Uint8Array(bytes), verbosity: 0 });
  try {
    const { pages } = await parser.getText({ pageJoiner: '' });
    for (const { num, text } of pages) if (text.trim() !== '') yield* textBlocks({ ...place, page: num }, `${text}\n`);
  } finally {
    await parser.destroy();
  }
}
