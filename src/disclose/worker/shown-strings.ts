/** Which texts of a workbook's common list a cell shows. */
export interface ShownStrings {
  /** The next piece of a sheet's XML. */
  addSheet(text: string): void;
  /** Ends a sheet. */
  endSheet(): void;
  /** Texts of the list, given as XML, that no cell shows. */
  unshown(list: string): string[];
}

const SHOWN =
  /<(?:\w+:)?c\b[^>]*\bt=["']s["'][^>]*>(?:\s|<(?:\w+:)?f\b[^>]*(?:\/>|>[^<]*<\/(?:\w+:)?f>))*<(?:\w+:)?v>\s*(\d+)/g;
const ITEM = /<(?:\w+:)?si\b[^>]*?(?:\/>|>([\s\S]*?)<\/(?:\w+:)?si>)/g;
const CELL_CHARS_MAX = 64 * 1024;

export function shownStrings(): ShownStrings {
  const shown = new Set<number>();
  let rest = '';
  return {
    addSheet(text) {
      const joined = rest + text;
      const end = Math.max(joined.lastIndexOf('<c '), joined.lastIndexOf(':c '));
      const cut = end < 0 || joined.length - end > CELL_CHARS_MAX ? joined.length : end - 8;
      for (const match of joined.matchAll(SHOWN)) shown.add(Number(match[1]));
      rest = joined.slice(Math.max(0, cut));
    },
    endSheet() {
      rest = '';
    },
    unshown(list) {
      const texts: string[] = [];
      let at = -1;
      for (const match of list.matchAll(ITEM)) {
        at += 1;
        const text = (match[1] ?? '').replace(/<[^>]*>/g, '').trim();
        if (!shown.has(at) && text !== '') texts.push(text);
      }
      return texts;
    },
  };
}
