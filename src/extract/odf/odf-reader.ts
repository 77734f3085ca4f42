import type { Extracted, Place, PlacePart } from '../../model/index.ts';
import { inPart, textBlocks, unread } from '../blocks.ts';
import { looksLikeReadableImage } from '../images.ts';
import { attribute, createMarkupScanner } from '../markup/markup-scanner.ts';
import type { PartReader } from '../ooxml/package-parts.ts';
import { ELEMENT_ATTRIBUTES, LINE_ENDS, PARTS, TEXT_ATTRIBUTES } from './odf-names.ts';
import { createOdfStyles } from './odf-styles.ts';
import type { OdfTable } from './odf-tables.ts';
import { createOdfTable } from './odf-tables.ts';

/** Text that is collected before it is handed on. */
const PIECE_LENGTH = 64 * 1024;

/** Streams of text within streams of text: notes in cells in boxes. */
const DEPTH_MAX = 200;

interface Stream {
  readonly element: string;
  readonly part: PlacePart | undefined;
  /** A cell's text becomes a cell, not a block. */
  readonly cell: { readonly value: string; readonly repeat: number } | undefined;
  text: string;
}

/**
 * Content of an OpenDocument file, packed or flat (ODF 1.3, https://docs.oasis-open.org/office/OpenDocument/v1.3/): running text, tables,
 * notes, comments, deletions, hidden text, sheets, slides and rows, boxes, alternative texts and fields.
 */
