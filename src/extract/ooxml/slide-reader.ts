import type { Extracted, Place } from '../../model/index.ts';
import { textBlocks } from '../blocks.ts';
import { attribute, createMarkupScanner } from '../markup/markup-scanner.ts';
import type { PartReader } from './package-parts.ts';
import { createSideTexts } from './side-texts.ts';
import { createWordTables } from './word-tables.ts';

/** DrawingML text of one slide (ECMA-376 part 1, 21.1.2): paragraphs, tables, alt texts. `isHidden` looks at the slide's attributes. */
export function createSlideReader(
  place: Place,
  nextTable: () => number,
  isHidden?: (attributes: string) => boolean,
): PartReader {
  const ready: Extracted[] = [];
  const side = createSideTexts();
  const tables = createWordTables(nextTable);
  let at = place;
  let text = '';
  let paragraph = '';
  let inText = false;
  const endParagraph = (): void => {
    if (tables.inCell()) tables.addText(`${paragraph}\n`);
    else if (paragraph !== '') text += `${paragraph}\n`;
    paragraph = '';
  };
  const flush = (): void => {
    if (text.trim() !== '') ready.push(...textBlocks(at, text));
    text = '';
  };
  const scanner = createMarkupScanner({
    open(name, attributes) {
      if (name === 'a:t') inText = true;
      else if (name === 'a:br') paragraph += '\n';
      else if (name === 'a:tab') paragraph += '\t';
      else if (name === 'a:tbl') {
        flush();
        tables.openTable();
      } else if (name === 'a:tr') tables.openRow();
      else if (name === 'a:tc') tables.openCell();
      else if (name === 'a:hlinkClick') side.add('field', attribute(attributes, 'tooltip'));
      else if (name.endsWith(':cNvPr'))
        side.add('alt-text', attribute(attributes, 'descr'), attribute(attributes, 'title'));
      else if (name === 'p:sld' && isHidden?.(attributes)) at = { ...place, part: 'hidden-slide' };
    },
    close(name) {
      if (name === 'a:t') inText = false;
      else if (name === 'a:p') endParagraph();
      else if (name === 'a:tc') tables.closeCell();
      else if (name === 'a:tr') tables.closeRow();
      else if (name === 'a:tbl') tables.closeTable();
    },
    text(value) {
      if (inText) paragraph += value;
    },
  });
  return {
    write: (value) => scanner.write(value),
    end() {
      scanner.end();
      endParagraph();
      while (tables.inTable()) tables.closeTable();
      ready.push(...tables.take(at));
      flush();
      ready.push(...side.take(place));
    },
    take: () => ready.splice(0),
  };
}
