import type { Matrix } from './matrix.ts';
import type { Cursor } from './pdf-lexer.ts';
import { BYTE_KINDS, hexInto, literalInto, readName, readValue, skipSpace } from './pdf-lexer.ts';
import { unsure } from './pdf-values.ts';
import type { ShownStrings } from './text-run.ts';

const OPERANDS_MAX = 64;

/** What stands before an operator. The functions throw UnsureReading where it is not what the operator takes. */
export interface Operands {
  readonly strings: ShownStrings;
  /** Number before the first string of an array. */
  readonly firstGap: number;
  number(): number;
  pair(): [number, number];
  matrix(): Matrix;
  name(): string;
  lastName(): string | undefined;
  /** One string behind so many numbers. */
  oneString(numbers: number): Operands;
  /** An array of strings and numbers. */
  listed(): Operands;
}

export interface ContentScanner {
  readonly operands: Operands;
  /** The next operator; empty at the end. */
  next(): string;
  clear(): void;
}

/** Operators of one or two letters by their bytes, so that no string is made for each. */
const OPERATORS = new Map<number, string>();
for (const operator of 'q Q cm BT ET Tc Tw Tz TL Ts Tf Td TD Tm T* \' " Tj TJ Do gs DP BI S s f F f* B B* b b* n sh w J j M d ri i m l c v y h re W W* Tr CS cs SC sc G g RG rg K k MP BX EX'.split(
  ' ',
))
  OPERATORS.set(operator.charCodeAt(0) | ((operator.charCodeAt(1) || 0) << 8), operator);

