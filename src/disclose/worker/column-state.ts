import type { AgreementColumn } from '../agreement.ts';
import { counted } from '../counted.ts';
import { explainedIn } from '../explained.ts';
import { type FormSetting, isInForm } from '../forms.ts';
import { ROWS_SHOWN, type Stop, stop } from '../stop.ts';
import { checkTokens } from './check-tokens.ts';
import type { GuessBudget } from './guess-budget.ts';
import { isDigest, isToken, tokenIn } from './guess-hash.ts';
import { type Suspicions, suspicions } from './suspicions.ts';

/** What turning tokens back may start from, and how much of it the run still allows. */
export interface KnownToGuess {
  readonly ssns: ReadonlySet<string>;
  /** Words that somebody may have taken as a key. */
  readonly words: readonly string[];
  readonly guesses: GuessBudget;
}

/** One column being measured, cell by cell. */
export interface ColumnState {
  /** @returns how the cell reads in the end, where that is not how it is written */
  note(cell: string, row: number): string | undefined;
  stops(prefix: string, known: KnownToGuess): Stop[];
  /** The column's name, where something stood in it that looks like an identifier without being one for sure. */
  suspect(): string | undefined;
  /** Whether each third filled cell or more has so many digits and nothing else. */
  isOfDigits(length: number): boolean;
  /** Different cells, of the first thousand. */
  distinct(): number;
}

const KEPT_TOKENS = 5_000;
const TOKEN_LENGTH_MIN = 8;
const DISTINCT_KEPT = 1_000;
const SHARE_OF_DIGITS = 0.8;

/** @param shown what the report calls the column */
export function columnState(shown: string, known: AgreementColumn | undefined, setting: FormSetting): ColumnState {
  const own: Suspicions | undefined = known && suspicions(explainedIn(known));
  const misfitRows: number[] = [];
  const tokenSample = new Set<string>();
  const values = new Set<string>();
  const digitsOnly = new Uint32Array(10);
  const isReshaped = known !== undefined && known.form !== 'full' && known.form !== 'suppress-small';
  let filled = 0;
  let misfits = 0;
  let tokens = 0;
  return {
    note(cell, row) {
      filled += 1;
      // Small counts are looked for in the table as a whole.
      if (known && isReshaped && !isInForm(known.form, cell, setting)) {
        misfits += 1;
        if (misfitRows.length < ROWS_SHOWN) misfitRows.push(row);
      }
      if (cell.length < digitsOnly.length && /^\d+$/.test(cell)) {
        digitsOnly[cell.length] = (digitsOnly[cell.length] ?? 0) + 1;
        if (values.size < DISTINCT_KEPT) values.add(cell);
      }
      if (cell.length < TOKEN_LENGTH_MIN && (known === undefined || isPlainWord(cell))) return undefined;
      const plain = own && !isReshaped ? own.look(cell, row) : undefined;
      const text = tokenIn(cell.trim());
      if (
        text.length >= TOKEN_LENGTH_MIN &&
        isToken(text) &&
        !setting.pseudonymizer.isOwn(text) &&
        !isToldNumber(known, text)
      ) {
        tokens += 1;
        if (tokenSample.size < KEPT_TOKENS) tokenSample.add(text);
      }
      return plain;
    },
    stops(prefix, { ssns, words, guesses }) {
      if (filled === 0) return [];
      const place = `${prefix}column ${shown}`;
      const inside = [...(own?.digests() ?? [])].filter((digest) => !tokenSample.has(digest));
      const stops = checkTokens({
        place,
        filled,
        tokens: tokens + inside.length,
        sample: [...tokenSample, ...inside],
        ssns,
        words,
        guesses,
        fixMends: known === undefined || isReshaped,
      });
      if (!known)
        return [
          stop({
            check: 'column-not-permitted',
            place,
            count: filled,
            fixMends: true,
            sentence: `${counted(filled, 'filled cell')} in a column that the agreement does not permit`,
            remedy: 'Leave the column out',
          }),
          ...stops,
        ];
      if (misfits > 0)
        stops.unshift(
          stop({
            check: 'wrong-form',
            place,
            count: misfits,
            rows: misfits === filled ? [] : misfitRows,
            fixMends: true,
            sentence: `${cellsAreNot(misfits, filled)} in the form that the agreement asks for (${known.form})`,
            remedy: 'Bring them into that form',
          }),
        );
      return [...stops, ...(own?.stops(place, 'column') ?? [])];
    },
    suspect: () => (own?.found() ? known?.name : undefined),
    isOfDigits: (length) => (digitsOnly[length] ?? 0) >= SHARE_OF_DIGITS * filled && filled > 0,
    distinct: () => values.size,
  };
}

/** A short cell of one word or number says no more than that. */
function isPlainWord(cell: string): boolean {
  return /^[\w.-]*$/.test(cell) && !cell.includes('_');
}

function isToldNumber(known: AgreementColumn | undefined, text: string): boolean {
  return known?.holds !== undefined && /^\d+$/.test(text) && !isDigest(text);
}

function cellsAreNot(some: number, all: number): string {
  if (some === all) return all === 1 ? 'The only filled cell is not' : `None of ${all} filled cells is`;
  return `${some} of ${all} filled cells ${some === 1 ? 'is' : 'are'} not`;
}
