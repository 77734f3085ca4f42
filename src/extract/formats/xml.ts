import { SaxesParser } from 'saxes';
import type { Extracted } from '../../model/index.ts';
import { inPart, note, textBlocks } from '../blocks.ts';
import { textChunks, textPieces } from '../encoding/text-chunks.ts';
import type { Format } from '../format.ts';
import { createXmlRecords } from '../markup/xml-records.ts';

/**
 * Any XML: elements with plain children become rows, mixed content becomes text. No entity of a document type is expanded and
 * nothing outside the file is opened. Where the markup breaks, the rest is read as plain text.
 */
export const xml: Format = {
  name: 'xml',
  extensions: ['xml', 'xsd', 'xsl', 'svg', 'rss', 'kml', 'config'],
  looksLike: ({ text }) =>
    text !== undefined &&
    /^[\s\ufeff]*(?:<\?xml\s|<!DOCTYPE\s+(?!html)\w|<(?!html|!doctype html)[A-Za-z_][\w.:-]*(?:\s+[\w.:-]+\s*=\s*["'][^"'<]*["'])*\s*\/?>\s*<)/i.test(
      text.slice(0, 4096),
    ) &&
    !/^[\s\ufeff]*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*(?:<!doctype\s+html|<html[\s>])/i.test(
      text.slice(0, 4096),
    ),
  async *read(source, context) {
    const { place } = context;
    const records = createXmlRecords(place, context.nextTable);
    const markup: string[] = [];
    let broken = false;
    const parser = new SaxesParser({ position: false });
    parser.on('error', (error) => {
      // An undefined entity keeps its name in the text; everything else means that the structure cannot be trusted any more.
      if (!/undefined entity|malformed character entity|disallowed character/i.test(error.message)) broken = true;
    });
    parser.on('opentag', (tag) =>
      records.open(
        tag.name,
        Object.entries(tag.attributes).filter(([name]) => !name.startsWith('xmlns')),
      ),
    );
    parser.on('closetag', () => records.close());
    parser.on('text', (value) => records.text(value));
    parser.on('cdata', (value) => records.text(value));
    parser.on('comment', (value) => markup.push(value));
    parser.on('doctype', (value) => markup.push(value));
    parser.on('processinginstruction', ({ target, body }) => markup.push(`${target} ${body}`));

    const notes: Extracted[] = [];
    for await (const { utf8, last } of textChunks(source, context, notes)) {
      yield* notes.splice(0);
      if (broken) {
        yield { kind: 'text', place, utf8, continues: !last };
        continue;
      }
      for (const piece of textPieces(utf8)) parser.write(piece);
      if (last && !broken) parser.close();
      if (broken) {
        records.end();
        yield note(place, 'repaired', 'not well-formed: read as text from where it breaks');
        // What the parser took from this piece may come twice; nothing is lost.
        yield* records.take();
        yield { kind: 'text', place, utf8, continues: !last };
        continue;
      }
      yield* records.take();
      for (const piece of markup.splice(0)) yield* textBlocks(inPart(place, 'source-markup'), `${piece}\n`);
    }
    if (!broken) records.end();
    yield* records.take();
  },
};
