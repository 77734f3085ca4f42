import type { Extracted, Place, PlacePart } from '../../model/index.ts';
import { inPart, textBlocks } from '../blocks.ts';
import { attribute, createMarkupScanner } from '../markup/markup-scanner.ts';
import type { PartReader } from './package-parts.ts';
import { createSideTexts } from './side-texts.ts';
import { createPrefixReader } from './word-prefix.ts';
import { createWordTables } from './word-tables.ts';

/** Text that is collected before it is handed on. */
const PIECE_LENGTH = 64 * 1024;

/** Elements that end a line of running text. */
const PARAGRAPHS: ReadonlySet<string> = new Set(['w:p', 'a:p']);

/**
 * WordprocessingML (ECMA-376 part 1, section 17): running text with split runs joined, tables as tables, and everything that Word does
 * not print: deletions, hidden text, alt texts, field codes, text boxes.
 */
export function createWordReader(
  place: Place,
  part: PlacePart | undefined,
  nextTable: () => number,
  countPages: boolean,
): PartReader {
  const ready: Extracted[] = [];
  const side = createSideTexts();
  const tables = createWordTables(nextTable);
  let page = 1;
  let pagesAhead = 0;
  let text = '';
  let paragraph = '';
  /** The paragraph as it was before the tracked changes, with the stretches that are gone. */
  let original = '';
  let deletions: [number, number][] = [];
  let inText = false;
  let inDeletedText = false;
  let inField = false;
  let inserted = 0;
  let hidden = false;
  let hiddenText = '';
  const boxes: { text: string; paragraph: string; original: string; deletions: [number, number][] }[] = [];

  const here = (): Place => {
    const at: Place = countPages ? { ...place, page } : place;
    return part ? inPart(at, part) : at;
  };
  const flush = (continues: boolean): void => {
    if (text.trim() !== '') ready.push(...textBlocks(here(), text, continues));
    text = '';
  };
  const add = (value: string): void => {
    if (hidden) {
      // A number may be half hidden: the word that the hidden run goes on with comes along.
      if (hiddenText === '') hiddenText = /\S*$/.exec(paragraph.slice(-40))?.[0] ?? '';
      hiddenText += value;
      return;
    }
    paragraph += value;
    if (inserted === 0) original += value;
    if (paragraph.length > PIECE_LENGTH) endParagraph();
  };
  const endParagraph = (): void => {
    for (const [start, end] of deletions) side.add('tracked-deletion', wordsAround(original, start, end));
    deletions = [];
    original = '';
    if (tables.inCell()) tables.addText(`${paragraph}\n`);
    else text += `${paragraph}\n`;
    paragraph = '';
    if (hiddenText !== '') hiddenText += '\n';
    if (pagesAhead > 0 && boxes.length === 0) {
      if (!tables.inCell()) flush(false);
      page += pagesAhead;
      pagesAhead = 0;
    } else if (text.length > PIECE_LENGTH && boxes.length === 0) flush(true);
  };
  const open = (name: string, attributes: string): void => {
    switch (name) {
      case 'w:t':
      case 'a:t':
      case 'm:t':
        inText = true;
        break;
      case 'w:delText':
        inDeletedText = true;
        break;
      case 'w:instrText':
      case 'w:delInstrText':
        inField = true;
        break;
      case 'w:fldSimple':
        side.add('field', attribute(attributes, 'w:instr'));
        break;
      case 'w:ins':
      case 'w:moveTo':
        inserted += 1;
        break;
      case 'w:tab':
      case 'w:ptab':
        // The same name inside paragraph properties defines a tab stop, which is no text; then it has a position.
        if (!attributes.includes('w:pos')) add('\t');
        break;
      case 'w:br':
      case 'w:cr':
      case 'a:br':
        if (attribute(attributes, 'w:type') === 'page') pagesAhead += 1;
        add('\n');
        break;
      case 'w:lastRenderedPageBreak':
        pagesAhead += 1;
        break;
      case 'w:noBreakHyphen':
        add('-');
        break;
      case 'w:sym':
        add(symbol(attribute(attributes, 'w:char')));
        break;
      case 'w:vanish':
        hidden = attribute(attributes, 'w:val') !== '0' && attribute(attributes, 'w:val') !== 'false';
        break;
      case 'w:tbl':
        flush(false);
        tables.openTable();
        break;
      case 'w:tr':
        tables.openRow();
        break;
      case 'w:tc':
        tables.openCell();
        break;
      case 'w:txbxContent':
        boxes.push({ text, paragraph, original, deletions });
        text = '';
        paragraph = '';
        original = '';
        deletions = [];
        tables.suspend();
        break;
      case 'wp:docPr':
      case 'pic:cNvPr':
      case 'wps:cNvPr':
      case 'wpg:cNvPr':
      case 'wpc:cNvPr':
        side.add('alt-text', attribute(attributes, 'descr'), attribute(attributes, 'title'));
        break;
      case 'v:shape':
      case 'v:rect':
      case 'v:imagedata':
        side.add('alt-text', attribute(attributes, 'alt'), attribute(attributes, 'o:title'));
        break;
      case 'w:default':
      case 'w:listItem':
      case 'w:listEntry':
      case 'w:statusText':
      case 'w:helpText':
      case 'w:alias':
      case 'w:tag':
        side.add(
          'field',
          attribute(attributes, 'w:displayText'),
          attribute(attributes, 'w:val'),
          attribute(attributes, 'w:value'),
        );
        break;
      case 'w:hyperlink':
        side.add('field', attribute(attributes, 'w:tooltip'));
        break;
      case 'v:textpath':
        side.add('text-box', attribute(attributes, 'string'));
        break;
      case 'w:comment':
        side.add('metadata', attribute(attributes, 'w:author'));
        break;
      default:
        break;
    }
  };
  const close = (name: string): void => {
    switch (name) {
      case 'w:t':
      case 'a:t':
      case 'm:t':
        inText = false;
        break;
      case 'w:delText':
        inDeletedText = false;
        break;
      case 'w:instrText':
      case 'w:delInstrText':
        inField = false;
        break;
      case 'w:ins':
      case 'w:moveTo':
        inserted = Math.max(0, inserted - 1);
        break;
      case 'w:r':
        if (!hidden && hiddenText !== '') {
          side.add('hidden-text', hiddenText);
          hiddenText = '';
        }
        hidden = false;
        break;
      case 'w:pPr':
        hidden = false;
        break;
      case 'w:tc':
        tables.closeCell();
        break;
      case 'w:tr':
        tables.closeRow();
        for (const block of tables.take(here())) ready.push(block);
        break;
      case 'w:tbl':
        tables.closeTable();
        for (const block of tables.take(here())) ready.push(block);
        break;
      case 'w:txbxContent': {
        const outer = boxes.pop();
        if (!outer) break;
        // Word writes a text box twice, once for older readers.
        side.add('text-box', text + paragraph);
        ({ text, paragraph, original, deletions } = outer);
        tables.resume();
        break;
      }
      default:
        if (PARAGRAPHS.has(name)) endParagraph();
        break;
    }
  };
  const prefix = createPrefixReader();
  const scanner = createMarkupScanner({
    open,
    close,
    text(value) {
      if (inText) add(value);
      else if (inDeletedText) {
        const start = original.length;
        original += value;
        deletions.push([start, original.length]);
      } else if (inField) side.join('field', value);
    },
  });
  return {
    write: (value) => scanner.write(prefix(value)),
    end() {
      scanner.end();
      if (paragraph !== '' || deletions.length > 0) endParagraph();
      while (tables.inTable()) tables.closeTable();
      for (const block of tables.take(here())) ready.push(block);
      flush(false);
      if (hiddenText !== '') side.add('hidden-text', hiddenText);
      ready.push(...side.take(place));
    },
    *take() {
      yield* ready.splice(0);
      if (side.isLong()) yield* side.take(place);
    },
  };
}

/** A deleted stretch with the words that it was a part of. */
function wordsAround(text: string, start: number, end: number): string {
  let from = start;
  let to = end;
  while (from > 0 && start - from < 100 && !/\s/.test(text[from - 1] ?? ' ')) from -= 1;
  while (to < text.length && to - end < 100 && !/\s/.test(text[to] ?? ' ')) to += 1;
  return text.slice(from, to);
}

function symbol(hex: string | undefined): string {
  const code = Number.parseInt(hex ?? '', 16);
  // Symbol fonts are mapped into the private use area.
  return Number.isNaN(code)
    ? ''
    : String.fromCodePoint(code >= 0xf000 && code <= 0xf0ff ? code - 0xf000 : Math.min(code, 0x10ffff));
}
