export interface NumberSpan {
  readonly start: number;
  readonly end: number;
}

/** Could anything below be in it: nine digits with little between them, or an exponent. */
const WORTH_A_LOOK = /(?:\d\D{0,3}){8}\d|\d[.,]?\d*[eE]\+?0?8/;
const CANDIDATE = /(?<![\d.])\d(?:[^\p{L}\p{N}\n]{0,3}\d){6,}(?:[eE]\+?\d{1,2})?/gu;
const EXPONENT = /(?<![\w.])\d(?:[.,]\d+)?[eE]\+?0?8(?!\d)/g;
/** Lengths of the groups of digits that are read as one number of nine. */
const GROUPINGS: ReadonlySet<string> = new Set(['9', '3 2 4', '4 2 3', '3 3 3', '5 4', '3 6', '1 1 1 1 1 1 1 1 1']);

/**
 * Numbers of nine digits that could be Social Security numbers by the ranges that SSA assigned
 * (https://www.ssa.gov/employer/randomization.html), in whatever way they are grouped, also as amounts, with an exponent or backwards.
 * Nothing is known of them but their form. Pure.
 */
export function ssnShapes(text: string): NumberSpan[] {
  if (text.length < 9 || !WORTH_A_LOOK.test(text)) return [];
  const spans: NumberSpan[] = [];
  for (const match of text.matchAll(EXPONENT)) {
    const number = Number(match[0].replace(',', '.'));
    if (Number.isInteger(number) && couldBeAssigned(String(number)))
      spans.push({ start: match.index, end: match.index + match[0].length });
  }
  for (const match of text.matchAll(CANDIDATE)) {
    const [whole] = match;
    const found = whole.replace(/^(\d{9}|\d{3}([ ,.'])\d{3}\2\d{3})[.,]0+$/, '$1');
    if (/[eE]/.test(found) || /^\d+\.\d+$/.test(found)) continue;
    const groups = found.match(/\d+/g) ?? [];
    if (!GROUPINGS.has(groups.map(({ length }) => length).join(' '))) continue;
    const digits = groups.join('');
    const backwards = groups.length === 3 && groups[0]?.length === 4;
    if (couldBeAssigned(backwards ? [...digits].reverse().join('') : digits))
      spans.push({ start: match.index, end: match.index + whole.length });
  }
  return spans;
}

function couldBeAssigned(digits: string): boolean {
  return /^(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}$/.test(digits);
}
