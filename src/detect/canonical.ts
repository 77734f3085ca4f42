import { parseCalendarDay } from './validators/index.ts';

/**
 * One spelling for all spellings of a value, so that `449-87-4100` and `449 87 4100` are one value. Values are folded text.
 * Names: words in lower case, sorted; dates: year-month-day; addresses of mail: lower case; all else: letters and digits only.
 */
export function canonicalValue(element: string, value: string): string {
  switch (element) {
    case 'us-ssn':
      return bareWord(value).padStart(9, '0');
    case 'email-address':
      return value.trim().toLowerCase();
    case 'person-name':
      return canonicalName(value);
    case 'date-of-birth':
      return canonicalDay(value);
    case 'username-password':
    case 'private-key':
    case 'api-secret':
      return value;
    default:
      return bareWord(value);
  }
}

const TITLES: ReadonlySet<string> = new Set([
  'mr',
  'mrs',
  'ms',
  'miss',
  'dr',
  'prof',
  'sr',
  'sra',
  'srta',
  'jr',
  'ii',
  'iii',
  'iv',
  'md',
  'phd',
  'esq',
  'rev',
  'hon',
]);

/** Words of a name in lower case and sorted, without titles and initials: `Ortega, Rosa M.` and `rosa ortega` are one. */
export function canonicalName(value: string): string {
  const simple = /^([A-Za-z]{4,}) ([A-Za-z]{4,})$/.exec(value);
  if (simple) {
    const first = (simple[1] as string).toLowerCase();
    const last = (simple[2] as string).toLowerCase();
    return first < last ? `${first} ${last}` : `${last} ${first}`;
  }
  const words = value.toLowerCase().match(/[a-z]{2,}/g) ?? [];
  const kept = words.filter((word) => !TITLES.has(word));
  return (kept.length > 0 ? kept : words).sort().join(' ');
}

/** `1984-03-12`, or letters and digits where it is no readable day. */
export function canonicalDay(value: string): string {
  const day = parseCalendarDay(value);
  if (!day) return bareWord(value);
  return `${String(day.year).padStart(4, '0')}-${String(day.month).padStart(2, '0')}-${String(day.day).padStart(2, '0')}`;
}

const buffer = Buffer.alloc(256);

function bareWord(value: string): string {
  if (value.length > buffer.length) return value.replace(/[^0-9A-Za-z*]/g, '').toUpperCase();
  let length = 0;
  for (let i = 0; i < value.length; i += 1) {
    let code = value.charCodeAt(i);
    if (code >= 0x61 && code <= 0x7a) code -= 0x20;
    if ((code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || code === 0x2a) {
      buffer[length] = code;
      length += 1;
    }
  }
  return length === value.length ? value.toUpperCase() : buffer.toString('latin1', 0, length);
}
