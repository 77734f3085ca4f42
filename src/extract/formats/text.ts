import type { Extracted } from '../../model/index.ts';
import { textChunkBlocks, textChunks } from '../encoding/text-chunks.ts';
import type { Format } from '../format.ts';

/** Anything that is text and nothing more special: notes, logs, source, yaml, sql. */
export const text: Format = {
  name: 'text',
  extensions: ['txt', 'log', 'md', 'yaml', 'yml', 'sql', 'ini', 'cfg', 'conf'],
  looksLike: (look) => look.text !== undefined,
  async *read(source, context) {
    const notes: Extracted[] = [];
    yield* textChunkBlocks(textChunks(source, context, notes), context.place, notes);
  },
};
