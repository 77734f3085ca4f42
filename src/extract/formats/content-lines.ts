import type { Extracted } from '../../model/index.ts';
import type { ContentLine } from '../encoding/content-lines.ts';
import { contentLines } from '../encoding/content-lines.ts';
import type { TextChunk } from '../encoding/text-chunks.ts';
import { textChunkBlocks, textChunks } from '../encoding/text-chunks.ts';
import type { Format } from '../format.ts';
import { readMailAttachment } from '../mail/attachment.ts';
import { bufferSource } from '../source.ts';

/** Values that hold a file or a picture, and the picture of a person, which says no more than one in a signature. */
const PICTURE = /^(?:photo|logo|jpegphoto|thumbnailphoto)\b/i;

/**
 * Cards (RFC 6350), calendars (RFC 5545) and directories (LDIF, RFC 2849): long lines are folded and values encoded, so that a number
 * may stand over two lines or not in clear at all. Lines keep the number under which they begin.
 */
export const contentLineFile: Format = {
  name: 'content-lines',
  extensions: ['vcf', 'ics', 'ifb', 'ldif', 'ldf'],
  looksLike: ({ text }) =>
    text !== undefined &&
    /^\s*(?:BEGIN:V(?:CARD|CALENDAR)\s|(?:#[^\n]*\n\s*)*(?:version: ?1\s+)?dn::? )/i.test(text.slice(0, 4096)),
  async *read(source, context) {
    const notes: Extracted[] = [];
    const files: ContentLine[] = [];
    async function* plain(): AsyncIterable<TextChunk> {
      for await (const { utf8, last } of contentLines(textChunks(source, context, notes), (line) => files.push(line)))
        yield { utf8, last };
    }
    for await (const part of textChunkBlocks(plain(), context.place, notes)) {
      yield part;
      for (const { name, bytes } of files.splice(0)) {
        const member = `${name} (encoded value)`;
        yield* readMailAttachment(bufferSource(member, bytes), member, PICTURE.test(name), context);
      }
    }
  },
};
