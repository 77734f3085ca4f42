import type { Pseudonymizer } from './pseudonym.ts';

/** How the values of a column may leave. */
export const FORMS = [
  'full',
  'last-four',
  'pseudonym',
  'age-band',
  'year',
  'zip3',
  'suppress-small',
  'mask',
  'drop',
] as const;
export type Form = (typeof FORMS)[number];

/** What turning a value into its form needs. */
export interface FormSetting {
  readonly pseudonymizer: Pseudonymizer;
  /** Day on which ages are counted, year-month-day. */
  readonly asOf: string;
  readonly minimumCellSize: number;
}

/** Stands for a number that was suppressed. */
export const SUPPRESSED = '*';

const BAND_YEARS = 10;
const OLDEST_BAND = 90;

/** The value in its form; `''` where it cannot be brought into it. Pure. */
export function inForm(form: Form, value: string, setting: FormSetting): string {
  const text = value.trim();
  if (text === '') return value;
  switch (form) {
    case 'full':
      return value;
    case 'last-four':
      return text.replace(/[^0-9A-Za-z]/g, '').slice(-4);
    case 'pseudonym':
      return setting.pseudonymizer.pseudonymOf(text);
    case 'age-band':
      return ageBand(text, setting.asOf);
    case 'year':
      return yearOf(text);
    case 'zip3':
      return /^(\d{3})\d{2}(?:-?\d{4})?$/.exec(text)?.[1] ?? (/^\d{3}$/.test(text) ? text : '');
    case 'suppress-small':
      return isSmallCell(text, setting.minimumCellSize) ? SUPPRESSED : value;
    case 'mask':
      return '***';
    case 'drop':
      return '';
    default:
      return form satisfies never;
  }
}

/** Whether a filled cell is already written in this form. Pure. */
export function isInForm(form: Form, value: string, setting: FormSetting): boolean {
  const text = value.trim();
  switch (form) {
    case 'full':
      return true;
    case 'last-four':
      return /^[*xX#•.\s-]*[0-9A-Za-z]{4}$/.test(text);
    case 'pseudonym':
      return setting.pseudonymizer.isOwn(text);
    case 'age-band':
      return /^(?:\d{1,3} ?[-–] ?\d{1,3}|\d{1,3}\+|(?:under|<) ?\d{1,2})$/i.test(text);
    case 'year':
      return /^(?:19|20)\d\d$/.test(text);
    case 'zip3':
      return /^\d{3}(?:\*\*|xx)?$/i.test(text);
    case 'suppress-small':
      return !isSmallCell(text, setting.minimumCellSize);
    case 'mask':
      return /^[*#xX•\s-]*$/.test(text);
    case 'drop':
      return false;
    default:
      return form satisfies never;
  }
}

/** A number of people from 1 to below the least size; 0 tells nothing of anybody by itself. */
export function isSmallCell(text: string, minimumCellSize: number): boolean {
  const count = countOf(text);
  return count !== undefined && count > 0 && count < minimumCellSize;
}

/** A whole number as people write it, or nothing. */
export function countOf(text: string): number | undefined {
  const plain = text.trim().replace(/(?<=\d),(?=\d{3}\b)/g, '');
  return /^\d{1,12}(?:\.0+)?$/.test(plain) ? Number(plain) : undefined;
}

function ageBand(text: string, asOf: string): string {
  const age = /^\d{1,3}$/.test(text) ? Number(text) : ageOf(text, asOf);
  if (age === undefined || age < 0 || age > 130) return '';
  if (age >= OLDEST_BAND) return `${OLDEST_BAND}+`;
  const first = Math.floor(age / BAND_YEARS) * BAND_YEARS;
  return `${first}-${first + BAND_YEARS - 1}`;
}

function ageOf(text: string, asOf: string): number | undefined {
  const born = dayOf(text);
  if (!born) return undefined;
  const years = Number(asOf.slice(0, 4)) - Number(born.slice(0, 4));
  return born.slice(5) > asOf.slice(5) ? years - 1 : years;
}

function yearOf(text: string): string {
  return /^(?:19|20)\d\d$/.test(text) ? text : (dayOf(text)?.slice(0, 4) ?? '');
}

/** Days as exports write them: year first, month first, or a spreadsheet's day number (days since 1899-12-30). */
function dayOf(text: string): string | undefined {
  const two = (part: string | undefined): string => (part ?? '').padStart(2, '0');
  const yearFirst = /^(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?:[T ].*)?$/.exec(text);
  if (yearFirst) return `${yearFirst[1]}-${yearFirst[2]}-${yearFirst[3]}`;
  const monthFirst = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?: .*)?$/.exec(text);
  if (monthFirst) return `${monthFirst[3]}-${two(monthFirst[1])}-${two(monthFirst[2])}`;
  const serial = /^\d{4,5}(?:\.\d+)?$/.test(text) ? Math.floor(Number(text)) : undefined;
  if (serial !== undefined && serial > 2000)
    return new Date(Date.UTC(1899, 11, 30 + serial)).toISOString().slice(0, 10);
  return undefined;
}
