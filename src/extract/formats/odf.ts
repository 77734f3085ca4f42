import type { Extracted } from '../../model/index.ts';
import { textChunks } from '../encoding/text-chunks.ts';
import type { Format, Look } from '../format.ts';
import { readOdfPackage } from '../odf/odf-package.ts';
import { createOdfReader } from '../odf/odf-reader.ts';

/** What the `mimetype` part, which comes first and unpacked, may say; anything else with the parts of a package is a text. */
type Kind = 'text' | 'spreadsheet' | 'presentation' | 'graphics';

export const ods: Format = packed('ods', ['ods', 'ots'], 'spreadsheet');
export const odp: Format = packed('odp', ['odp', 'otp'], 'presentation');
export const odg: Format = packed('odg', ['odg', 'otg'], 'graphics');
export const odt: Format = packed('odt', ['odt', 'ott', 'odm', 'sxw'], 'text');

function packed(name: string, extensions: readonly string[], kind: Kind): Format {
  return {
    name,
    extensions,
    looksLike: (look) => isPackage(look) && (kind === 'text' || kindOf(look) === kind),
    read: readOdfPackage,
  };
}

function isPackage({ parts, head }: Look): boolean {
  if (!parts?.has('content.xml')) return false;
  return parts.has('meta-inf/manifest.xml') || parts.has('styles.xml') || head.includes('opendocument');
}

function kindOf({ head, extension }: Look): Kind | undefined {
  const stated =
    /application\/vnd\.(?:oasis\.opendocument|sun\.xml)\.(spreadsheet|calc|presentation|impress|graphics|draw|\w+)/.exec(
      head.subarray(0, 256).toString('latin1'),
    )?.[1];
  if (stated === 'calc' || stated === 'spreadsheet') return 'spreadsheet';
  if (stated === 'impress' || stated === 'presentation') return 'presentation';
  if (stated === 'draw' || stated === 'graphics') return 'graphics';
  if (stated !== undefined) return 'text';
  return extension === 'ods' ? 'spreadsheet' : extension === 'odp' ? 'presentation' : undefined;
}

/** OpenDocument as one XML file. */
export const flatOdf: Format = {
  name: 'flat-odf',
  extensions: ['fodt', 'fods', 'fodp', 'fodg', 'xml'],
  looksLike: ({ text }) =>
    text !== undefined &&
    /^[\s\ufeff]*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)?<office:document[\s>]/.test(text.slice(0, 8192)),
  async *read(source, context) {
    const reader = createOdfReader(context.place, context.nextTable);
    const notes: Extracted[] = [];
    for await (const { utf8 } of textChunks(source, context, notes)) {
      yield* notes.splice(0);
      reader.write(utf8.toString('utf8'));
      yield* reader.take();
    }
    reader.end();
    yield* reader.take();
  },
};
