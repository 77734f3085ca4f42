import type { Extracted, Place } from '../../model/index.ts';
import { inPart, note, textBlocks } from '../blocks.ts';
import type { Format, ReadContext } from '../format.ts';
import { attribute, createMarkupScanner } from '../markup/markup-scanner.ts';
import type { Package, PartReader } from '../ooxml/package-parts.ts';
import { openPackage, partTextBlocks, readPart, readPartBytes } from '../ooxml/package-parts.ts';
import { createPlainPartReader } from '../ooxml/plain-part.ts';
import { readSharedPart } from '../ooxml/shared-parts.ts';
import { generalFormat } from '../sheet/number-format.ts';
import { createSheetReader } from '../sheet/sheet-reader.ts';
import { createStringStore } from '../sheet/string-store.ts';
import { readCellFormats, readSharedStrings, readWorkbook, relationTargets } from '../sheet/workbook.ts';

const LOOKS =
  /^(?:\[content_types\]\.xml|xl\/(?:workbook|styles|sharedstrings|calcchain|metadata|volatiledependencies)\.xml|xl\/(?:theme|printersettings|_rels)\/.*|docprops\/thumbnail\..*|xl\/(?:featurepropertybag|.*_rels\/.*vmldrawing.*)(?:\/.*|$))$/;

/** Excel 2007 and later: cells as shown, with hidden rows, columns and sheets, comments, names, and everything embedded. */
export const xlsx: Format = {
  name: 'xlsx',
  extensions: ['xlsx', 'xlsm', 'xltx', 'xltm'],
  looksLike: ({ parts }) => parts?.has('xl/workbook.xml') === true,
  async *read(source, context) {
    const { place } = context;
    const pack = await openPackage(source, context);
    const workbook = await readWorkbook(pack, context);
    if (workbook.protectedOnly) yield note(place, 'document-protection-only', 'protected against changes; readable');
    const formats = await readCellFormats(pack, workbook.date1904, context);
    const strings = createStringStore();
    for await (const text of readSharedStrings(pack, context, strings)) yield* textBlocks(place, `${text}\n`);
    const read = new Set<string>();
    for (const { name, part, hidden } of workbook.sheets) {
      const sheetPlace: Place = { members: place.members, sheet: name, ...(hidden ? { part: 'hidden-sheet' } : {}) };
      read.add(part);
      const reader = createSheetReader({
        place: sheetPlace,
        table: context.nextTable(),
        strings,
        formats,
        general: generalFormat,
      });
      if (part.includes('sheets/') && !part.includes('chartsheets/')) yield* readPartBytes(pack, part, context, reader);
      for (const target of (await relationTargets(pack, part, context)).values()) {
        if (read.has(target) || !pack.parts.has(target)) continue;
        const side = sidePartReader(target, sheetPlace);
        if (!side) continue;
        read.add(target);
        yield* readPart(pack, target, context, side);
      }
    }
    yield* partTextBlocks(place, 'metadata', [...workbook.definedNames, ...workbook.sheets.map((sheet) => sheet.name)]);
    yield* readOthers(pack, read, context);
  },
};

/** Parts that belong to one sheet and can say so. */
function sidePartReader(part: string, place: Place): PartReader | undefined {
  if (/\/comments?\d*\.xml$|\/threadedcomments\//.test(part)) return createCommentReader(place);
  if (/\/drawings\/drawing\d*\.xml$/.test(part)) {
    return createPlainPartReader(place, 'text-box', {
      lineElements: new Set(['a:p']),
      attributes: new Set(['descr', 'title']),
      skip: new Set(['xdr:from', 'xdr:to', 'a:ext']),
    });
  }
  return undefined;
}

async function* readOthers(pack: Package, read: ReadonlySet<string>, context: ReadContext): AsyncIterable<Extracted> {
  for (const name of pack.parts.keys()) {
    if (read.has(name) || LOOKS.test(name)) continue;
    if (/^xl\/(?:pivotcache|pivottables)\/.*\.xml$/.test(name)) {
      // A pivot table keeps a copy of the rows that it was made from.
      if (name.includes('cache'))
        yield* readPart(
          pack,
          name,
          context,
          createPlainPartReader(context.place, 'hidden-text', { attributes: new Set(['v', 'name']) }),
        );
    } else if (
      /^xl\/(?:connections|querytables\/.*|tables\/.*|externallinks\/.*)\.xml$|^xl\/xmlmaps\.xml$/.test(name)
    ) {
      yield* readPart(
        pack,
        name,
        context,
        createPlainPartReader(context.place, 'field', {
          attributes: new Set([
            'connection',
            'command',
            'name',
            'description',
            'sourceFile',
            'val',
            'string',
            'totalsRowLabel',
          ]),
        }),
      );
    } else if (/^xl\/worksheets\/[^/]*\.xml$/.test(name)) {
      // A sheet that the workbook does not list is hidden better than any other.
      yield* readPart(pack, name, context, createPlainPartReader(context.place, 'hidden-sheet', {}));
    } else yield* readSharedPart(pack, name, context);
  }
}

/** Comments with the cell that they stand at. */
function createCommentReader(sheet: Place): PartReader {
  const ready: Extracted[] = [];
  let reference = '';
  let text = '';
  let author = '';
  let inAuthor = false;
  const scanner = createMarkupScanner({
    open(name, attributes) {
      const local = name.slice(name.indexOf(':') + 1);
      if (local === 'comment' || local === 'threadedComment') {
        reference = attribute(attributes, 'ref') ?? '';
        text = '';
      }
      inAuthor = local === 'author';
    },
    close(name) {
      const local = name.slice(name.indexOf(':') + 1);
      inAuthor = false;
      if (local === 'author') {
        if (author.trim() !== '') ready.push(...textBlocks(inPart(sheet, 'metadata'), `${author}\n`));
        author = '';
      }
      if ((local === 'comment' || local === 'threadedComment') && text.trim() !== '') {
        const cell = /^([A-Z]+)(\d+)$/.exec(reference);
        const at = inPart(sheet, 'comment');
        ready.push(...textBlocks(cell ? { ...at, row: Number(cell[2]), column: cell[1] ?? '' } : at, `${text}\n`));
        text = '';
      }
    },
    text(value) {
      if (inAuthor) author += value;
      else text += value;
    },
  });
  return { write: (value) => scanner.write(value), end: () => scanner.end(), take: () => ready.splice(0) };
}
