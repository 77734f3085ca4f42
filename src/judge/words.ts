/** Words of a file name or path in lower case: `Case_Notes-2025.csv` gives case, notes, 2025, csv. Linear in the text. */
export function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/\p{L}+|\p{N}+/gu) ?? [];
}

/** Whether one of the words stands in the text as a whole word. */
export function hasAnyWord(text: string, words: readonly string[]): boolean {
  const present = new Set(wordsOf(text));
  return words.some((word) => present.has(word));
}

/** Whether the words of the phrase follow each other in the text. */
export function hasPhrase(text: string, phrase: string): boolean {
  return ` ${wordsOf(text).join(' ')} `.includes(` ${wordsOf(phrase).join(' ')} `);
}

/** Extension in lower case without its dot, '' where there is none. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot + 1).toLowerCase() : '';
}
