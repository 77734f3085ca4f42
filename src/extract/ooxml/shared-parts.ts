import type { Extracted, Place } from '../../model/index.ts';
import { inPart, textBlocks, unread } from '../blocks.ts';
import type { ReadContext } from '../format.ts';
import { imageKind, looksLikeReadableImage } from '../images.ts';
import { Cut, Damaged } from '../limits.ts';
import { attribute } from '../markup/markup-scanner.ts';
import { drawingParts } from '../picture/drawing.ts';
import { pictureTexts } from '../picture/picture-text.ts';
import { bufferRandomAccess, wholeOf } from '../source.ts';
import { memberSource } from '../zip/member-source.ts';
import type { Package, PartContent, PartReader } from './package-parts.ts';
import { partPlace, readPart } from './package-parts.ts';
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

const NAME: ReadonlySet<string> = new Set(['name']);
const CHART_FORMATS: ReadonlySet<string> = new Set(['c:formatCode', 'c:f']);
const ANCHORS: ReadonlySet<string> = new Set(['x:Anchor']);

const CUSTOM_ITEM = /^customxml\/item\d*\.xml$/;
const CHART = /\/charts?\/.*\.xml$/;
const CHART_LOOKS = /\/(?:style|colors)\d*\.xml$/;
const DIAGRAM = /\/diagrams\/(?:data|drawing)\d*\.xml$/;
const LOOKS = /\/diagrams\/|\/theme\/|printersettings/;
const IMAGE = /\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|jfif|webp|wdp|emz|wmz|ico|pict?)$/;

/** Parts that word processing, spreadsheet and presentation packages have in common; unknown ones are read for their text or told. */
export function readSharedPart(pack: Package, name: string, context: ReadContext): PartContent {
  const { place } = context;
  const through = (reader: PartReader): PartContent => readPart(pack, name, context, reader);
  if (name.endsWith('.rels')) return through(createTargetsReader(place));
  if (name.startsWith('docprops/') && name.endsWith('.xml'))
    return through(createPlainPartReader(place, 'metadata', { named: true, attributes: NAME }));
  if (CUSTOM_ITEM.test(name)) return through(createPlainPartReader(place, 'custom-xml', { attributes: 'all' }));
  // Schema references only.
  if (name.startsWith('customxml/')) return [];
  if (CHART.test(name))
    return CHART_LOOKS.test(name)
      ? []
      : through(createPlainPartReader(place, 'chart', { lineElements: DRAWING_LINES, skip: CHART_FORMATS }));
  if (DIAGRAM.test(name))
    return name.includes('data')
      ? through(createPlainPartReader(place, 'text-box', { lineElements: DRAWING_LINES }))
      : [];
  if (LOOKS.test(name)) return [];
  if (IMAGE.test(name)) return image(pack, name, context);
  if (name.endsWith('.xml') || name.endsWith('.vml')) {
    const lineElements = name.endsWith('.vml') ? VML_LINES : name.includes('/drawings/') ? DRAWING_LINES : undefined;
    return through(
      createPlainPartReader(partPlace(place, name), 'source-markup', {
        ...(lineElements ? { lineElements } : {}),
        attributes: TEXT_ATTRIBUTES,
        skip: ANCHORS,
      }),
    );
  }
  return embedded(pack, name, context);
}

/** Longest part with relationships. */
const TARGETS_LENGTH_MAX = 16 * 1024 * 1024;

/** Links out of the document: addresses may carry an e-mail address or a number. */
function createTargetsReader(place: Place): PartReader {
  let text = '';
  let targets: string[] = [];
  return {
    write(piece) {
      text += piece;
      if (text.length > TARGETS_LENGTH_MAX) throw new Cut('too-big', 'a part of the document is too big');
    },
    end() {
      if (text.includes('External')) targets = externalTargets(text);
    },
    take: () => (targets.length > 0 ? textBlocks(inPart(place, 'field'), `${targets.splice(0).join('\n')}\n`) : []),
  };
}

function externalTargets(text: string): string[] {
  const targets: string[] = [];
  for (const match of text.matchAll(/<Relationship\s([^>]*)>/g)) {
    const attributes = match[1] ?? '';
    const target = attribute(attributes, 'Target');
    if (target && attribute(attributes, 'TargetMode') === 'External') targets.push(target);
  }
  return targets;
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
