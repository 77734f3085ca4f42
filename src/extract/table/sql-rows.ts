import type { Extracted, Place } from '../../model/index.ts';
import { textBlocks } from '../blocks.ts';
import type { RowSink } from './row-blocks.ts';
import { createRowSink } from './row-blocks.ts';

/** A tuple longer than this without an end is not one. */
const TUPLE_LENGTH_MAX = 4 * 1024 * 1024;

/** Tables kept apart; the rows of further ones share the last. */
const TABLES_MAX = 1000;

const INSERT =
  /^\s*(?:INSERT|REPLACE)\s+(?:LOW_PRIORITY\s+|DELAYED\s+|IGNORE\s+|OR\s+\w+\s+)*INTO\s+([^\s(]+)\s*(?:\(([^()]*)\)\s*)?(?:OVERRIDING\s+\w+\s+VALUE\s+)?VALUES?\s*/i;
const COPY = /^\s*COPY\s+([^\s(]+)\s*\(([^()]*)\)\s+FROM\s+stdin\b/i;
const CREATE = /^\s*CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?([^\s(]+)\s*\(/i;
const COLUMN = /^\s*[`"[]?([A-Za-z_][\w ]*?)[`"\]]?\s+[A-Za-z]/;
const NO_COLUMN = /^\s*(?:PRIMARY|FOREIGN|UNIQUE|KEY|INDEX|CONSTRAINT|CHECK|FULLTEXT|SPATIAL)\b/i;

export interface SqlRows {
  /** Whole lines, or a piece of one that is too long. */
  write(text: string): void;
  end(): void;
  take(): Generator<Extracted>;
}

interface Target {
  readonly columns: readonly string[] | undefined;
  readonly sink: RowSink;
  rows: number;
}

/** Rows of a dump as tables with the names of their columns (INSERT of any dialect, COPY of PostgreSQL); all other lines as text. */
export function createSqlRows(place: Place, nextTable: () => number): SqlRows {
  const ready: Extracted[] = [];
  const targets = new Map<string, Target>();
  const created = new Map<string, string[]>();
  let creating: string[] | undefined;
  let copying: Target | undefined;
  let inserting: Target | undefined;
  let carry = '';
  let retryAt = 0;
  let prose = '';

  const flushProse = (): void => {
    ready.push(...textBlocks(place, prose));
    prose = '';
  };
  const targetOf = (name: string, list: string | undefined): Target => {
    const table = plainName(name);
    const columns = list === undefined ? created.get(table) : list.split(',').map(plainName);
    const key = targets.size >= TABLES_MAX ? '' : `${table}(${columns?.join() ?? ''})`;
    let target = targets.get(key);
    if (!target) {
      target = {
        columns,
        sink: createRowSink({ members: place.members, sheet: table.slice(0, 128) }, nextTable(), columns),
        rows: 0,
      };
      targets.set(key, target);
    }
    return target;
  };
  const addRow = (target: Target, cells: readonly string[]): void => {
    target.rows += 1;
    const block = target.sink.add(cells, target.rows);
    if (block) ready.push(block);
  };
  /** Takes tuples until the statement ends, and gives what follows; an open tuple waits for the next piece. */
  const takeTuples = (text: string, target: Target): string => {
    let at = 0;
    for (;;) {
      at = skipBetween(text, at);
      const tuple = text[at] === '(' ? readTuple(text, at) : undefined;
      if (tuple) {
        addRow(target, tuple.cells);
        at = tuple.end;
      } else if (at >= text.length || (text[at] === '(' && text.length - at < TUPLE_LENGTH_MAX)) {
        carry = text.slice(at);
        return '';
      } else {
        inserting = undefined;
        const rest = text.slice(at).replace(/^;[ \t]*\r?\n?/, '');
        // What looks like a tuple and has no end is text.
        if (text[at] === '(') prose += rest;
        return text[at] === '(' ? '' : rest;
      }
    }
  };
  /** Takes a line, or all tuples of a statement that begins on it; gives what follows. */
  const takeNext = (text: string): string => {
    const lineEnd = text.indexOf('\n') + 1 || text.length;
    const line = text.slice(0, lineEnd);
    if (copying) {
      if (/^\\\.\r?\n?$/.test(line)) copying = undefined;
      else
        addRow(
          copying,
          line
            .replace(/\r?\n$/, '')
            .split('\t')
            .map(copyCell),
        );
      return text.slice(lineEnd);
    }
    const insert = INSERT.exec(line);
    if (insert) {
      inserting = targetOf(insert[1] ?? '', insert[2]);
      return takeTuples(text.slice(insert[0].length), inserting);
    }
    const copy = COPY.exec(line);
    if (copy) copying = targetOf(copy[1] ?? '', copy[2]);
    const create = CREATE.exec(line);
    if (create) {
      creating = [];
      if (created.size < TABLES_MAX) created.set(plainName(create[1] ?? ''), creating);
      collectColumns(line.slice(create[0].length));
    } else if (creating) collectColumns(line);
    prose += line;
    if (prose.length > 64 * 1024) flushProse();
    return text.slice(lineEnd);
  };
  const collectColumns = (text: string): void => {
    for (const part of text.split(/,(?![^(]*\))/)) {
      const name = NO_COLUMN.test(part) ? undefined : COLUMN.exec(part)?.[1];
      if (name && creating && creating.length < 2000) creating.push(name);
    }
    if (text.includes(';') || /^\s*\)/.test(text)) creating = undefined;
  };
  return {
    write(text) {
      let rest = text;
      if (inserting) {
        carry += text;
        // Twice as much again, so that a tuple without an end costs no more than its length.
        if (carry.length < retryAt) return;
        rest = carry;
        carry = '';
        rest = takeTuples(rest, inserting);
        retryAt = carry.length * 2;
      }
      while (rest.length > 0) rest = takeNext(rest);
    },
    end() {
      let rest = carry;
      carry = '';
      if (inserting) rest = takeTuples(rest, inserting);
      while (rest.length > 0) rest = takeNext(rest);
      prose += carry;
      flushProse();
      for (const { sink } of targets.values()) {
        const block = sink.flush();
        if (block) ready.push(block);
      }
    },
    *take() {
      yield* ready.splice(0);
    },
  };
}

function plainName(name: string): string {
  return name.trim().replace(/[`"[\]]/g, '');
}

function skipBetween(text: string, from: number): number {
  let at = from;
  while (at < text.length && (text.charCodeAt(at) <= 32 || text[at] === ',')) at += 1;
  return at;
}

/** Characters that matter in a tuple outside of quotes. */
const MARK = /[',()]/g;

/** Cells of `(1,'it''s',NULL)`; nothing where the tuple does not end. */
function readTuple(text: string, open: number): { readonly cells: string[]; readonly end: number } | undefined {
  const cells: string[] = [];
  let cell = '';
  let depth = 0;
  let at = open + 1;
  for (;;) {
    MARK.lastIndex = at;
    const mark = MARK.exec(text);
    if (!mark) return undefined;
    cell += text.slice(at, mark.index);
    at = mark.index + 1;
    const [character] = mark;
    if (character === "'") {
      const end = quoteEnd(text, mark.index);
      if (end < 0) return undefined;
      cell += text.slice(at, end).replaceAll("''", "'").replace(/\\(.)/g, '$1');
      at = end + 1;
    } else if (depth === 0 && character !== '(') {
      cells.push(plainCell(cell));
      if (character === ')') return { cells, end: at };
      cell = '';
    } else {
      if (character !== ',') depth += character === '(' ? 1 : -1;
      cell += character;
    }
  }
}

function quoteEnd(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 92) at += 1;
    else if (code === 39) {
      if (text.charCodeAt(at + 1) !== 39) return at;
      at += 1;
    }
  }
  return -1;
}

function plainCell(cell: string): string {
  const trimmed = cell.trim();
  return /^null$/i.test(trimmed) ? '' : trimmed;
}

/** COPY writes NULL as \N and escapes tabs and line ends. */
function copyCell(cell: string): string {
  if (cell === '\\N') return '';
  return cell.includes('\\') ? cell.replace(/\\t/g, '\t').replace(/\\n/g, '\n').replace(/\\(.)/g, '$1') : cell;
}
