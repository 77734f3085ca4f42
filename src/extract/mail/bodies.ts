import type { Extracted } from '../../model/index.ts';
import { textBlocks } from '../blocks.ts';
import type { ReadContext } from '../format.ts';
import { createHtmlReader } from '../markup/html-reader.ts';

const PIECE_LENGTH = 64 * 1024;

/** Characters of an HTML text that are kept for the comparison; what lies behind counts as not said. */
const SAID_LENGTH_MAX = 8 * 1024 * 1024;

/**
 * The bodies of one message. Mail programs say the same words twice, plain and as HTML (RFC 2046, 5.1.4): the HTML is read, and
 * of the plain text those lines that the HTML does not hold word for word, with the line before and after each.
 */
export function* readBodies(plain: string, html: string, context: ReadContext): Generator<Extracted> {
  const said: string[] = [];
  let length = 0;
  for (const part of htmlParts(html, context)) {
    yield part;
    for (const text of textsOf(part)) {
      if (length < SAID_LENGTH_MAX) said.push(text);
      length += text.length;
    }
  }
  const rest = html === '' ? plain : linesNotSaid(plain, said.join(' '));
  if (rest.trim() !== '') yield* textBlocks(context.place, rest.endsWith('\n') ? rest : `${rest}\n`);
}

function* htmlParts(html: string, context: ReadContext): Generator<Extracted> {
  if (html === '') return;
  const reader = createHtmlReader(context.place, context.nextTable);
  for (let at = 0; at < html.length; at += PIECE_LENGTH) {
    reader.write(html.slice(at, at + PIECE_LENGTH));
    yield* reader.take();
  }
  reader.end();
  yield* reader.take();
}

function textsOf(part: Extracted): string[] {
  if (part.kind === 'text') return [Buffer.from(part.utf8).toString('utf8')];
  return part.kind === 'table' ? part.rows.map((row) => row.join(' ')) : [];
}

function linesNotSaid(plain: string, said: string): string {
  const words = ` ${wordsOf(said)} `;
  const lines = plain.split('\n');
  const isNew = lines.map((line) => {
    const own = wordsOf(line);
    return own !== '' && !words.includes(` ${own} `);
  });
  return lines.filter((_, at) => isNew[at - 1] || isNew[at] || isNew[at + 1]).join('\n');
}

function wordsOf(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}
