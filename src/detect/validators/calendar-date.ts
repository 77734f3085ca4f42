import { answer, type Validation, type Validator } from './validator.ts';

const NO_DATE = answer('invalid', 0, 'is no day of the calendar');
const NO_LIFE = answer('invalid', 0, 'the year is outside 1900-2029');
const VALID = answer('valid', 0, 'is a day of the calendar in a lifetime');
const MONTHS: readonly string[] = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const SPANISH_MONTHS: readonly string[] = [
  'ene',
  'feb',
  'mar',
  'abr',
  'may',
  'jun',
  'jul',
  'ago',
  'set',
  'oct',
  'nov',
  'dic',
];

export interface CalendarDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/**
 * A day written in one of the ways people write birth dates: 4/21/58, 1958-04-21, 21.04.1958, April 21st, 1958, 21 de abril de 1958,
 * 19580421, 04211958. Where day and month may be exchanged, month first wins if it is possible. Two-digit years are 19xx
 * from 30 on. Undefined when it is no day. Source: ISO 8601 for the year-first forms; the rest is common writing.
 */
export function parseCalendarDay(value: string): CalendarDay | undefined {
  const text = value.toLowerCase();
  const word = /[a-z]{3,}/g;
  const numbers = text.match(/\d+/g) ?? [];
  for (let found = word.exec(text); found; found = word.exec(text)) {
    const month = monthOf(found[0]);
    if (month > 0) return fromNamedMonth(month, numbers);
  }
  const [first = '', second = '', third = ''] = numbers;
  if (numbers.length === 1) return fromCompact(first);
  if (numbers.length < 3) return undefined;
  if (first.length === 4) return day(Number(first), Number(second), Number(third));
  const year = fullYear(third);
  return day(year, Number(first), Number(second)) ?? day(year, Number(second), Number(first));
}

function monthOf(word: string): number {
  const start = word.slice(0, 3);
  const english = MONTHS.indexOf(start);
  return english >= 0 ? english + 1 : start === 'sep' ? 9 : SPANISH_MONTHS.indexOf(start) + 1;
}

function fromNamedMonth(month: number, numbers: readonly string[]): CalendarDay | undefined {
  const [first = '', second = ''] = numbers;
  if (first.length === 4) return day(Number(first), month, Number(second));
  return day(fullYear(second), month, Number(first));
}

function fromCompact(digits: string): CalendarDay | undefined {
  if (digits.length === 8) {
    return (
      inLifetime(day(Number(digits.slice(0, 4)), Number(digits.slice(4, 6)), Number(digits.slice(6)))) ??
      inLifetime(day(Number(digits.slice(4)), Number(digits.slice(0, 2)), Number(digits.slice(2, 4))))
    );
  }
  if (digits.length !== 6) return undefined;
  return day(fullYear(digits.slice(4)), Number(digits.slice(0, 2)), Number(digits.slice(2, 4)));
}

function fullYear(text: string): number {
  const year = Number(text);
  return text.length > 2 ? year : year < 30 ? 2000 + year : 1900 + year;
}

function day(year: number, month: number, dayOfMonth: number): CalendarDay | undefined {
  if (month < 1 || month > 12 || dayOfMonth < 1) return undefined;
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const length = month === 2 ? (isLeap ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return dayOfMonth <= length ? { year, month, day: dayOfMonth } : undefined;
}

function inLifetime(found: CalendarDay | undefined): CalendarDay | undefined {
  return found && found.year >= 1900 && found.year <= 2029 ? found : undefined;
}

/** A day of the calendar between 1900 and 2029. The bound is fixed because detection knows no clock. */
export const calendarDate: Validator = {
  chanceRate: 0.3,
  check(value: string): Validation {
    const found = parseCalendarDay(value);
    if (!found) return NO_DATE;
    return inLifetime(found) ? VALID : NO_LIFE;
  },
};
