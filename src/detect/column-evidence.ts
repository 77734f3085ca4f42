import type { ColumnStats, PatternFit } from './column-stats.ts';
import type { Evidence } from './evidence.ts';
import type { HeaderMeaning } from './header.ts';
import { isNumeric } from './vocabulary.ts';

const evidence = (points: number, says: string): Evidence => Object.freeze({ points, says });

const NAMED = evidence(6, 'the column is named for it');
const PARTLY_NAMED = evidence(4.5, 'the name of the column holds a word for it');
const ONLY_NAME = evidence(2, 'the column is named for names of anything');
const NAMED_FOR_OTHER = evidence(-5, 'the column is named for something else');
const NAMED_AGAINST = evidence(-4, 'the name of the column speaks for something else');
const NO_HEADER_BARE = evidence(-1, 'nothing names the column');
const VAGUE_BARE = evidence(-3, 'the column is named for numbers of any kind');
const PEOPLE = evidence(1.5, 'names or birth dates of people stand in the same rows');
const OWN_NUMBER = evidence(1.5, 'every person in the list has a number of their own, and all of them are valid');
const ALL_VALID = evidence(1.5, 'all values of the column keep the rule of valid numbers');
const ALL_VALID_MANY = evidence(2.5, 'all values of a long column keep the rule of valid numbers');
const CHECK_DIGITS = evidence(4, 'nearly all values of the column pass a check that chance seldom passes');
const FAILS = evidence(-6, 'the values of the column fail the check no less often than chance would have it');
const SOME_FAIL = evidence(-4, 'too many values of the column break the rule of valid numbers');
const REPEATED = evidence(-1.5, 'the values of the column repeat themselves');
const SERIAL = evidence(-7, 'the values count up in little steps, as serial numbers do');
const RISING = evidence(-1, 'the values rise from row to row');
const YEARS = evidence(-4, 'the values begin with a year, as case numbers do');
const ALIKE_HEADS = evidence(-5, 'the first five digits repeat from row to row, as those of ZIP codes do');
const SAME_START = evidence(-2.5, 'all values begin with the same digits');
const REGULAR = evidence(1.5, 'the whole column is written in this form');

const ENOUGH = 8;
const MANY = 40;

/** What the other columns say of the rows. */
export interface RowsAround {
  /** They hold names or birth dates of people. */
  readonly people: boolean;
  /** They are named for what one person has. */
  readonly personal: boolean;
}

/** Reasons for and against one pattern for a whole column. */
export function columnEvidence(
  fit: PatternFit,
  stats: ColumnStats,
  header: HeaderMeaning,
  { people, personal }: RowsAround,
): Evidence[] {
  const { file } = fit.pattern;
  const named = header.names.get(fit.pattern.index);
  const out: Evidence[] = [{ points: fit.shapePoints === 0 ? -0.01 : fit.shapePoints, says: fit.says }];
  if (named && file.element === 'person-name' && !personal && isNameOfAnything(header.text)) out.push(ONLY_NAME);
  else if (named === 'exact') out.push(NAMED);
  else if (named === 'contained') out.push(PARTLY_NAMED);
  else if (header.against.has(-1) || header.against.has(fit.pattern.index) || namesOther(header))
    out.push(NAMED_FOR_OTHER);
  else if (fit.shapePoints < 1 && isNumeric(file)) out.push(header.vague ? VAGUE_BARE : NO_HEADER_BARE);
  if (named && header.against.has(fit.pattern.index)) out.push(NAMED_AGAINST);
  if (fit.shapePoints >= 1.5 && fit.openShare >= 0.95 && fit.tested >= ENOUGH) out.push(REGULAR);
  out.push(...ruleEvidence(fit, named !== undefined));
  if (!isNumeric(file)) return out;
  if (people && file.identity === 'person') out.push(PEOPLE);
  if (fit.tested < ENOUGH) return out;
  if (people && file.identity === 'person' && isOwnNumber(fit, stats)) out.push(OWN_NUMBER);
  if (stats.distinctShare < 0.3 && stats.filled >= 20 && file.identity === 'person') out.push(REPEATED);
  if (stats.consecutive) out.push(SERIAL);
  else if (stats.rising) out.push(RISING);
  const bare = fit.shapePoints < 1.5;
  if (bare && stats.yearShare >= 0.95 && file.element !== 'date-of-birth') out.push(YEARS);
  if (bare && !named && stats.headVariety < 0.5 && stats.distinctShare > 0.6) out.push(ALIKE_HEADS);
  if (bare && !named && stats.sameStart) out.push(SAME_START);
  return out;
}

const ANY_NAME = /^(?:.*[^a-z])?(?:display)?[^a-z]?names?$|[a-z]Name$/i;
const PERSON =
  /first|last|full|given|family|middle|maiden|legal|preferred|person|people|participant|claimant|applicant|employee|worker|patient|client|customer|member|student|veteran|payee|holder|contact|spouse|child|parent|guardian|dependent|beneficiary|staff|user|emp|nombre|sur|[fl]_?name/i;

/** `name`, `displayName`, `object.property.name`: names of people, or of anything. */
export function isNameOfAnything(header: string): boolean {
  return ANY_NAME.test(header) && !PERSON.test(header);
}

/** A list of people with a number each: what else would identify them? */
function isOwnNumber(fit: PatternFit, stats: ColumnStats): boolean {
  return fit.validShare === 1 && stats.distinctShare >= 0.95 && !stats.rising && !stats.consecutive;
}

function namesOther(header: HeaderMeaning): boolean {
  return header.names.size > 0 || (header.role !== undefined && header.role !== 'full-name');
}

/** What validators say of the column: proof by check digits weighs by how rarely chance would pass them. */
function ruleEvidence(fit: PatternFit, named: boolean): Evidence[] {
  const { validator, file } = fit.pattern;
  if (!validator) return [];
  const out: Evidence[] = [];
  if (fit.validShare >= 0.5 && file.proof) out.push({ points: file.proof.evidence, says: file.proof.says });
  if (fit.tested < ENOUGH) return out;
  if (validator.chanceRate < 0.5) {
    if (fit.validShare >= 0.9) out.push(CHECK_DIGITS);
    else if (fit.validShare <= Math.max(0.35, validator.chanceRate * 3)) out.push(FAILS);
    else if (!named) out.push(SOME_FAIL);
    return out;
  }
  if (fit.validShare < 0.5) out.push(FAILS);
  else if (!named && fit.validShare < 0.97) out.push(SOME_FAIL);
  else if (fit.validShare === 1 && validator.chanceRate < 0.95)
    out.push(fit.tested >= MANY ? ALL_VALID_MANY : ALL_VALID);
  return out;
}
