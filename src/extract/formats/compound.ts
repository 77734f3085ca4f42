import { inPart, unread } from '../blocks.ts';
import { readOtherStreams } from '../compound/embedded.ts';
import { sweepText } from '../compound/sweep.ts';
import { isCompoundFile, openCompoundFile } from '../compound-file.ts';
import type { Format } from '../format.ts';
import { CHUNK_BYTES } from '../source.ts';

/** Streams of programs whose structure is not read here. */
const KNOWN: readonly (readonly [RegExp, string])[] = [
  [/^visiodocument$/, 'Visio drawing'],
  [/^quill\//, 'Publisher document'],
  [/^catalog$/, 'thumbnail store'],
  [/^\u0005wordmail/, 'mail template'],
];

/** Macro projects and embedded objects without a document around them: all that they hold is read. */
const COMPLETE = /^(?:vba\/|.*\/vba\/|\x01ole10native$|package$|contents$|equation native$)/;

/** Any other compound file: embedded documents and files are read, and of the rest what reads like text. */
export const compound: Format = {
  name: 'compound-file',
  extensions: ['vsd', 'pub', 'db', 'mpp', 'msi', 'bin', 'one', 'ole', 'otm'],
  looksLike: ({ head }) => isCompoundFile(head),
  async *read(source, context) {
    const { place, look, budget } = context;
    if (!look.parts) {
      for await (const chunk of source.chunks()) {
        budget.spend(0);
        yield* sweepText(inPart(place, 'raw-bytes'), Buffer.from(chunk.subarray(0, CHUNK_BYTES)), budget);
      }
      yield unread(
        place,
        'damaged',
        'the directory of the compound file cannot be read; what reads like text was read',
      );
      return;
    }
    const container = await openCompoundFile(source, budget);
    yield* readOtherStreams(container, () => false, context);
    const names = [...look.parts];
    const known = KNOWN.find(([pattern]) => names.some((name) => pattern.test(name)))?.[1];
    if (!known && names.some((name) => COMPLETE.test(name))) return;
    yield unread(
      place,
      'unsupported-format',
      `${known ?? 'compound file of an unknown program'}; what reads like text was read`,
    );
  },
};
