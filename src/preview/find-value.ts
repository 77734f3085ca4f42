/** Characters of a value beyond these are not sought; nothing longer is told apart by its end. */
const LONGEST = 200;

/**
 * Where a value stands in a text that was written otherwise: other separators, a line end in it, other case. Values come folded
 * from detection. Undefined for a value without letters and digits. Linear: every step is a bounded repeat.
 */
export function valueRegex(value: string): RegExp | undefined {
  const characters = [...value.slice(0, LONGEST)].filter((character) => /[\p{L}\p{N}]/u.test(character));
  const [first, last] = [characters[0], characters.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const kind = (character: string): string => (/\p{N}/u.test(character) ? '\\p{N}' : '\\p{L}');
  return new RegExp(`(?<!${kind(first)})${characters.join('[^\\p{L}\\p{N}]{0,4}')}(?!${kind(last)})`, 'giu');
}

/** The words of a name, each by itself: forms write them apart and in any order. */
export function wordRegexes(value: string): RegExp[] {
  return value
    .split(/[^\p{L}\p{N}'’-]+/u)
    .filter((word) => word.length > 1)
    .flatMap((word) => valueRegex(word) ?? []);
}

/** Text as it is shown: one form of each character, no marks that cannot be seen. */
export function plainText(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\r\n?/g, '\n')
    .replace(/[\p{Cf}\u0000-\u0008\u000b-\u001f\u007f-\u009f]/gu, '');
}
