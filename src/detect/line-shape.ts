/** Signs that separate the fields of a line, the surest first. */
export const DELIMITERS = ['\t', '|', ';', ','] as const;

/** What one look at a line says, so that a line of prose is dismissed at once. */
export interface LineShape {
  readonly start: number;
  /** Where the line ends, without its newline. */
  readonly end: number;
  /** How often each of `DELIMITERS` stands outside of quotes. */
  readonly counts: readonly number[];
  /** Length of the longest run of digits, up to 4. */
  readonly digitRun: number;
  /** Two blanks and more between words. */
  readonly isSpaced: boolean;
}

/** Characters of a line that are looked at. */
const LONGEST_LINE = 1200;

const TAB = 0x09;
const BLANK = 0x20;
const QUOTE = 0x22;
const PIPE = 0x7c;
const SEMICOLON = 0x3b;
const COMMA = 0x2c;

export function lineShapeAt(text: string, start: number): LineShape {
  const newline = text.indexOf('\n', start);
  const end = newline < 0 ? text.length : newline;
  const limit = Math.min(end, start + LONGEST_LINE);
  let tabs = 0;
  let pipes = 0;
  let semicolons = 0;
  let commas = 0;
  let digits = 0;
  let digitRun = 0;
  let blanks = 0;
  let isSpaced = false;
  let hasWord = false;
  let isQuoted = false;
  for (let at = start; at < limit; at += 1) {
    const code = text.charCodeAt(at);
    if (code === BLANK) {
      blanks += 1;
      digits = 0;
      continue;
    }
    if (code > BLANK) {
      if (blanks >= 2 && hasWord) isSpaced = true;
      hasWord = true;
    }
    blanks = 0;
    if (code >= 0x30 && code <= 0x39) {
      digits += 1;
      if (digits > digitRun && digits <= 4) digitRun = digits;
      continue;
    }
    digits = 0;
    if (code === QUOTE) isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (code === COMMA) commas += 1;
    else if (code === TAB) tabs += 1;
    else if (code === PIPE) pipes += 1;
    else if (code === SEMICOLON) semicolons += 1;
  }
  return { start, end, counts: [tabs, pipes, semicolons, commas], digitRun, isSpaced };
}
