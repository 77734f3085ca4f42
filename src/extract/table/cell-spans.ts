import type { CellSpans } from '../../model/index.ts';

/** Finds the cells of delimited text in its bytes. */
export interface CellSplitter {
  /** `utf8` ends at a line end. Nothing where a quote is not a plain one: then `createDelimitedParser` must tell. */
  readonly split: (utf8: Buffer) => CellSpans | undefined;
}

const QUOTE = 34;
const LINE_FEED = 10;
const RETURN = 13;

/** Gives the rows of `createDelimitedParser` without making strings. The spans are overwritten by the next call. */
export function cellSplitter(delimiter: string): CellSplitter | undefined {
  const separator = delimiter.charCodeAt(0);
  if (delimiter.length !== 1 || separator >= 0x80 || separator === QUOTE || separator === LINE_FEED) return undefined;
  let starts = new Int32Array(1 << 12);
  let ends = new Int32Array(1 << 12);
  let rowFirst = new Int32Array(1 << 10);
  return {
    split: (utf8) => {
      const { length } = utf8;
      if (length === 0 || utf8[length - 1] !== LINE_FEED) return undefined;
      let cells = 0;
      let rows = 0;
      let at = 0;
      rowFirst[0] = 0;
      while (at < length) {
        let from = at;
        let to: number;
        let after: number;
        if (utf8[at] === QUOTE) {
          from = at + 1;
          to = from;
          while (to < length && utf8[to] !== QUOTE && utf8[to] !== LINE_FEED) to += 1;
          if (utf8[to] !== QUOTE || utf8[to - 1] === RETURN) return undefined;
          after = utf8[to + 1] === RETURN && utf8[to + 2] === LINE_FEED ? to + 2 : to + 1;
        } else {
          to = at;
          let byte = utf8[to];
          while (byte !== separator && byte !== LINE_FEED) {
            to += 1;
            byte = utf8[to];
          }
          after = to;
          if (byte === LINE_FEED && to > from && utf8[to - 1] === RETURN) to -= 1;
        }
        const isLast = utf8[after] === LINE_FEED;
        if (!isLast && utf8[after] !== separator) return undefined;
        if (cells === starts.length) {
          starts = longer(starts);
          ends = longer(ends);
        }
        starts[cells] = from;
        ends[cells] = to;
        cells += 1;
        at = after + 1;
        if (!isLast) continue;
        rows += 1;
        if (rows === rowFirst.length) rowFirst = longer(rowFirst);
        rowFirst[rows] = cells;
      }
      return { bytes: utf8, rowCount: rows, rowFirst, starts, ends };
    },
  };
}

function longer(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(array.length * 2);
  copy.set(array);
  return copy;
}
