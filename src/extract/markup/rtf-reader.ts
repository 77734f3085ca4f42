import iconv from 'iconv-lite';
import type { Extracted, Place, PlacePart } from '../../model/index.ts';
import { inPart, textBlocks } from '../blocks.ts';
import type { PartReader } from '../ooxml/package-parts.ts';
import { CHARACTERS, codePageName, DESTINATIONS, FONT_ENCODINGS } from './rtf-words.ts';

/** Groups within groups that are tracked; deeper ones share the last. */
const DEPTH_MAX = 500;

const PIECE_LENGTH = 64 * 1024;

interface Group {
  readonly part: PlacePart | 'skip' | undefined;
  readonly skipCount: number;
  readonly hidden: boolean;
  readonly deleted: boolean;
  readonly encoding: string;
  readonly inFontTable: boolean;
}

/** Rich Text Format 1.9.1. Input is the file's bytes as latin1 text; pieces may end anywhere. */
export function createRtfReader(place: Place, nextTable: () => number): PartReader {
  const ready: Extracted[] = [];
  const side = new Map<PlacePart, string>();
  const groups: Group[] = [];
  let group: Group = {
    part: undefined,
    skipCount: 1,
    hidden: false,
    deleted: false,
    encoding: 'windows-1252',
    inFontTable: false,
  };
  let deeper = 0;
  let carry = '';
  let defaultEncoding = 'windows-1252';
  const fontEncodings = new Map<number, string>();
  let font = 0;
  let pendingBytes: number[] = [];
  let skipCharacters = 0;
  let binaryLeft = 0;
  let text = '';
  let row: string[] = [];
  let rows: string[][] = [];
  let firstRow = 1;
  let table = -1;
  let star = false;

  const flushBytes = (): void => {
    if (pendingBytes.length === 0) return;
    const bytes = Buffer.from(pendingBytes);
    pendingBytes = [];
    emit(iconv.encodingExists(group.encoding) ? iconv.decode(bytes, group.encoding) : bytes.toString('latin1'));
  };
  const emit = (value: string): void => {
    const { part, hidden, deleted } = group;
    if (part === 'skip') return;
    const target = part ?? (deleted ? 'tracked-deletion' : hidden ? 'hidden-text' : undefined);
    if (target === undefined) {
      text += value;
      if (text.length > PIECE_LENGTH && row.length === 0) flushText(true);
      return;
    }
    const known = side.get(target) ?? '';
    side.set(target, known + value);
    if (known.length > PIECE_LENGTH) flushSide();
  };
  const flushText = (continues = false): void => {
    if (text.trim() !== '') ready.push(...textBlocks(place, text, continues));
    text = '';
  };
  const flushSide = (): void => {
    for (const [part, value] of side)
      if (value.trim() !== '') ready.push(...textBlocks(inPart(place, part), `${value}\n`));
    side.clear();
  };
  const flushRows = (): void => {
    if (rows.length > 0) ready.push({ kind: 'table', place, table, firstRow, rows });
    firstRow += rows.length;
    rows = [];
  };
  const endCell = (): void => {
    // The first cell of a table has the paragraphs before the table in front of it.
    if (row.length === 0 && rows.length === 0) {
      const cut = text.lastIndexOf('\n') + 1;
      const cell = text.slice(cut);
      text = text.slice(0, cut);
      flushText();
      text = cell;
      if (table < 0) {
        table = nextTable();
        firstRow = 1;
      }
    }
    row.push(text.trim());
    text = '';
  };
  const endRow = (): void => {
    if (row.length > 0) rows.push(row);
    row = [];
    if (rows.length >= 200) flushRows();
  };
  const controlWord = (word: string, parameter: number | undefined): void => {
    const character = CHARACTERS[word];
    if (character !== undefined) {
      flushBytes();
      if (word === 'par' && rows.length > 0 && row.length === 0 && text.trim() !== '') {
        flushRows();
        table = -1;
      }
      emit(character);
      return;
    }
    if (word === 'u') {
      flushBytes();
      const code = (parameter ?? 0) < 0 ? (parameter ?? 0) + 65_536 : (parameter ?? 0);
      emit(String.fromCharCode(code));
      skipCharacters = group.skipCount;
      return;
    }
    if (word === 'uc') group = { ...group, skipCount: Math.min(parameter ?? 1, 16) };
    else if (word === 'ansicpg') setDefault(codePageName(parameter ?? 1252));
    else if (word === 'mac') setDefault('macroman');
    else if (word === 'pc') setDefault('cp437');
    else if (word === 'pca') setDefault('cp850');
    else if (word === 'f' && group.inFontTable) font = parameter ?? 0;
    else if (word === 'f') group = { ...group, encoding: fontEncodings.get(parameter ?? 0) ?? defaultEncoding };
    else if (word === 'fcharset') {
      const encoding = FONT_ENCODINGS[parameter ?? 0];
      if (encoding) fontEncodings.set(font, encoding);
    } else if (word === 'bin') binaryLeft = Math.max(0, parameter ?? 0);
    else if (word === 'v') group = { ...group, hidden: parameter !== 0 };
    else if (word === 'deleted') group = { ...group, deleted: parameter !== 0 };
    else if (word === 'plain') group = { ...group, hidden: false, deleted: false };
    else if (word === 'cell' || word === 'nestcell') {
      flushBytes();
      endCell();
    } else if (word === 'row' || word === 'nestrow') {
      flushBytes();
      endRow();
    } else {
      const destination = DESTINATIONS[word];
      flushBytes();
      if (destination && group.part !== 'skip') {
        if (destination !== 'skip') emitBreak(destination);
        group = { ...group, part: destination, inFontTable: word === 'fonttbl' };
      } else if (star && !destination && group.part === undefined) group = { ...group, part: 'source-markup' };
    }
    star = false;
  };
  const setDefault = (encoding: string): void => {
    defaultEncoding = encoding;
    group = { ...group, encoding };
  };
  const emitBreak = (part: PlacePart): void => {
    const known = side.get(part);
    if (known !== undefined && !known.endsWith('\n')) side.set(part, `${known}\n`);
  };
  const take = (input: string, final: boolean): number => {
    let at = 0;
    while (at < input.length) {
      if (binaryLeft > 0) {
        const jump = Math.min(binaryLeft, input.length - at);
        binaryLeft -= jump;
        at += jump;
        continue;
      }
      const code = input.charCodeAt(at);
      if (code === 123) {
        flushBytes();
        if (group.part === 'metadata') emitBreak('metadata');
        if (groups.length < DEPTH_MAX) groups.push(group);
        else deeper += 1;
        at += 1;
      } else if (code === 125) {
        flushBytes();
        if (deeper > 0) deeper -= 1;
        else group = groups.pop() ?? group;
        at += 1;
      } else if (code === 92) {
        if (input.length - at < 40 && !final) return at;
        at = controlAt(input, at);
      } else if (code === 13 || code === 10) at += 1;
      else {
        const end = plainEnd(input, at);
        let start = at;
        if (skipCharacters > 0) {
          const jump = Math.min(skipCharacters, end - at);
          skipCharacters -= jump;
          start += jump;
        }
        if (start < end) {
          const plain = input.slice(start, end);
          if (/[\x80-\xff]/.test(plain)) pendingBytes.push(...Buffer.from(plain, 'latin1'));
          else {
            flushBytes();
            emit(plain);
          }
        }
        at = end;
      }
    }
    return at;
  };
  const controlAt = (input: string, at: number): number => {
    const next = input.charCodeAt(at + 1);
    if (next === 39) {
      const byte = Number.parseInt(input.slice(at + 2, at + 4), 16);
      if (skipCharacters > 0) skipCharacters -= 1;
      else if (!Number.isNaN(byte)) pendingBytes.push(byte);
      return at + 4;
    }
    const match = CONTROL.exec(input.slice(at, at + 40));
    if (!match) {
      const symbol = input[at + 1] ?? '';
      flushBytes();
      if (symbol === '*') star = true;
      else if (symbol === '\n' || symbol === '\r') emit('\n');
      else if (skipCharacters > 0) skipCharacters -= 1;
      else emit(CHARACTERS[symbol] ?? (symbol === '\\' || symbol === '{' || symbol === '}' ? symbol : ''));
      return at + 2;
    }
    controlWord(match[1] ?? '', match[2] === undefined ? undefined : Number(match[2]));
    return at + match[0].length;
  };
  return {
    write(piece) {
      const input = carry + piece;
      carry = input.slice(take(input, false));
    },
    end() {
      take(carry, true);
      carry = '';
      flushBytes();
      endRow();
      flushRows();
      flushText();
      flushSide();
    },
    take: () => ready.splice(0),
  };
}

const CONTROL = /^\\([a-zA-Z]{1,32})(-?\d{1,10})? ?/;

function plainEnd(input: string, from: number): number {
  let at = from;
  for (; at < input.length; at += 1) {
    const code = input.charCodeAt(at);
    if (code === 92 || code === 123 || code === 125 || code === 13 || code === 10) break;
  }
  return at;
}
