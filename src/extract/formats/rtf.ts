import type { Format } from '../format.ts';
import { createRtfReader } from '../markup/rtf-reader.ts';

/** Rich Text Format, also under the name .doc. */
export const rtf: Format = {
  name: 'rtf',
  extensions: ['rtf', 'doc', 'wri'],
  looksLike: ({ head }) => head.subarray(0, 64).toString('latin1').trimStart().startsWith('{\\rtf'),
  async *read(source, context) {
    const reader = createRtfReader(context.place, context.nextTable);
    for await (const chunk of source.chunks()) {
      reader.write(chunk.toString('latin1'));
      yield* reader.take();
    }
    reader.end();
    yield* reader.take();
  },
};
