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

/** A word that stands in `canonicalName` as it is, in small letters; nothing where `value` is more, or less, than one. */
export function nameWord(value: string): string {
  if (!/^[A-Za-z]{2,}$/.test(value)) return '';
  const word = value.toLowerCase();
  return TITLES.has(word) ? '' : word;
}

/** `1984-03-12`, or letters and digits where it is no readable day. */
export function canonicalDay(value: string): string {
  const day = parseCalendarDay(value);
  if (!day) return bareWord(value);
  return `${String(day.year).padStart(4, '0')}-${String(day.month).padStart(2, '0')}-${String(day.day).padStart(2, '0')}`;
}

/** Letters, digits and stars, as capitals. Most values are a few runs of them: these are joined without a look at each. */
function bareWord(value: string): string {
  let out = '';
  let from = 0;
  let hasSmall = false;
  for (let i = 0; i < value.length; i += 1) {
    const code = value.charCodeAt(i);
    const isSmall = code >= 0x61 && code <= 0x7a;
    if (isSmall) hasSmall = true;
    if (isSmall || (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || code === 0x2a) continue;
    if (i > from) out += value.substring(from, i);
    from = i + 1;
  }
  const kept = from === 0 ? value : out + value.substring(from);
  return hasSmall ? kept.toUpperCase() : kept;
}
