import { SSF } from 'xlsx';

/** Shows the stored value of a number cell as the program would. `raw` is the text of the number. */
export type NumberFormat = (raw: string) => string;

/** Values remembered for formats that are slow to apply, such as dates. */
const MEMORY_MAX = 4096;

const library: { format(format: string | number, value: number, options?: { date1904?: boolean }): string } = SSF;

const general: NumberFormat = (raw) => {
  // Whole numbers and short decimals are stored as shown.
  if (raw.length <= 11 && !/[eE]/.test(raw)) return raw;
  if (/^-?\d{1,16}$/.test(raw)) return raw;
  const value = Number(raw);
  return Number.isFinite(value) ? String(Number(value.toPrecision(15))) : raw;
};

/**
 * A number format (ECMA-376 part 1, 18.8.31) as a function. Identifiers matter most: 000-00-0000 gives 012-34-5678 for 12345678.
 * Decimal, currency and percent formats give the number itself: how many digits are shown says nothing of a person.
 */
export function createNumberFormat(format: string | number, date1904: boolean): NumberFormat {
  if (typeof format === 'number')
    return isBuiltInDate(format)
      ? remembered(format, date1904)
      : format === 49 || format <= 0
        ? general
        : builtInNumber(format, date1904);
  const plain = format.trim();
  if (plain === '' || plain === '@' || /^general$/i.test(plain)) return general;
  const zeros = zeroPattern(plain);
  if (zeros) return zeros;
  const pattern = withoutLiterals(plain);
  if (/[ymdhs]/i.test(pattern)) return remembered(plain, date1904);
  if (/^[#0,. _()*%$€£+\-;?]*$/.test(pattern) && !/[-() ]/.test(pattern.split(';')[0] ?? '')) return general;
  return remembered(plain, date1904);
}

function isBuiltInDate(id: number): boolean {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
}

function builtInNumber(id: number, date1904: boolean): NumberFormat {
  // 12 and 13 are fractions, which look like nothing else; the rest are decimals, percents and currencies.
  return id === 12 || id === 13 ? remembered(id, date1904) : general;
}

function withoutLiterals(format: string): string {
  return format.replace(/"[^"]*"|\\.|\[[^\]]*\]|_.|\*./g, '');
}

/** Zeros with separators, such as 000-00-0000, 00000-0000 or (000) 000-0000, done without the library. */
function zeroPattern(format: string): NumberFormat | undefined {
  const pattern = (format.split(';')[0] ?? '').replace(/\\(.)/g, '$1').replace(/"([^"]*)"/g, '$1');
  if (!/^[0\-() ./]+$/.test(pattern) || pattern.includes('.')) return undefined;
  const places = pattern.replace(/[^0]/g, '').length;
  if (places < 2) return undefined;
  return (raw) => {
    const value = Number(raw);
    if (!Number.isFinite(value) || value < 0) return raw;
    const digits = String(Math.round(value)).padStart(places, '0');
    if (/[^\d]/.test(digits)) return raw;
    let extra = digits.length - places;
    let at = 0;
    let shown = '';
    for (const character of pattern) {
      if (character !== '0') {
        shown += character;
        continue;
      }
      // Digits that the pattern has no place for stand before its first.
      while (extra > 0) {
        shown += digits[at++];
        extra -= 1;
      }
      shown += digits[at++];
    }
    return shown;
  };
}

function remembered(format: string | number, date1904: boolean): NumberFormat {
  const memory = new Map<string, string>();
  return (raw) => {
    const known = memory.get(raw);
    if (known !== undefined) return known;
    const shown = show(format, raw, date1904);
    if (memory.size >= MEMORY_MAX) memory.clear();
    memory.set(raw, shown);
    return shown;
  };
}

function show(format: string | number, raw: string, date1904: boolean): string {
  const value = Number(raw);
  if (raw === '' || !Number.isFinite(value)) return raw;
  try {
    const shown = library.format(format, value, { date1904 });
    return shown.trim() === '' || hidesDigits(raw, shown) ? raw : shown;
  } catch {
    return raw;
  }
}

/** A long whole number shown in powers of ten or in millions is an identifier that only looks like an amount. */
function hidesDigits(raw: string, shown: string): boolean {
  return /^\d{7,}$/.test(raw) && !shown.replace(/\D/g, '').includes(raw);
}

export { general as generalFormat };
