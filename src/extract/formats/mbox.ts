import type { Extracted } from '../../model/index.ts';
import { unread } from '../blocks.ts';
import { lineChunks } from '../encoding/text-chunks.ts';
import type { Format } from '../format.ts';
import { Cut } from '../limits.ts';
import { bufferSource } from '../source.ts';

/** A message bigger than this is not held. */
const MESSAGE_BYTES_MAX = 96 * 1024 * 1024;

/**
 * The line before a message (RFC 4155, https://www.rfc-editor.org/rfc/rfc4155): a sender, a time and a year. A sentence that begins
 * with "From" and ends with a number has no time, and what it says must not be lost.
 */
const SEPARATOR = /^From \S+ .*(?:\d{1,2}:\d{2}\b.*\b(?:19|20)\d{2}\b|\b(?:19|20)\d{2} \d{1,2}:\d{2}\b)/;

/** Mailboxes: every message read as a message. A line "From here on" inside a message separates nothing. */
export const mbox: Format = {
  name: 'mbox',
  extensions: ['mbox', 'mbx'],
  looksLike: ({ text }) =>
    text !== undefined && SEPARATOR.test(text.replace(/^[\s\ufeff]+/, '').split(/\r?\n/, 1)[0] ?? ''),
  async *read(source, context) {
    let lines: Buffer[] = [];
    let length = 0;
    let number = 0;
    let blankBefore = true;
    const message = async function* (): AsyncIterable<Extracted> {
      if (length === 0) return;
      number += 1;
      const bytes = Buffer.concat(lines, length);
      lines = [];
      length = 0;
      yield* context.recurse(bufferSource('message.eml', bytes), `message ${number}`);
    };
    for await (const { utf8: piece } of lineChunks(source.chunks())) {
      let from = 0;
      for (let at = 0; at < piece.length; ) {
        const line = piece.indexOf(10, at);
        const end = line < 0 ? piece.length : line + 1;
        const isSeparator =
          blankBefore &&
          piece[at] === 70 &&
          SEPARATOR.test(
            piece
              .subarray(at, Math.min(end, at + 300))
              .toString('latin1')
              .trimEnd(),
          );
        if (isSeparator) {
          if (at > from) keep(piece.subarray(from, at));
          yield* message();
          from = end;
        }
        blankBefore = end - at <= 2 && (piece[at] === 10 || piece[at] === 13);
        at = end;
      }
      if (piece.length > from) keep(piece.subarray(from));
      if (length > MESSAGE_BYTES_MAX) {
        yield unread(
          { members: [...context.place.members, `message ${number + 1}`] },
          'too-big',
          'a message too big to hold',
        );
        throw new Cut('too-big', 'a message too big to hold');
      }
    }
    yield* message();

    function keep(bytes: Buffer): void {
      lines.push(Buffer.from(bytes));
      length += bytes.length;
    }
  },
};
