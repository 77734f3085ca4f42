/** Checks of a clearance, in the order of the report. */
export const CHECKS = [
  'agreement',
  'unread',
  'hidden-content',
  'column-not-permitted',
  'no-header',
  'type-not-permitted',
  'file-name',
  'wrong-form',
  'guessable-pseudonym',
  'unknown-pseudonym',
  'unexplained-number',
  'possible-type',
  'forbidden-combination',
  'small-cell',
  'whole-group',
  'undeclared-count',
  'recoverable-cell',
  'small-class',
  'one-outcome-class',
] as const;
export type Check = (typeof CHECKS)[number];

/** Something that stands against handing a file on. Never a value: places, types, counts and row numbers. */
export interface Stop {
  readonly check: Check;
  /** `block`: has to be mended. `exception`: a named person may let it pass, with a reason and a last day. */
  readonly gravity: 'block' | 'exception';
  /** Whether a fixed copy can be expected not to have it; the copy itself is checked again. */
  readonly fixMends: boolean;
  readonly place: string;
  readonly type?: string;
  readonly count: number;
  /** Rows as the owning program numbers them, in order: the riskiest `ROWS_SHOWN`, and none where every row is meant. */
  readonly rows: readonly number[];
  readonly everyRow: boolean;
  readonly sentence: string;
  readonly remedy: string;
}

export const ROWS_SHOWN = 20;

export type ClearanceVerdict = 'cleared' | 'blocked' | 'needs-exception';

/** What a named person lets pass. */
export interface ClearanceException {
  readonly check: Check;
  readonly reason: string;
  readonly by: string;
  /** Last day, year-month-day. */
  readonly expires: string;
}

/** Checks that an exception can be made for; the others are not for one person to decide. */
export const EXCEPTABLE: ReadonlySet<Check> = new Set([
  'unknown-pseudonym',
  'unexplained-number',
  'possible-type',
  'undeclared-count',
  'small-class',
  'one-outcome-class',
]);

type GivenStop = Omit<Stop, 'gravity' | 'rows' | 'everyRow' | 'fixMends'> &
  Partial<Pick<Stop, 'rows' | 'everyRow' | 'fixMends'>>;

export function stop({ rows = [], everyRow = false, fixMends = false, ...rest }: GivenStop): Stop {
  return {
    ...rest,
    gravity: EXCEPTABLE.has(rest.check) ? 'exception' : 'block',
    fixMends,
    rows: everyRow ? [] : rows.slice(0, ROWS_SHOWN).sort((a, b) => a - b),
    everyRow,
  };
}

/** Of a file that could not be read to its end, for a reason in plain words. */
export function unreadStop(place: string, reason: string): Stop {
  return stop({
    check: 'unread',
    place,
    count: 1,
    sentence: `Not read: ${reason}`,
    remedy: 'Nothing unread is cleared: hand on a form that can be read',
  });
}

/** Pure; `today` is year-month-day. */
export function verdictOf(
  stops: readonly Stop[],
  exceptions: readonly ClearanceException[],
  today: string,
): ClearanceVerdict {
  if (stops.some(({ gravity }) => gravity === 'block')) return 'blocked';
  const open = stops.filter(
    ({ check }) => !exceptions.some((exception) => exception.check === check && exception.expires >= today),
  );
  return open.length > 0 ? 'needs-exception' : 'cleared';
}
