import { inPart, unread } from '../blocks.ts';
import type { Container } from '../compound/container.ts';
import { readOtherStreams } from '../compound/embedded.ts';
import { pictures } from '../compound/pictures.ts';
import { sweepText } from '../compound/sweep.ts';
import { openCompoundFile } from '../compound-file.ts';
import type { Format } from '../format.ts';
import { HELD_BYTES_MAX } from '../limits.ts';
import { readBinaryDocument } from '../word/binary-document.ts';
import { binaryText } from '../word/binary-text.ts';

const OWN = /^(?:worddocument|[01]table|data)$/i;

/** Word 6 to 2003. */
export const doc: Format = {
  name: 'doc',
  extensions: ['doc', 'dot', 'wiz'],
  looksLike: ({ parts }) => parts?.has('worddocument') === true,
  async *read(source, context) {
    const { place, budget } = context;
    const container = await openCompoundFile(source, budget);
    const main = streamNamed(container, 'worddocument') ?? Buffer.alloc(0);
    const document = readBinaryDocument(main, streamNamed(container, '0table'), streamNamed(container, '1table'));
    if (document && 'encryption' in document) {
      yield unread(place, 'encrypted', undefined, document.encryption);
      return;
    }
    for (const story of document?.stories ?? []) {
      yield* binaryText(story.part ? inPart(place, story.part) : place, story.text, context.nextTable);
    }
    if (!document?.complete) {
      yield* sweepText(inPart(place, 'raw-bytes'), main, budget);
      yield unread(place, 'damaged', 'the text is not where the document says; what reads like text was read');
    }
    const data = streamNamed(container, 'data');
    if (data) yield* pictures(place, data);
    yield* readOtherStreams(container, (path) => OWN.test(path), context);
  },
};

function streamNamed(container: Container, name: string): Buffer | undefined {
  return container.streams.find(({ path }) => path.toLowerCase() === name)?.read(HELD_BYTES_MAX);
}
