import type { Extracted, Place } from '../../model/index.ts';
import { inPart, textBlocks, unread } from '../blocks.ts';
import type { ReadContext } from '../format.ts';
import { imageKind, looksLikeReadableImage } from '../images.ts';
import { Cut, Damaged } from '../limits.ts';
import { attributesOf } from '../markup/markup-scanner.ts';
import { drawingParts } from '../picture/drawing.ts';
import { pictureTexts } from '../picture/picture-text.ts';
import { bufferRandomAccess, wholeOf } from '../source.ts';
import { memberSource } from '../zip/member-source.ts';
import type { Package } from './package-parts.ts';
import { partPlace, partText, readPart } from './package-parts.ts';
import { createPlainPartReader } from './plain-part.ts';

const DRAWING_LINES: ReadonlySet<string> = new Set(['a:p', 'c:pt', 'c:f', 'dgm:pt', 'p:txBody', 'xdr:txBody']);

/** Paragraphs of VML text boxes, which hold HTML. */
const VML_LINES: ReadonlySet<string> = new Set(['div', 'br', 'p', 'v:shape', 'x:ClientData']);

/** Attributes that hold words or values, in whatever part: alternative texts, captions, names, list items, tags, control values. */
const TEXT_ATTRIBUTES: ReadonlySet<string> = new Set([
  'alt',
  'descr',
  'title',
  'o:title',
  'string',
  'val',
  'value',
  'ax:value',
  'name',
  'displayName',
  'caption',
  'label',
  'text',
  'tooltip',
  'comment',
]);
const IMAGE = /\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|jfif|webp|wdp|emz|wmz|ico|pict?)$/;

/** Parts that word processing, spreadsheet and presentation packages have in common; unknown ones are read for their text or told. */
export async function* readSharedPart(pack: Package, name: string, context: ReadContext): AsyncIterable<Extracted> {
  const { place } = context;
  if (name.endsWith('.rels')) {
    yield* externalTargets(pack, name, context);
  } else if (name.startsWith('docprops/') && name.endsWith('.xml')) {
    yield* readPart(
      pack,
      name,
      context,
      createPlainPartReader(place, 'metadata', { named: true, attributes: new Set(['name']) }),
    );
  } else if (/^customxml\/item\d*\.xml$/.test(name)) {
    yield* readPart(pack, name, context, createPlainPartReader(place, 'custom-xml', { attributes: 'all' }));
  } else if (/^customxml\//.test(name)) {
    // Schema references only.
  } else if (/\/charts?\/.*\.xml$/.test(name)) {
    if (!/\/(?:style|colors)\d*\.xml$/.test(name))
      yield* readPart(
        pack,
        name,
        context,
        createPlainPartReader(place, 'chart', { lineElements: DRAWING_LINES, skip: new Set(['c:formatCode', 'c:f']) }),
      );
  } else if (/\/diagrams\/(?:data|drawing)\d*\.xml$/.test(name)) {
    if (name.includes('data'))
      yield* readPart(pack, name, context, createPlainPartReader(place, 'text-box', { lineElements: DRAWING_LINES }));
  } else if (/\/diagrams\/|\/theme\/|printersettings/.test(name)) {
    // Looks.
  } else if (IMAGE.test(name)) {
    yield* image(pack, name, context);
  } else if (name.endsWith('.xml') || name.endsWith('.vml')) {
    const lineElements = name.endsWith('.vml') ? VML_LINES : name.includes('/drawings/') ? DRAWING_LINES : undefined;
    yield* readPart(
      pack,
      name,
      context,
      createPlainPartReader(partPlace(place, name), 'source-markup', {
        ...(lineElements ? { lineElements } : {}),
        attributes: TEXT_ATTRIBUTES,
        skip: new Set(['x:Anchor']),
      }),
    );
  } else {
    yield* embedded(pack, name, context);
  }
}

/** Links out of the document: addresses may carry an e-mail address or a number. */
async function* externalTargets(pack: Package, name: string, context: ReadContext): AsyncIterable<Extracted> {
  const text = await partText(pack, name, context);
  if (!text.includes('External')) return;
  const targets: string[] = [];
  for (const match of text.matchAll(/<Relationship\s([^>]*)>/g)) {
    const attributes = new Map(attributesOf(match[1] ?? ''));
    const target = attributes.get('Target');
    if (attributes.get('TargetMode') === 'External' && target) targets.push(target);
  }
  if (targets.length > 0) yield* textBlocks(inPart(context.place, 'field'), `${targets.join('\n')}\n`);
}

async function* image(pack: Package, name: string, context: ReadContext): AsyncIterable<Extracted> {
  const member = pack.parts.get(name);
  if (!member) return;
  const place: Place = partPlace(context.place, name);
  if (member.unpackedBytes === 0) return;
  try {
    const head = await memberSource(pack.zip, member, context.budget).head();
    const kind = imageKind(head);
    if (kind === 'emf' || kind === 'wmf') {
      const bytes = await wholeOf(memberSource(pack.zip, member, context.budget), context.budget);
      yield* drawingParts(place, bytes, 'document', context.budget);
      return;
    }
    if (looksLikeReadableImage(head, member.unpackedBytes))
      yield unread(place, 'image-without-text', 'a picture that may show text');
    yield* pictureTexts(place, bufferRandomAccess(head), context.budget);
  } catch (error) {
    if (error instanceof Cut && error.everything) throw error;
    if (!(error instanceof Damaged) && !(error instanceof Cut)) throw error;
    yield unread(place, 'damaged', error.message);
  }
}

/** Embedded workbooks, documents, OLE objects, macros: read like any other file. */
export async function* embedded(pack: Package, name: string, context: ReadContext): AsyncIterable<Extracted> {
  const member = pack.parts.get(name);
  if (!member || member.unpackedBytes === 0) return;
  const place = partPlace(context.place, name);
  if (member.encryption) {
    yield unread(place, 'encrypted', undefined, member.encryption);
    return;
  }
  try {
    yield* context.recurse(memberSource(pack.zip, member, context.budget), name);
  } catch (error) {
    if (!(error instanceof Damaged)) throw error;
    yield unread(place, 'damaged', error.message);
  }
}
