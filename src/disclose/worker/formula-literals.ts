/** Functions that make text out of numbers, or numbers out of text, so that a value is there and nowhere written. */
const SPELLING =
  /\b(?:CHAR|UNICHAR|CODE|UNICODE|HEX2DEC|BIN2DEC|OCT2DEC|DECIMAL|BASE|WEBSERVICE|FILTERXML|ENCODEURL)\s*\(/i;
const REFERENCE = /\$?[A-Z]{1,3}\$?\d{1,7}(?![\d(])|[A-Z]{1,3}:[A-Z]{1,3}|\[[^\]]*\]|[A-Za-z_]\w*!/;
/** Fewer digits are a factor or a year. */
const CONSTANT_DIGITS_MIN = 6;

/** Whether the formula makes a value of its own instead of working with cells. Pure. */
export function spellsOut(formula: string): boolean {
  const bare = formula.replace(/"(?:[^"]|"")*"/g, '""');
  if (SPELLING.test(bare)) return true;
  return !REFERENCE.test(bare) && formula.replace(/\D/g, '').length >= CONSTANT_DIGITS_MIN;
}

/** Texts and long numbers that a formula holds, and all its texts put together. Pure. */
export function formulaTexts(formula: string, isDefinedName: boolean): string[] {
  const quoted = [...formula.matchAll(/"((?:[^"]|"")+)"/g)].map((match) => match[1] ?? '');
  const numbers = isDefinedName
    ? [...formula.matchAll(/(?<![A-Z$\d.])\d{5,}(?![\d.])/g)].map(([number]) => number)
    : [...formula.matchAll(/(?<![A-Z$\d.])\d{9}(?!\d)/g)].map(([number]) => number);
  return [...quoted, ...numbers, ...(quoted.length > 1 ? [quoted.join('')] : [])];
}
