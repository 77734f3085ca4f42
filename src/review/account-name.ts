/** Small letters, digits, dots, hyphens, underscores and @: no two names look or fold alike. */
const NAME = /^[a-z0-9][a-z0-9._@-]{1,63}$/;

export function isAccountName(name: string): boolean {
  return NAME.test(name);
}

/**
 * The account that somebody means by what they typed, or undefined for what is nobody's name. Only A to Z become small: the folding of
 * Unicode makes a `k` of the Kelvin sign, and one person's name of another's.
 */
export function accountName(typed: string): string | undefined {
  const name = typed.trim().replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return isAccountName(name) ? name : undefined;
}
