import type { EncryptionMethod, Extracted } from '../../model/index.ts';
import { unread } from '../blocks.ts';
import type { ReadContext } from '../format.ts';
import type { Package } from '../ooxml/package-parts.ts';
import { openPackage, partPlace, partText, readPart } from '../ooxml/package-parts.ts';
import { createPlainPartReader } from '../ooxml/plain-part.ts';
import { readSharedPart } from '../ooxml/shared-parts.ts';
import type { Source } from '../source.ts';
import { createOdfReader } from './odf-reader.ts';

/** Parts without words of the authors. */
const LOOKS =
  /^(?:mimetype|settings\.xml|layout-cache|meta-inf\/.*|thumbnails\/.*|configurations2\/.*|objectreplacements\/.*|fonts\/.*|(?:.*\/)?(?:settings|meta)\.xml|manifest\.rdf)$/;

/** All parts of an OpenDocument package. */
export async function* readOdfPackage(source: Source, context: ReadContext): AsyncIterable<Extracted> {
  const { place, nextTable } = context;
  const pack = await openPackage(source, context);
  const encryption = await encryptionOf(pack, context);
  if (encryption) {
    yield unread(place, 'encrypted', undefined, encryption);
    return;
  }
  yield* readPart(pack, 'content.xml', context, createOdfReader(place, nextTable));
  yield* readPart(pack, 'styles.xml', context, createOdfReader(place, nextTable, 'header'));
  yield* readPart(
    pack,
    'meta.xml',
    context,
    createPlainPartReader(place, 'metadata', { named: true, attributes: new Set(['meta:name', 'xlink:title']) }),
  );
  for (const name of pack.parts.keys()) {
    if (name === 'content.xml' || name === 'styles.xml' || LOOKS.test(name)) continue;
    // An embedded document has content and styles of its own.
    if (/\/content\.xml$/.test(name))
      yield* readPart(pack, name, context, createOdfReader(partPlace(place, name.slice(0, -12)), nextTable));
    else if (!/\/styles\.xml$/.test(name)) yield* readSharedPart(pack, name, context);
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
