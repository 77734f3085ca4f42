import type { Extracted, Place } from '../../model/index.ts';
import type { Format, ReadContext } from '../format.ts';
import { attribute, attributesOf } from '../markup/markup-scanner.ts';
import type { Package } from '../ooxml/package-parts.ts';
import { openPackage, partText, readPart } from '../ooxml/package-parts.ts';
import { createPlainPartReader } from '../ooxml/plain-part.ts';
import { readSharedPart } from '../ooxml/shared-parts.ts';
import { createSlideReader } from '../ooxml/slide-reader.ts';
import { relationTargets } from '../sheet/workbook.ts';

const LOOKS =
  /^(?:\[content_types\]\.xml|ppt\/(?:presprops|viewprops|tablestyles|revisioninfo|changesinfos\/.*)\.xml|ppt\/(?:theme|_rels|fonts)\/.*|docprops\/thumbnail\..*)$/;

/** PowerPoint 2007 and later: slides in their order, hidden ones, speaker notes, comments, charts, everything embedded. */
export const pptx: Format = {
  name: 'pptx',
  extensions: ['pptx', 'pptm', 'ppsx', 'ppsm', 'potx', 'potm'],
  looksLike: ({ parts }) => parts?.has('ppt/presentation.xml') === true,
  async *read(source, context) {
    const pack = await openPackage(source, context);
    const read = new Set<string>();
    let page = 0;
    for (const slide of await slidesInOrder(pack, context)) {
      page += 1;
      yield* readSlide(pack, slide, page, read, context);
    }
    // Names of sections and of custom shows.
    const names = createPlainPartReader(context.place, 'metadata', { attributes: new Set(['name']) });
    yield* readPart(pack, 'ppt/presentation.xml', context, names);
    for (const name of pack.parts.keys()) {
      if (read.has(name) || LOOKS.test(name) || name === 'ppt/presentation.xml') continue;
      if (/^ppt\/slides\/[^/]*\.xml$/.test(name)) yield* readSlide(pack, name, undefined, read, context);
      else if (/^ppt\/(?:notesslides|slidelayouts|slidemasters|notesmasters|handoutmasters)\/[^/]*\.xml$/.test(name)) {
        // Layouts and masters are printed on every slide.
        yield* readPart(
          pack,
          name,
          context,
          createSlideReader(
            { ...context.place, part: name.includes('notesslides') ? 'speaker-notes' : 'header' },
            context.nextTable,
          ),
        );
      } else if (/^ppt\/(?:comments\/.*|commentauthors|authors)\.xml$/.test(name)) {
        yield* readPart(
          pack,
          name,
          context,
          createPlainPartReader(context.place, 'comment', { attributes: new Set(['name']) }),
        );
      } else if (!/^ppt\/slide(?:s|layouts|masters)\/_rels\/.*(?<!slide\d+\.xml\.rels)$/.test(name))
        yield* readSharedPart(pack, name, context);
    }
  },
};

async function slidesInOrder(pack: Package, context: ReadContext): Promise<string[]> {
  const presentation = await partText(pack, 'ppt/presentation.xml', context);
  const targets = await relationTargets(pack, 'ppt/presentation.xml', context);
  const slides: string[] = [];
  for (const match of presentation.matchAll(/<p:sldId\s([^>]*)>/g)) {
    const id = attributesOf(match[1] ?? '').find(([key]) => key.endsWith(':id'))?.[1];
    const target = targets.get(id ?? '');
    if (target && pack.parts.has(target)) slides.push(target);
  }
  return slides;
}

async function* readSlide(
  pack: Package,
  name: string,
  page: number | undefined,
  read: Set<string>,
  context: ReadContext,
): AsyncIterable<Extracted> {
  read.add(name);
  const at: Place = page === undefined ? context.place : { ...context.place, page };
  const reader = createSlideReader(at, context.nextTable, (attributes) =>
    /^(?:0|false)$/.test(attribute(attributes, 'show') ?? ''),
  );
  yield* readPart(pack, name, context, reader);
  for (const target of (await relationTargets(pack, name, context)).values()) {
    if (read.has(target) || !pack.parts.has(target)) continue;
    const isNotes = target.includes('notesslides/');
    const isComments = target.includes('ppt/comments/');
    if (!isNotes && !isComments) continue;
    read.add(target);
    const side = isNotes
      ? createSlideReader({ ...at, part: 'speaker-notes' }, context.nextTable)
      : createPlainPartReader(at, 'comment', {});
    yield* readPart(pack, target, context, side);
  }
}
