import type { Place, TableBlock, TextBlock } from '../../model/index.ts';
import { textBlocks } from '../blocks.ts';
import { createRecordTables } from '../table/record-tables.ts';

/** Elements tracked with their names; what lies deeper is text of the last one. */
const DEPTH_MAX = 200;

/** Text of one element kept for a cell or a paragraph. */
const TEXT_LENGTH_MAX = 256 * 1024;

/** A value longer than this is text, not a cell. */
const CELL_LENGTH_MAX = 8 * 1024;

const VALUES_MAX = 2000;

/** Elements in, records and text out: an element whose children hold plain text is a record, its children are the columns. */
export interface XmlRecords {
  open(name: string, attributes: readonly (readonly [string, string])[]): void;
  close(): void;
  text(text: string): void;
  end(): void;
  take(): Generator<TableBlock | TextBlock>;
}

interface Value {
  readonly column: string;
  readonly value: string;
  /** It also stands in the running text of its element. */
  readonly inText: boolean;
}

interface Level {
  readonly name: string;
  readonly path: string;
  /** Own text and that of inline children, in order. */
  text: string;
  hasOwnText: boolean;
  hasChildren: boolean;
  values: Value[];
  /** The last child that was a record by itself: kept until its next sibling shows whether it is one of many. */
  held: { readonly name: string; readonly values: readonly Value[] } | undefined;
  /** Names of children that came more than once as records. */
  repeated: Set<string> | undefined;
}

export function createXmlRecords(place: Place, nextTable: () => number): XmlRecords {
  const tables = createRecordTables(place, nextTable);
  const ready: (TableBlock | TextBlock)[] = [];
  const levels: Level[] = [];
  let deeper = 0;

  const emitRow = (path: string, values: readonly Value[]): void => {
    if (values.length > 0)
      ready.push(...tables.add(path, { values: values.map(({ column, value }) => [column, value]) }));
  };
  const emitText = (text: string): void => {
    if (text.trim() !== '') ready.push(...textBlocks(place, text.endsWith('\n') ? text : `${text}\n`));
  };
  const addValue = (level: Level, column: string, value: string, inText = false): void => {
    if (value.length > CELL_LENGTH_MAX) emitText(value);
    else level.values.push({ column, value, inText });
    if (level.values.length >= VALUES_MAX) {
      emitRow(level.path, level.values);
      level.values = [];
    }
  };
  const addText = (level: Level, text: string): void => {
    level.text += text;
    if (level.text.length > TEXT_LENGTH_MAX) {
      emitText(level.text);
      level.text = '';
    }
  };
  const isMixed = (level: Level): boolean => level.hasOwnText && level.hasChildren;

  const closeInto = (parent: Level, child: Level): void => {
    const { values } = child;
    if (isMixed(child)) {
      emitText(child.text);
      emitRow(
        child.path,
        values.filter(({ inText }) => !inText),
      );
      return;
    }
    if (!child.hasChildren) {
      const text = child.text.trim();
      if (text !== '') {
        addValue(parent, child.name, text, true);
        addText(parent, child.text);
      }
      for (const { column, value } of values) addValue(parent, `${child.name}.${column}`, value);
      return;
    }
    if (values.length === 0) return;
    if (parent.repeated?.has(child.name)) {
      emitRow(child.path, values);
      return;
    }
    if (parent.held?.name === child.name) {
      emitRow(child.path, parent.held.values);
      emitRow(child.path, values);
      parent.held = undefined;
      parent.repeated ??= new Set();
      parent.repeated.add(child.name);
      return;
    }
    mergeHeld(parent);
    parent.held = { name: child.name, values };
  };
  /** A record that stayed the only one of its name is a part of its parent's record. */
  const mergeHeld = (level: Level): void => {
    if (!level.held) return;
    for (const { column, value } of level.held.values) addValue(level, `${level.held.name}.${column}`, value);
    level.held = undefined;
  };
  return {
    open(name, attributes) {
      const parent = levels.at(-1);
      if (levels.length >= DEPTH_MAX) {
        deeper += 1;
        for (const [, value] of attributes) addText(levels[DEPTH_MAX - 1] as Level, ` ${value} `);
        return;
      }
      if (parent) parent.hasChildren = true;
      levels.push({
        name,
        path: parent ? `${parent.path}/${name}` : name,
        text: '',
        hasOwnText: false,
        hasChildren: false,
        values: attributes.map(([column, value]) => ({ column, value, inText: false })),
        held: undefined,
        repeated: undefined,
      });
    },
    close() {
      if (deeper > 0) {
        deeper -= 1;
        return;
      }
      const level = levels.pop();
      if (!level) return;
      mergeHeld(level);
      const parent = levels.at(-1);
      if (parent) closeInto(parent, level);
      else closeRoot(level);
    },
    text(text) {
      const level = levels.at(-1);
      if (!level) return;
      if (!level.hasOwnText && text.trim() !== '') level.hasOwnText = true;
      if (level.hasOwnText || !level.hasChildren) addText(level, text);
    },
    end() {
      while (levels.length > 0) this.close();
      ready.push(...tables.flush());
    },
    *take() {
      yield* ready.splice(0);
    },
  };

  function closeRoot(level: Level): void {
    const asText = isMixed(level) || !level.hasChildren;
    if (asText) emitText(level.text);
    emitRow(level.path, asText ? level.values.filter(({ inText }) => !inText) : level.values);
  }
}
