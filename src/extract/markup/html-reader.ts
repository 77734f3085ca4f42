import type { Extracted, Place } from '../../model/index.ts';
import { inPart, textBlocks } from '../blocks.ts';
import { createHtmlTokens } from './html-tokens.ts';

/** Text that is collected before it is handed on. */
const PIECE_LENGTH = 64 * 1024;

/** Tables within tables that are kept apart; deeper ones are text of the last. */
const TABLE_DEPTH_MAX = 20;

const CELL_LENGTH_MAX = 32 * 1024;
const ROWS_PER_BLOCK = 500;

/** Elements that do not break a word: an SSN in several of them is one SSN. */
const INLINE: ReadonlySet<string> = new Set(
  'a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr o:p output q rp rt ruby s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
);

/** Attributes that hold no text of a person. */
const PLAIN_ATTRIBUTES: ReadonlySet<string> = new Set(
  'class style width height align valign border cellpadding cellspacing bgcolor color face size type rel lang dir colspan rowspan target method role'.split(
    ' ',
  ),
);

export interface HtmlReader {
  write(text: string): void;
  end(): void;
  take(): Generator<Extracted>;
}

interface OpenTable {
  readonly table: number;
  rows: string[][];
  firstRow: number;
  row: string[] | undefined;
  cell: string | undefined;
}

/** HTML (https://html.spec.whatwg.org/) as text without tags, tables as tables, and the markup that also holds text. */
export function createHtmlReader(place: Place, nextTable: () => number): HtmlReader {
  const ready: Extracted[] = [];
  const tables: OpenTable[] = [];
  const markup: string[] = [];
  const markupPlace = inPart(place, 'source-markup');
  let prose = '';
  let markupLength = 0;
  let tag = '';
  let script = '';
  let inputValues: string[] = [];

  const flushProse = (continues: boolean): void => {
    if (prose.trim() !== '') ready.push(...textBlocks(place, prose, continues));
    prose = '';
  };
  const addMarkup = (text: string): void => {
    const trimmed = text.trim();
    if (trimmed === '') return;
    markup.push(trimmed);
    markupLength += trimmed.length;
    if (markupLength > PIECE_LENGTH) flushMarkup();
  };
  const flushMarkup = (): void => {
    if (markup.length > 0) ready.push(...textBlocks(markupPlace, `${markup.join('\n')}\n`));
    markup.length = 0;
    markupLength = 0;
  };
  const addText = (text: string): void => {
    if (script !== '') {
      addMarkup(text);
      return;
    }
    const open = tables.at(-1);
    if (open?.cell !== undefined && open.cell.length < CELL_LENGTH_MAX) open.cell += text;
    else if (open === undefined || text.trim() !== '') {
      prose += text;
      if (prose.length > PIECE_LENGTH && open === undefined) {
        const cut = prose.lastIndexOf('\n') + 1 || prose.lastIndexOf(' ') + 1 || prose.length;
        const rest = prose.slice(cut);
        prose = prose.slice(0, cut);
        flushProse(true);
        prose = rest;
      }
    }
  };
  const endCell = (open: OpenTable): void => {
    if (open.cell === undefined) return;
    open.row ??= [];
    open.row.push(open.cell.replace(/\s+/g, ' ').trim());
    open.cell = undefined;
  };
  const endRow = (open: OpenTable): void => {
    endCell(open);
    if (open.row) open.rows.push(open.row);
    open.row = undefined;
    if (open.rows.length >= ROWS_PER_BLOCK) emitRows(open);
  };
  const emitRows = (open: OpenTable): void => {
    if (open.rows.length === 0) return;
    // A table of one column is layout, not data: its cells read better as lines.
    const layout = open.firstRow === 1 && open.rows.every((row) => row.length <= 1);
    if (layout) ready.push(...textBlocks(place, `${open.rows.map((row) => row[0] ?? '').join('\n')}\n`));
    else ready.push({ kind: 'table', place, table: open.table, firstRow: open.firstRow, rows: open.rows });
    open.firstRow += open.rows.length;
    open.rows = [];
  };
  const openTag = (name: string): void => {
    if (name === 'table' && tables.length < TABLE_DEPTH_MAX) {
      flushProse(false);
      tables.push({ table: nextTable(), rows: [], firstRow: 1, row: undefined, cell: undefined });
    }
    const open = tables.at(-1);
    if (open && name === 'tr') endRow(open);
    else if (open && (name === 'td' || name === 'th')) {
      endCell(open);
      open.cell = '';
    } else if (name === 'br' || !INLINE.has(name)) addText('\n');
  };
  const closeTag = (name: string): void => {
    const open = tables.at(-1);
    if (open && (name === 'td' || name === 'th')) endCell(open);
    else if (open && name === 'tr') endRow(open);
    else if (open && name === 'table') {
      endRow(open);
      emitRows(open);
      tables.pop();
    } else if (!INLINE.has(name)) addText('\n');
  };
  const tokens = createHtmlTokens({
    openTag(name) {
      tag = name;
      if (inputValues.length > 0) inputValues = [];
      openTag(name);
    },
    attribute(name, value) {
      if (name === 'value' && tag !== 'param') inputValues.push(value);
      else if (!PLAIN_ATTRIBUTES.has(name)) addMarkup(withoutData(value));
    },
    openTagEnd(isSelfClosing) {
      if (!isSelfClosing && (tag === 'script' || tag === 'style')) script = tag;
      for (const value of inputValues) addText(` ${value} `);
    },
    closeTag(name) {
      if (name === script) script = '';
      closeTag(name);
    },
    text: addText,
    aside: addMarkup,
  });
  return {
    write: (text) => tokens.write(text),
    end() {
      tokens.end();
      while (tables.length > 0) closeTag('table');
      flushProse(false);
      flushMarkup();
    },
    *take() {
      yield* ready.splice(0);
    },
  };
}

/** Text that stands in an address itself (RFC 2397, https://www.rfc-editor.org/rfc/rfc2397); of a picture, nothing. */
function withoutData(value: string): string {
  const data = /^data:(text\/|application\/(?:json|xml))?[^,]*?(;base64)?,/i.exec(value);
  if (!data) return value;
  if (!data[1]) return '';
  const content = value.slice(data[0].length);
  return data[2] ? Buffer.from(content, 'base64').toString('utf8') : content;
}
