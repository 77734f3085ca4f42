import type { Check, ClearanceException, ClearanceVerdict, Stop } from './stop.ts';

/** A stop and the file that it stands against; no file where it is the agreement itself. */
export type FileStop = Stop & { readonly file: string };

export const CHECK_WORDS: Readonly<Record<Check, string>> = {
  agreement: 'Agreement',
  unread: 'Not read',
  'hidden-content': 'Hidden content',
  'column-not-permitted': 'Column not permitted',
  'no-header': 'No header row',
  'type-not-permitted': 'Identifier not permitted',
  'file-name': 'File name',
  'wrong-form': 'Wrong form',
  'guessable-pseudonym': 'Pseudonym that can be guessed',
  'unknown-pseudonym': 'Pseudonym of unknown making',
  'unexplained-number': 'Number of unknown meaning',
  'possible-type': 'Possible identifier',
  'forbidden-combination': 'Forbidden combination',
  'small-cell': 'Small cell',
  'whole-group': 'All or none of a group',
  'undeclared-count': 'Possible small count',
  'recoverable-cell': 'Suppressed cell given away',
  'small-class': 'People who stand out',
  'one-outcome-class': 'Groups of one outcome',
};

export const HEADLINES: Readonly<Record<ClearanceVerdict, string>> = {
  cleared: 'Cleared: it may go to the recipient under this agreement',
  blocked: 'Blocked: it may not go',
  'needs-exception': 'Not cleared: a named person has to make an exception, or it has to be mended',
};

/** Stops of one file that say the same of several places and are mended in the same way. */
export interface StopGroup {
  readonly file: string;
  readonly check: Check;
  readonly stops: readonly [FileStop, ...FileStop[]];
  readonly remedy: string;
  readonly exception: ClearanceException | undefined;
}

/** In the order in which their first ones come. Pure. */
export function groupStops(stops: readonly FileStop[], exceptions: readonly ClearanceException[]): StopGroup[] {
  const groups = new Map<string, { first: FileStop; others: FileStop[] }>();
  for (const one of stops) {
    const key = [one.file, one.check, one.remedy, one.fixMends].join('\u0000');
    const standing = groups.get(key);
    if (standing) standing.others.push(one);
    else groups.set(key, { first: one, others: [] });
  }
  return [...groups.values()].map(({ first, others }) => ({
    file: first.file,
    check: first.check,
    stops: [first, ...others],
    remedy: `${first.remedy}.${first.fixMends ? ' --fix mends it.' : ''}`,
    exception: exceptions.find(({ check }) => check === first.check),
  }));
}

const PLACES_SHOWN = 12;

/** Where, of a group: the place of its only stop too. */
export function placeOf({ file, stops: [first, ...others] }: StopGroup): string {
  return [file, ...(others.length === 0 ? [first.place] : [])].filter(Boolean).join(' > ');
}

/** What, one line for each stop of a group: with its place where there are several. */
export function sentencesOf({ stops }: StopGroup): string[] {
  const lines = stops.slice(0, PLACES_SHOWN).map((one) => {
    const said = `${one.sentence}.${rowWords(one)}`;
    return stops.length === 1 || one.check === 'agreement' ? said : `${one.place}: ${said}`;
  });
  return stops.length > PLACES_SHOWN ? [...lines, `and ${stops.length - PLACES_SHOWN} more`] : lines;
}

/** `11 stops; --fix mends 10. Then left: people who stand out (columns ZIP, County)`; nothing where nothing is open. Pure. */
export function summaryOf(stops: readonly FileStop[], exceptions: readonly ClearanceException[]): string | undefined {
  const open = stops.filter(
    ({ check, gravity }) => gravity === 'block' || !exceptions.some((one) => one.check === check),
  );
  if (open.length === 0) return undefined;
  const left = open.filter(({ fixMends }) => !fixMends);
  const mended = open.length - left.length;
  const all = open.length === 1 ? '1 stop' : `${open.length} stops`;
  if (mended === 0) return all;
  const files = new Set(open.map(({ file }) => file).filter(Boolean)).size;
  const fix = files > 1 ? '--fix, one file at a time, mends' : '--fix mends';
  if (left.length === 0) return `${all}; ${fix} ${all === '1 stop' ? 'it' : 'all'}`;
  const names = [...new Set(left.map(({ check, place }) => `${CHECK_WORDS[check].toLowerCase()} (${place})`))];
  const shown = [...names.slice(0, PLACES_SHOWN), ...(names.length > PLACES_SHOWN ? ['others'] : [])];
  return `${all}; ${fix} ${mended}. Then left: ${shown.join('; ')}`;
}

function rowWords({ rows, count, everyRow }: Stop): string {
  if (everyRow) return ' All rows.';
  const [only, ...others] = rows;
  if (only === undefined) return '';
  if (others.length === 0) return count > 1 ? ` Row ${only}, …` : ` Row ${only}.`;
  return ` Rows ${rows.join(', ')}${count > rows.length ? ', …' : '.'}`;
}
