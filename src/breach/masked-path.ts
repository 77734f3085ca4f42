import type { RecordedFile } from '../record/index.ts';

/** Seven digits and more, also with single separators between them; dates stay readable. */
const LONG_NUMBER = /(?<!\d)(?!(?:19|20)\d\d[-_.]?[01]\d[-_.]?[0-3]\d(?!\d))\d(?:[ ._-]?\d){6,}/g;

/**
 * A path without the numbers that it may carry: every long number, and every digit of a name in which something was found.
 * The strict way where the caller does not bring a finer one.
 */
export function maskedPath({ facts, reading }: Pick<RecordedFile, 'facts' | 'reading'>): string {
  const cut = facts.path.lastIndexOf('/') + 1;
  const name = facts.path.slice(cut);
  const found = reading.findings.some(({ place }) => place.part === 'file-name' && place.members.length === 0);
  const shownName = found ? name.replace(/\p{Nd}/gu, '#') : hideLongNumbers(name);
  return hideLongNumbers(facts.path.slice(0, cut)) + shownName;
}

function hideLongNumbers(text: string): string {
  return text.replace(LONG_NUMBER, (number) => number.replace(/\d/g, '#'));
}
