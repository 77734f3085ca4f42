import type { Extracted, Place, TableBlock, TextBlock } from '../../model/index.ts';
import { inPart, textBlocks } from '../blocks.ts';
import { textChunks, textPieces } from '../encoding/text-chunks.ts';
import type { Format, Look } from '../format.ts';
import { createRecordTables } from '../table/record-tables.ts';
import { createJsonTokenizer } from './json-tokens.ts';

/** Objects and arrays tracked with their keys; what lies deeper is read as values of the last one. */
const DEPTH_MAX = 64;

/** A value longer than this is text, not a cell. */
const CELL_LENGTH_MAX = 8 * 1024;

/** Values of one record; the rest begins another row. */
const VALUES_MAX = 2000;

/** Keys that are told once as text, because a key may itself be data. */
const KEYS_MAX = 20_000;

/** JSON, JSON lines, and JSON after JSON: an object is a record, objects of one array are the rows of a table. */
export const json: Format = {
  name: 'json',
  extensions: ['json', 'jsonl', 'ndjson', 'geojson', 'har', 'ipynb'],
  looksLike: looksLikeJson,
  async *read(source, context) {
    const { place } = context;
    const reader = createJsonReader(place, context.nextTable);
    const notes: Extracted[] = [];
    for await (const { utf8 } of textChunks(source, context, notes)) {
      while (notes.length > 0) yield notes.shift() as Extracted;
      for (const piece of textPieces(utf8)) {
        reader.write(piece);
        yield* reader.take();
      }
    }
    reader.end();
    yield* reader.take();
  },
};

function looksLikeJson({ text, extension }: Look): boolean {
  if (text === undefined) return false;
  const start = text.replace(/^[\s\ufeff]+/, '');
  if (/^(?:\{\s*(?:"|\}|$)|\[\s*(?:[{["\]\d-]|true|false|null|$))/.test(start)) {
    // A log line in brackets, an ini section or a template begins alike.
    return (
      json.extensions.includes(extension) ||
      /^[{[][\s[{]*(?:"(?:[^"\\\n]|\\.)*"\s*[:,\]]|[\]}]|[-\d.eE+]+\s*[,\]])|^[[{\s]{40}/.test(start)
    );
  }
  return false;
}

interface JsonReader {
  write(text: string): void;
  end(): void;
  take(): Generator<TableBlock | TextBlock>;
}

interface Level {
  readonly kind: '{' | '[';
  /** Path of this container without positions, from the root. */
  readonly path: string;
  /** Key paths of values below are relative to the record that is open here. */
  readonly record: OpenRecord;
  readonly prefix: string;
  key: string;
}

interface OpenRecord {
  readonly kind: string;
  values: [string, string][];
}

function createJsonReader(place: Place, nextTable: () => number): JsonReader {
  const tables = createRecordTables(place, nextTable);
  const ready: (TableBlock | TextBlock)[] = [];
  const levels: Level[] = [];
  const keys = new Set<string>();
  let newKeys: string[] = [];
  let deeper = 0;

  const emit = (record: OpenRecord): void => {
    if (record.values.length > 0) ready.push(...tables.add(record.kind, record));
    record.values = [];
  };
  const opensRecord = (kind: '{' | '[', parent: Level | undefined): boolean => {
    if (!parent) return true;
    // An object in an array is a row; so is an array in an array.
    return parent.kind === '[' || (kind === '{' && levels.length === 0);
  };
  const tokenizer = createJsonTokenizer({
    open(kind) {
      if (levels.length >= DEPTH_MAX) {
        deeper += 1;
        return;
      }
      const parent = levels.at(-1);
      const path = parent ? join(parent.path, parent.kind === '{' ? parent.key : '') : '';
      if (!parent || opensRecord(kind, parent)) {
        levels.push({ kind, path, record: { kind: path, values: [] }, prefix: '', key: '' });
      } else {
        levels.push({ kind, path, record: parent.record, prefix: join(parent.prefix, parent.key), key: '' });
      }
    },
    close() {
      if (deeper > 0) {
        deeper -= 1;
        return;
      }
      const level = levels.pop();
      const parent = levels.at(-1);
      if (level && level.record !== parent?.record) emit(level.record);
    },
    key(name) {
      const level = levels.at(-1);
      if (level && deeper === 0) level.key = name;
      if (keys.size < KEYS_MAX && !keys.has(name)) {
        keys.add(name);
        newKeys.push(name);
      } else if (keys.size >= KEYS_MAX && !keys.has(name)) newKeys.push(name);
    },
    value(text) {
      const level = levels.at(-1);
      if (text.length > CELL_LENGTH_MAX) {
        ready.push(...textBlocks(place, `${text}\n`));
        return;
      }
      if (!level) {
        ready.push(...tables.add('', { values: [['', text]] }));
        return;
      }
      const column = level.kind === '{' ? join(level.prefix, level.key) : level.prefix;
      // A bare list of values at the top is a column of its own, not a row.
      if (level.kind === '[' && levels.length === 1) {
        ready.push(...tables.add(level.path, { values: [['', text]] }));
        return;
      }
      level.record.values.push([column, text]);
      if (level.record.values.length >= VALUES_MAX) emit(level.record);
    },
  });
  const takeKeys = function* (): Generator<TextBlock> {
    // Words such as "name" need no second look; a key that holds a digit or an @ may be somebody's number.
    const data = newKeys.filter((key) => /\d{4}|@/.test(key));
    newKeys = [];
    if (data.length > 0) yield* textBlocks(inPart(place, 'source-markup'), `${data.join('\n')}\n`);
  };
  return {
    write: (text) => tokenizer.write(text),
    end() {
      tokenizer.end();
      ready.push(...tables.flush());
    },
    *take() {
      yield* takeKeys();
      yield* ready.splice(0);
    },
  };
}

function join(path: string, key: string): string {
  if (path === '') return key;
  return key === '' ? path : `${path}.${key}`;
}