/** Takes a content stream apart (ISO 32000-1:2008, 7.8.2). Strings go into one buffer, numbers into one list. */
export function createContentScanner(bytes: Uint8Array): ContentScanner {
  const cursor: Cursor = { bytes, at: 0 };
  const strings: ShownStrings = { bytes: new Uint8Array(256), length: 0, ends: [], gaps: [] };
  const numbers = new Float64Array(OPERANDS_MAX);
  let numberCount = 0;
  const names: string[] = [];
  let arrays = 0;
  let plainStrings = 0;
  let others = 0;
  let firstGap = 0;

  const expect = (wanted: boolean): void => {
    if (!wanted || others > 0) unsure('operands that the operator does not take');
  };

  const operands: Operands = {
    strings,
    get firstGap() {
      return firstGap;
    },
    number() {
      expect(numberCount === 1 && arrays === 0 && plainStrings === 0);
      return numbers[0] ?? 0;
    },
    pair() {
      expect(numberCount === 2 && arrays === 0);
      return [numbers[0] ?? 0, numbers[1] ?? 0];
    },
    matrix() {
      expect(numberCount === 6 && names.length === 0 && arrays === 0 && plainStrings === 0);
      return [numbers[0] ?? 0, numbers[1] ?? 0, numbers[2] ?? 0, numbers[3] ?? 0, numbers[4] ?? 0, numbers[5] ?? 0];
    },
    name() {
      expect(names.length === 1 && arrays === 0 && plainStrings === 0);
      return names[0] ?? '';
    },
    lastName: () => (names.length > 1 ? names.at(-1) : undefined),
    oneString(count) {
      expect(plainStrings === 1 && arrays === 0 && numberCount === count && names.length === 0);
      return operands;
    },
    listed() {
      expect(arrays === 1 && plainStrings === 0 && numberCount === 0 && names.length === 0);
      return operands;
    },
  };

  /** A string; empty ones are as if they were not there. */
  const takeString = (): void => {
    const before = strings.length;
    // No string is longer than what is left of the stream.
    if (strings.bytes.length < 65_536) growTo(before + Math.min(bytes.length - cursor.at, 65_536));
    const start = cursor.at;
    const read = bytes[start] === 0x28 ? literalInto : hexInto;
    let length = read(cursor, strings.bytes, before);
    if (length > strings.bytes.length) {
      growTo(length);
      cursor.at = start;
      length = read(cursor, strings.bytes, before);
    }
    if (length === before) return;
    strings.length = length;
    strings.ends.push(length);
    strings.gaps.push(0);
  };

  const growTo = (length: number): void => {
    if (length <= strings.bytes.length) return;
    const grown = new Uint8Array(length * 2);
    grown.set(strings.bytes);
    strings.bytes = grown;
  };

  const takeNumber = (): number => {
    let { at } = cursor;
    let sign = 1;
    const first = bytes[at];
    if (first === 0x2d || first === 0x2b) {
      if (first === 0x2d) sign = -1;
      at += 1;
    }
    const start = at;
    let value = 0;
    let byte = bytes[at] ?? 0;
    for (; byte >= 0x30 && byte <= 0x39; byte = bytes[++at] ?? 0) value = value * 10 + byte - 0x30;
    let digits = at - start;
    if (byte === 0x2e) {
      let scale = 1;
      const point = at;
      byte = bytes[++at] ?? 0;
      for (; byte >= 0x30 && byte <= 0x39; byte = bytes[++at] ?? 0) {
        value = value * 10 + byte - 0x30;
        scale *= 10;
      }
      digits += at - point - 1;
      value /= scale;
    }
    if (digits === 0 || digits > 24 || (at < bytes.length && BYTE_KINDS[byte] === 0))
      unsure('a number written in an odd way');
    cursor.at = at;
    return sign * value;
  };

  const takeArray = (): void => {
    cursor.at += 1;
    arrays += 1;
    for (;;) {
      skipSpace(cursor);
      const byte = bytes[cursor.at];
      if (byte === 0x5d) break;
      if (byte === 0x28 || (byte === 0x3c && bytes[cursor.at + 1] !== 0x3c)) takeString();
      else if (byte !== undefined && isNumberStart(byte)) {
        const gap = takeNumber();
        if (strings.ends.length === 0) firstGap += gap;
        else strings.gaps[strings.gaps.length - 1] = (strings.gaps.at(-1) ?? 0) + gap;
      } else {
        readValue(cursor);
        others += 1;
      }
    }
    cursor.at += 1;
  };

  const takeOperator = (): string => {
    const start = cursor.at;
    let end = start;
    while (end < bytes.length && BYTE_KINDS[bytes[end] ?? 0] === 0) end += 1;
    cursor.at = end;
    const length = end - start;
    if (length === 1 || length === 2) {
      const known = OPERATORS.get((bytes[start] ?? 0) | (length === 2 ? (bytes[start + 1] ?? 0) << 8 : 0));
      if (known) return known;
    }
    if (length === 0 || length > 5) unsure('an operator that is not known');
    return String.fromCharCode(...bytes.subarray(start, end));
  };

  return {
    operands,
    clear() {
      strings.length = 0;
      strings.ends.length = 0;
      strings.gaps.length = 0;
      numberCount = arrays = plainStrings = others = firstGap = 0;
      names.length = 0;
    },
    next() {
      for (;;) {
        skipSpace(cursor);
        const byte = bytes[cursor.at];
        if (byte === undefined) return '';
        if (isNumberStart(byte)) {
          if (numberCount >= OPERANDS_MAX) unsure('many operands');
          numbers[numberCount++] = takeNumber();
        } else if (byte === 0x2f) names.push(readName(cursor));
        else if (byte === 0x28 || (byte === 0x3c && bytes[cursor.at + 1] !== 0x3c)) {
          plainStrings += 1;
          takeString();
        } else if (byte === 0x5b) takeArray();
        else if (byte === 0x3c) {
          readValue(cursor);
        } else {
          const operator = takeOperator();
          if (operator !== 'true' && operator !== 'false' && operator !== 'null') return operator;
          others += 1;
        }
      }
    },
  };
}

function isNumberStart(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x2d || byte === 0x2b || byte === 0x2e;
}
