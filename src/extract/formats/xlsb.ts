import { zipSync } from 'fflate';
import type { Extracted } from '../../model/index.ts';
import { inPart, unread } from '../blocks.ts';
import { sweepText } from '../compound/sweep.ts';
import type { Format, ReadContext } from '../format.ts';
import { Cut, Damaged } from '../limits.ts';
import { openPackage, partPlace, partSource } from '../ooxml/package-parts.ts';
import { readSharedPart } from '../ooxml/shared-parts.ts';
import { openLegacyWorkbook, readLegacyWorkbook } from '../sheet/legacy-workbook.ts';
import { wholeOf } from '../source.ts';

/** Unpacked bytes of the sheets that SheetJS may be given. */
const WORKBOOK_BYTES_MAX = 48 * 1024 * 1024;

/** What the workbook is made of; the rest is read like the parts of any package. */
const WORKBOOK =
  /^(?:\[content_types\]\.xml|_rels\/.*|docprops\/(?:app|core|custom)\.xml|xl\/(?:workbook|styles|sharedstrings|metadata|calcchain)\.bin|xl\/(?:worksheets|chartsheets|dialogsheets|macrosheets|_rels|theme|externallinks|persons)\/.*|xl\/comments\d*\.bin|xl\/binaryindex\d*\.bin|xl\/threadedcomments\/.*)$/;

/** Excel 2007 and later in its binary form ([MS-XLSB]). */
export const xlsb: Format = {
  name: 'xlsb',
  extensions: ['xlsb'],
  looksLike: ({ parts }) => parts?.has('xl/workbook.bin') === true,
  async *read(source, context) {
    const pack = await openPackage(source, context);
    const parts: Record<string, Uint8Array> = {};
    const others: string[] = [];
    let bytes = 0;
    for (const [name, member] of pack.parts) {
      if (!WORKBOOK.test(name)) others.push(name);
      else if (member.encryption)
        yield unread(partPlace(context.place, name), 'encrypted', undefined, member.encryption);
      else {
        const inner = partSource(pack, name, context);
        if (!inner) continue;
        try {
          parts[member.name.replace(/^\//, '')] = await wholeOf(inner, context.budget, WORKBOOK_BYTES_MAX - bytes);
          bytes += parts[member.name.replace(/^\//, '')]?.length ?? 0;
        } catch (error) {
          if (error instanceof Cut && error.everything) throw error;
          if (!(error instanceof Cut) && !(error instanceof Damaged)) throw error;
          yield unread(partPlace(context.place, name), error instanceof Cut ? error.reason : 'damaged', error.message);
        }
      }
    }
    yield* readParts(parts, context);
    for (const name of others) yield* readSharedPart(pack, name, context);
  },
};

/** The parts packed anew without compression: SheetJS never unpacks what a file claims. */
async function* readParts(parts: Record<string, Uint8Array>, context: ReadContext): AsyncIterable<Extracted> {
  const workbook = openLegacyWorkbook(Buffer.from(zipSync(parts, { level: 0 })), context.budget);
  if (workbook) {
    yield* readLegacyWorkbook(workbook, context);
    return;
  }
  for (const [name, bytes] of Object.entries(parts)) {
    if (name.endsWith('.bin')) yield* sweepText(inPart(context.place, 'raw-bytes'), Buffer.from(bytes), context.budget);
  }
  yield unread(context.place, 'damaged', 'the cells cannot be told apart; what reads like text was read');
}