export function createOdfReader(place: Place, nextTable: () => number, basePart?: PlacePart): PartReader {
  const ready: Extracted[] = [];
  const styles = createOdfStyles();
  const streams: Stream[] = [{ element: '', part: basePart, cell: undefined, text: '' }];
  const tables: OdfTable[] = [];
  let deeper = 0;
  let page = 0;
  let slideHidden = false;
  let sheets = false;
  let sheet: { readonly name: string; readonly hidden: boolean } | undefined;
  let binary: string | undefined;
  let binaryLength = 0;
  let pictures = 0;

  const here = (part: PlacePart | undefined): Place => {
    const at: Place = {
      members: place.members,
      ...(page > 0 ? { page } : {}),
      ...(sheet ? { sheet: sheet.name } : {}),
    };
    const hidden = sheet?.hidden ? 'hidden-sheet' : slideHidden ? 'hidden-slide' : undefined;
    const stands = part ?? hidden;
    return stands ? inPart(at, stands) : at;
  };
  const current = (): Stream => streams.at(-1) ?? { element: '', part: undefined, cell: undefined, text: '' };
  const emit = (part: PlacePart | undefined, text: string, continues = false): void => {
    if (text.trim() !== '') ready.push(...textBlocks(here(part), text.endsWith('\n') ? text : `${text}\n`, continues));
  };
  const add = (text: string): void => {
    const stream = current();
    stream.text += text;
    if (stream.text.length > PIECE_LENGTH && !stream.cell && text.endsWith('\n')) {
      emit(stream.part, stream.text, true);
      stream.text = '';
    }
  };
  const flush = (): void => {
    const stream = current();
    if (stream.cell) return;
    emit(stream.part, stream.text);
    stream.text = '';
  };
  const openStream = (element: string, part: PlacePart | undefined, cell?: Stream['cell']): void => {
    if (streams.length < DEPTH_MAX) streams.push({ element, part, cell, text: '' });
  };
  const closeStream = (element: string): void => {
    const stream = current();
    if (stream.element !== element || streams.length === 1) return;
    streams.pop();
    if (stream.cell) tables.at(-1)?.addCell(shownOrHeld(stream.text.trim(), stream.cell.value), stream.cell.repeat);
    else emit(stream.part, stream.text);
  };
  const takeRows = (): void => {
    for (const table of tables) ready.push(...table.take());
  };
  const open = (name: string, attributes: string): void => {
    styles.open(name, attributes);
    const part = PARTS[name];
    if (part) openStream(name, part);
    switch (name) {
      case 'office:spreadsheet':
        sheets = true;
        break;
      case 'text:note':
        openStream(name, attribute(attributes, 'text:note-class') === 'endnote' ? 'endnote' : 'footnote');
        break;
      case 'text:s':
        add(' '.repeat(Math.min(100, Number(attribute(attributes, 'text:c')) || 1)));
        break;
      case 'text:tab':
        add('\t');
        break;
      case 'draw:page':
        flush();
        page += 1;
        slideHidden = styles.hidesSlide(attribute(attributes, 'draw:style-name'));
        break;
      case 'table:table':
        flush();
        if (sheets && tables.length === 0) {
          sheet = {
            name: attribute(attributes, 'table:name') ?? '',
            hidden:
              styles.hidesSheet(attribute(attributes, 'table:style-name')) ||
              attribute(attributes, 'table:display') === 'false',
          };
        }
        if (tables.length < DEPTH_MAX) tables.push(createOdfTable(here(current().part), nextTable()));
        else deeper += 1;
        break;
      case 'table:table-column':
        tables.at(-1)?.hideColumns(countOf(attributes, 'table:number-columns-repeated'), isHidden(attributes));
        break;
      case 'table:table-row':
        tables.at(-1)?.openRow(countOf(attributes, 'table:number-rows-repeated'), isHidden(attributes));
        break;
      case 'table:table-cell':
      case 'table:covered-table-cell':
        openStream(name, undefined, {
          value: cellValue(attributes),
          repeat: countOf(attributes, 'table:number-columns-repeated'),
        });
        break;
      case 'office:binary-data':
        binary = '';
        binaryLength = 0;
        break;
      default:
        break;
    }
    const own = ELEMENT_ATTRIBUTES[name];
    if (own) emit(own[1], attribute(attributes, own[0]) ?? '');
    if (name === 'table:table' && sheet && tables.length === 1) emit('metadata', sheet.name);
    if (name === 'table:table-cell' && attributes.includes('&quot;')) emit('field', formulaOf(attributes));
    if (!name.startsWith('table:')) {
      for (const [key, where] of TEXT_ATTRIBUTES) {
        const value = attributes.includes(key) ? attribute(attributes, key) : undefined;
        if (value) emit(where, value);
      }
    }
    const target = attributes.includes('xlink:href') ? attribute(attributes, 'xlink:href') : undefined;
    if (target && /^(?:https?|mailto|ftp|file):/i.test(target)) emit('field', target);
  };
  const close = (name: string): void => {
    if (LINE_ENDS.has(name)) add('\n');
    else if (current().part === 'metadata' && current().text !== '' && !current().text.endsWith('\n')) add('\n');
    if (name === 'table:table-row') {
      tables.at(-1)?.closeRow();
      takeRows();
    } else if (name === 'table:table' && deeper > 0) {
      deeper -= 1;
    } else if (name === 'table:table') {
      tables.at(-1)?.close();
      takeRows();
      tables.pop();
      if (tables.length === 0) sheet = undefined;
    } else if (name === 'office:binary-data' && binary !== undefined) {
      endBinary(binary);
      binary = undefined;
    } else if (name === 'draw:page') {
      flush();
      slideHidden = false;
    }
    closeStream(name);
  };
  /** Pictures of the flat form stand inside as base64. */
  const endBinary = (start: string): void => {
    const head = Buffer.from(start, 'base64');
    if (!looksLikeReadableImage(head, (binaryLength * 3) / 4)) return;
    pictures += 1;
    ready.push(
      unread(
        { members: [...place.members, `picture ${pictures}`] },
        'image-without-text',
        'a picture that may show text',
      ),
    );
  };
  const scanner = createMarkupScanner({
    open,
    close,
    text(text) {
      if (binary !== undefined) {
        if (binary.length < PIECE_LENGTH) binary += text.replace(/\s+/g, '').slice(0, PIECE_LENGTH);
        binaryLength += text.length;
      } else if (text.trim() !== '' || (text !== '' && !text.includes('\n') && current().text !== '')) add(text);
    },
  });
  return {
    write: (value) => scanner.write(value),
    end() {
      scanner.end();
      for (let open = tables.pop(); open; open = tables.pop()) {
        open.closeRow();
        open.close();
        ready.push(...open.take());
      }
      for (let stream = streams.pop(); stream; stream = streams.pop()) emit(stream.part, stream.text);
    },
    take: () => ready.splice(0),
  };
}

/** A formula with a text in it that has a number. */
function formulaOf(attributes: string): string {
  const formula = attribute(attributes, 'table:formula') ?? '';
  return /"[^"]*\d{4}[^"]*"/.test(formula) ? formula : '';
}

function countOf(attributes: string, name: string): number {
  const count = attributes.includes(name) ? Number(attribute(attributes, name)) : 1;
  return Number.isInteger(count) && count > 0 ? Math.min(count, 2_000_000) : 1;
}

function isHidden(attributes: string): boolean {
  return attributes.includes('table:visibility') && attribute(attributes, 'table:visibility') !== 'visible';
}

/** What a cell shows; a long whole number that it shows in another way, in powers of ten for example, as it holds it. */
function shownOrHeld(shown: string, held: string): string {
  const hides = /^\d{7,}$/.test(held) && !shown.replace(/\D/g, '').includes(held);
  return shown === '' || hides ? held : shown;
}

/** What a cell holds where it shows nothing. */
function cellValue(attributes: string): string {
  if (!attributes.includes('office:')) return '';
  return (
    attribute(attributes, 'office:string-value') ??
    attribute(attributes, 'office:date-value') ??
    attribute(attributes, 'office:value') ??
    ''
  );
}
