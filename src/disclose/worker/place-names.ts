import { possibleNames } from '../../detect/index.ts';
import { maskIdentifierShapes, type Place, type TableBlock } from '../../model/index.ts';

/** What the report calls the places of one file. Names of sheets and of files inside are content: none that may be a value is told. */
export interface PlaceNames {
  /** Files inside, sheet or page, and the number where it is not the first table there; empty for the only table of a file. */
  table(block: TableBlock): string;
  /** A place outside of the agreement's columns. */
  text(place: Place, row?: number): string;
  /** Content that a reader does not see. */
  hidden(part: string, place: Place): string;
  /** A file inside the file. */
  member(name: string): string;
}

/** Files inside that are told apart; what lies in others is told together. */
const MEMBERS_TOLD_MAX = 100;
const NAMES_KEPT = 1_000;

export function placeNames(): PlaceNames {
  const known = new Map<string, string>();
  const shown = (name: string, instead: string): string => {
    const standing = known.get(name);
    if (standing !== undefined) return standing;
    const words = possibleNames(name).length > 0 ? instead : maskIdentifierShapes(name);
    if (known.size < NAMES_KEPT) known.set(name, words);
    return words;
  };
  const sheetName = (sheet: string): string => shown(sheet, 'whose name looks like a person’s');
  const member = (name: string): string => shown(name, 'a file whose name looks like a person’s');
  const sheetWords = ({ part, sheet }: Place): string =>
    sheet === undefined ? '' : `${part === 'hidden-sheet' ? '' : ' in sheet'} ${sheetName(sheet)}`;
  const sheetOrPage = ({ sheet, page }: Place): string[] =>
    sheet !== undefined ? [`sheet ${sheetName(sheet)}`] : page !== undefined ? [`page ${page}`] : [];
  const told = new Set<string>();
  const tables = new Map<string, number[]>();
  const inside = ({ members }: Place): string[] => {
    if (members.length === 0) return [];
    const whole = members.map(member).join(' > ');
    if (told.size < MEMBERS_TOLD_MAX) told.add(whole);
    return [told.has(whole) ? whole : 'other files inside'];
  };
  return {
    table(block) {
      const { place } = block;
      const base = [...inside(place), ...sheetOrPage(place)].join(' > ');
      const standing = tables.get(base) ?? [];
      tables.set(base, standing);
      if (!standing.includes(block.table)) standing.push(block.table);
      const number = standing.indexOf(block.table) + 1;
      return number === 1 ? base : [base, `table ${number}`].filter(Boolean).join(' > ');
    },
    text(place, row = place.row) {
      const here = place.part
        ? `${place.part.replaceAll('-', ' ')}${sheetWords(place)}`
        : row !== undefined
          ? 'other columns'
          : place.members.length > 0
            ? ''
            : 'text';
      return [...inside(place), here].filter(Boolean).join(' > ');
    },
    hidden: (part, place) => [...inside(place), `${part.replaceAll('-', ' ')}${sheetWords(place)}`].join(' > '),
    member,
  };
}
