import type { Extracted, PlacePart } from '../../model/index.ts';
import { note, textBlocks } from '../blocks.ts';
import type { Format, ReadContext } from '../format.ts';
import { attributesOf } from '../markup/markup-scanner.ts';
import type { Package } from '../ooxml/package-parts.ts';
import { openPackage, partText, readPart } from '../ooxml/package-parts.ts';
import { createPlainPartReader } from '../ooxml/plain-part.ts';
import { readSharedPart } from '../ooxml/shared-parts.ts';
import { createWordReader } from '../ooxml/word-reader.ts';
import { type Source, wholeOf } from '../source.ts';

/** mammoth unpacks the whole package in memory. */
const SECOND_READER_BYTES_MAX = 2 * 1024 * 1024;

const BODY = /^word\/document\d*\.xml$/;

/** Story parts of WordprocessingML, and where their text stands. */
const STORIES: readonly (readonly [RegExp, PlacePart | undefined])[] = [
  [BODY, undefined],
  [/^word\/header\d*\.xml$/, 'header'],
  [/^word\/footer\d*\.xml$/, 'footer'],
  [/^word\/footnotes\.xml$/, 'footnote'],
  [/^word\/endnotes\.xml$/, 'endnote'],
  [/^word\/comments\d*\.xml$/, 'comment'],
  [/^word\/glossary\/document\.xml$/, 'hidden-text'],
];

/** Parts that hold how the document looks, and no words of its authors. */
const LOOKS =
  /^(?:\[content_types\]\.xml|word\/(?:glossary\/)?(?:styles|styleswitheffects|fonttable|numbering|websettings|theme\/.*|commentsextended|commentsids|commentsextensible|people|fonts\/.*)(?:\.xml)?.*|word\/activex\/.*\.bin|docprops\/thumbnail\..*|.*\.vml\.rels|word\/(?:glossary\/)?_rels\/(?!document).*)$/;

/** Word 2007 and later, with every part of the package. */
export const docx: Format = {
  name: 'docx',
  extensions: ['docx', 'docm', 'dotx', 'dotm'],
  looksLike: ({ parts }) => parts !== undefined && [...parts].some((name) => /^\/?word\/document\d*\.xml$/.test(name)),
  async *read(source, context) {
    const pack = await openPackage(source, context);
    let hasBody = false;
    let isBodyUnread = false;
    for (const [pattern, part] of STORIES) {
      for (const name of pack.parts.keys()) {
        if (!pattern.test(name)) continue;
        const reader = createWordReader(context.place, part, context.nextTable, part === undefined);
        for await (const extracted of readPart(pack, name, context, reader)) {
          hasBody ||= part === undefined && (extracted.kind === 'text' || extracted.kind === 'table');
          isBodyUnread ||= part === undefined && extracted.kind === 'unread';
          yield extracted;
        }
      }
    }
    for (const name of pack.parts.keys()) {
      if (STORIES.some(([pattern]) => pattern.test(name)) || LOOKS.test(name)) continue;
      if (name === 'word/settings.xml') yield* readSettings(pack, name, context);
      else yield* readSharedPart(pack, name, context);
    }
    if (!hasBody && (isBodyUnread || (await hasOtherBody(pack, context)))) yield* readAgain(source, context);
  },
};

/** The package may name another part than we know as its main document (ECMA-376 part 2, 6.5; part 1, 11.3.10). */
async function hasOtherBody(pack: Package, context: ReadContext): Promise<boolean> {
  const relations = await partText(pack, '_rels/.rels', context);
  const main = [...relations.matchAll(/<(?:\w+:)?Relationship\s([^>]*)>/g)]
    .map((match) => new Map(attributesOf(match[1] ?? '')))
    .find((attributes) => attributes.get('Type')?.endsWith('/officeDocument') === true)
    ?.get('Target');
  return main !== undefined && !BODY.test(main.replace(/^\//, '').toLowerCase());
}

/** A body in which our reader sees nothing: mammoth follows relationships and styles that we do not. */
async function* readAgain(source: Source, context: ReadContext): AsyncIterable<Extracted> {
  if ((source.sizeBytes ?? Number.POSITIVE_INFINITY) > SECOND_READER_BYTES_MAX) return;
  const bytes = await wholeOf(source, context.budget, SECOND_READER_BYTES_MAX);
  const { default: mammoth } = await import('mammoth');
  const text = await mammoth.extractRawText({ buffer: bytes }).then(
    ({ value }) => value.trim(),
    () => '',
  );
  if (text === '') return;
  yield note(context.place, 'second-reader-used');
  yield* textBlocks(context.place, text);
}

/** Document variables, mail merge queries, and whether the document is protected against changes. */
async function* readSettings(pack: Package, name: string, context: ReadContext): AsyncIterable<Extracted> {
  const settings = await partText(pack, name, context);
  if (/<w:documentProtection[^>]*w:enforcement="(?:1|true)"/.test(settings)) {
    yield note(context.place, 'document-protection-only', 'protected against changes; readable');
  }
  if (!/<w:(?:docVar|query|connectString|dataSource)\s/.test(settings)) return;
  const skip = new Set([
    'w:rsids',
    'w:compat',
    'w:shapeDefaults',
    'w:hdrShapeDefaults',
    'm:mathPr',
    'w:clrSchemeMapping',
    'w:themeFontLang',
    'w:zoom',
  ]);
  const reader = createPlainPartReader(context.place, 'metadata', { attributes: new Set(['w:name', 'w:val']), skip });
  reader.write(settings);
  reader.end();
  yield* reader.take();
}
