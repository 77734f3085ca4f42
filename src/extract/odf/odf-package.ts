import type { EncryptionMethod, Extracted } from '../../model/index.ts';
import { unread } from '../blocks.ts';
import type { ReadContext } from '../format.ts';
import type { Package } from '../ooxml/package-parts.ts';
import { openPackage, partPlace, partText, readPart } from '../ooxml/package-parts.ts';
import { createPlainPartReader } from '../ooxml/plain-part.ts';
import { readSharedPart } from '../ooxml/shared-parts.ts';
import type { Source } from '../source.ts';
import { createOdfReader } from './odf-reader.ts';

/** Parts without words of the authors, and pictures of tables and objects that are read themselves. */
const LOOKS =
  /^(?:mimetype|layout-cache|meta-inf\/.*|thumbnails\/.*|configurations2\/.*|objectreplacements\/.*|pictures\/tablepreview\d+\.svm|fonts\/.*|(?:.*\/)?settings\.xml|manifest\.rdf)$/;

/** What a document consists of; an embedded one has its own. */
const DOCUMENT_PARTS = /^(.*\/)?(?:content|styles|meta)\.xml$/;

/** All parts of an OpenDocument package. */
export async function* readOdfPackage(source: Source, context: ReadContext): AsyncIterable<Extracted> {
  const { place, nextTable } = context;
  const pack = await openPackage(source, context);
  const encryption = await encryptionOf(pack, context);
  if (encryption) {
    yield unread(place, 'encrypted', undefined, encryption);
    return;
  }
  const documents = new Set(['', ...[...pack.parts.keys()].map((name) => DOCUMENT_PARTS.exec(name)?.[1] ?? '')]);
  for (const folder of documents) {
    const own = folder === '' ? place : partPlace(place, folder);
    yield* readPart(pack, `${folder}content.xml`, context, createOdfReader(own, nextTable));
    yield* readPart(pack, `${folder}styles.xml`, context, createOdfReader(own, nextTable, 'header'));
    const named = { named: true, attributes: new Set(['meta:name', 'xlink:title']) };
    yield* readPart(pack, `${folder}meta.xml`, context, createPlainPartReader(own, 'metadata', named));
  }
  for (const name of pack.parts.keys()) {
    if (!LOOKS.test(name) && !DOCUMENT_PARTS.test(name)) yield* readSharedPart(pack, name, context);
  }
}

/** The manifest says how the parts are encrypted (ODF 1.3 part 2, section 4.8). */
async function encryptionOf(pack: Package, context: ReadContext): Promise<EncryptionMethod | undefined> {
  if (!pack.parts.has('meta-inf/manifest.xml')) return undefined;
  const manifest = await partText(pack, 'meta-inf/manifest.xml', context);
  if (!/<(?:\w+:)?encryption-data[\s>]/.test(manifest)) return undefined;
  const algorithm = /<(?:\w+:)?algorithm\s[^>]*algorithm-name\s*=\s*"([^"]*)"/.exec(manifest)?.[1] ?? '';
  if (/aes-?256/i.test(algorithm)) return 'AES-256';
  if (/aes-?192/i.test(algorithm)) return 'AES-192';
  return /aes-?128/i.test(algorithm) ? 'AES-128' : 'unknown';
}
