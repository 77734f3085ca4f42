/** What a validator says of one value that a shape has matched. */
export interface Validation {
  /**
   * `valid`: keeps the published rule. `sample`: keeps it, but is a published or plainly made-up sample number.
   * `invalid`: cannot be one, whatever stands around it.
   */
  readonly verdict: 'valid' | 'sample' | 'invalid';
  /** Log-odds on top of the pattern's `proof`: 0 for an ordinary valid value, negative for a sample or an odd one. */
  readonly evidence: number;
  /** Plain words for `explain`; never holds the value. */
  readonly says: string;
}

export interface Validator {
  /** `value` is the matched text after normalisation, separators included. Pure and linear in its length. */
  readonly check: (value: string) => Validation;
  /** Share of random values of the right shape that pass, 0..1: what a whole column's pass rate is held against. */
  readonly chanceRate: number;
}

/** One frozen answer, so that a hot loop allocates nothing. */
export function answer(verdict: Validation['verdict'], evidence: number, says: string): Validation {
  return Object.freeze({ verdict, evidence, says });
}

/** The ASCII digits of a text, in order. */
export function digitsOf(text: string): string {
  let digits = '';
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) digits += text[i];
  }
  return digits;
}
