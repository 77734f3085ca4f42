/** Whether a reason holds no word: blank, dots, or a lone letter typed to get past the question. */
export function saysNothing(reason: string): boolean {
  return !/\p{L}{2}/u.test(reason);
}
