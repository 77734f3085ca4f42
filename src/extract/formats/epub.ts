import type { Extracted } from '../../model/index.ts';
import { memberName, unread } from '../blocks.ts';
import type { Format, ReadContext } from '../format.ts';
import type { Package } from '../ooxml/package-parts.ts';
import { openPackage, partSource, partText, readPart } from '../ooxml/package-parts.ts';
import { createPlainPartReader } from '../ooxml/plain-part.ts';
import { readSharedPart } from '../ooxml/shared-parts.ts';

const LOOKS = /^(?:mimetype|meta-inf\/.*)$|\.(?:css|otf|ttf|woff2?|js)$/;

/** EPUB (https://www.w3.org/TR/epub-33/): chapters, which are XHTML files, and the description of the book. */
export const epub: Format = {
  name: 'epub',
  extensions: ['epub'],
  looksLike: ({ parts, head }) =>
    parts?.has('meta-inf/container.xml') === true &&
    (head.includes('application/epub+zip') || [...parts].some((name) => name.endsWith('.opf'))),
  async *read(source, context) {
    const pack = await openPackage(source, context);
    const locked = await lockedParts(pack, context);
    for (const name of pack.parts.keys()) {
      if (LOOKS.test(name)) continue;
      if (locked.has(name))
        yield unread(
          { members: [...context.place.members, memberName(name)] },
          'encrypted',
          'protected by rights management',
          'unknown',
        );
      else if (name.endsWith('.opf') || name.endsWith('.ncx')) {
        yield* readPart(
          pack,
          name,
          context,
          createPlainPartReader(context.place, 'metadata', { named: name.endsWith('.opf') }),
        );
      } else if (/\.x?html?$/.test(name)) yield* readChapter(pack, name, context);
      else yield* readSharedPart(pack, name, context);
    }
  },
};

async function* readChapter(pack: Package, name: string, context: ReadContext): AsyncIterable<Extracted> {
  const chapter = partSource(pack, name, context);
  if (chapter) yield* context.recurse(chapter, name);
}

/** Parts that META-INF/encryption.xml lists; fonts are listed for obfuscation only. */
async function lockedParts(pack: Package, context: ReadContext): Promise<ReadonlySet<string>> {
  if (!pack.parts.has('meta-inf/encryption.xml')) return new Set();
  const text = await partText(pack, 'meta-inf/encryption.xml', context);
  return new Set(
    [...text.matchAll(/CipherReference\s+URI\s*=\s*"([^"]*)"/g)].map(([, uri]) => (uri ?? '').toLowerCase()),
  );
}
