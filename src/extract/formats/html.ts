import type { Extracted } from '../../model/index.ts';
import { textChunks, textPieces } from '../encoding/text-chunks.ts';
import type { Format, Look } from '../format.ts';
import { createHtmlReader } from '../markup/html-reader.ts';

/** HTML and XHTML: text with the tags taken out, tables, comments, attribute values, hidden inputs and scripts. */
export const html: Format = {
  name: 'html',
  extensions: ['html', 'htm', 'xhtml', 'shtml', 'aspx', 'jsp', 'php'],
  looksLike: looksLikeHtml,
  async *read(source, context) {
    const reader = createHtmlReader(context.place, context.nextTable);
    const notes: Extracted[] = [];
    for await (const { utf8 } of textChunks(source, context, notes)) {
      yield* notes.splice(0);
      for (const piece of textPieces(utf8)) {
        reader.write(piece);
        yield* reader.take();
      }
    }
    reader.end();
    yield* reader.take();
  },
};

function looksLikeHtml({ text, extension }: Look): boolean {
  if (text === undefined) return false;
  const start = text.slice(0, 8192).toLowerCase();
  if (
    /^[\s\ufeff]*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*(?:<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<table[\s>]|<div[\s>]|<p[\s>]|<meta\s)/.test(
      start,
    )
  )
    return true;
  return html.extensions.includes(extension) && /<[a-z][a-z0-9]*[\s>/]/.test(start);
}
