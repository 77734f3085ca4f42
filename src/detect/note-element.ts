import { PERSON_FLAG_MINOR } from '../model/index.ts';
import type { CompiledPattern } from './compiled-pattern.ts';
import { addElement, type PersonRecord } from './person-record.ts';
import { stateOfAddress } from './residence.ts';

/** A value, worked out when it is needed. */
export interface NotedValue {
  readonly value: () => string;
  readonly canonical: () => string;
}

/**
 * Writes one finding of at least medium confidence into the record of its person. `asOf`: the day of the run, year-month-day;
 * somebody who is not 18 on it is a minor.
 */
export function noteElement(record: PersonRecord, pattern: CompiledPattern, found: NotedValue, asOf?: string): void {
  const { element } = pattern.file;
  addElement(record, pattern.elementIndex);
  switch (element) {
    case 'us-ssn':
    case 'us-itin':
    case 'us-atin':
      // A number that is masked in part tells nobody apart.
      if (pattern.file.identity === 'person') record.identity ||= found.canonical();
      break;
    case 'person-name':
      record.name ||= found.canonical();
      break;
    case 'date-of-birth':
      record.birth ||= found.canonical();
      if (asOf !== undefined && isMinor(record.birth, asOf)) record.flags |= PERSON_FLAG_MINOR;
      break;
    case 'postal-address':
      record.state ||= stateOfAddress(found.value());
      break;
    default:
      break;
  }
}

const ADULT_YEARS = 18;

/** Days are year-month-day, so that they compare as text. A day to come is no birth date. */
export function isMinor(birth: string, asOf: string): boolean {
  const year = yearOf(asOf) - ADULT_YEARS;
  if (yearOf(birth) < year) return false;
  return /^\d{4}-/.test(birth) && birth <= asOf && birth > `${String(year).padStart(4, '0')}${asOf.slice(4)}`;
}

/** Of four digits in front; NaN where they are none. */
function yearOf(day: string): number {
  let year = 0;
  for (let i = 0; i < 4; i += 1) {
    const digit = day.charCodeAt(i) - 0x30;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    year = year * 10 + digit;
  }
  return year;
}
