/**
 * The same regex with every digit it names widened to all digits: `4\d{3}|5[1-5]\d{2}` becomes `[0-9]\d{3}|[0-9][0-9]\d{2}`.
 * It matches wherever the regex does, whatever digits are put in the place of those of the text: one test on a text with all
 * digits made `0` answers for every text of that shape. Counts and escapes stay.
 */
export function withAnyDigits(regex: string): string {
  let out = '';
  for (let at = 0; at < regex.length; at += 1) {
    const rest = regex.slice(at, at + 24);
    const kept = /^(?:\\x\{[0-9A-Fa-f]+\}|\\x[0-9A-Fa-f]{2}|\\.|\{\d*,?\d*\})/s.exec(rest)?.[0];
    if (kept) {
      out += kept;
      at += kept.length - 1;
    } else if (regex[at] === '[') {
      const end = classEnd(regex, at);
      out += anyDigitClass(regex.slice(at, end));
      at = end - 1;
    } else {
      out += /\d/.test(regex[at] as string) ? '[0-9]' : regex[at];
    }
  }
  return out;
}

/** Where the class that begins at `start` ends. */
function classEnd(regex: string, start: number): number {
  let at = start + 1;
  if (regex[at] === '^') at += 1;
  if (regex[at] === ']') at += 1;
  while (at < regex.length && regex[at] !== ']') {
    const posix = /^\[:[^\]]*:\]/.exec(regex.slice(at, at + 16))?.[0];
    at += posix?.length ?? (regex[at] === '\\' ? 2 : 1);
  }
  return at + 1;
}

const EACH_DIGIT = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** A class that takes some digits takes all. */
function anyDigitClass(written: string): string {
  const one = new RegExp(written.replace(/\\x\{([0-9A-Fa-f]+)\}/g, '\\u{$1}'), 'u');
  const taken = EACH_DIGIT.filter((digit) => one.test(digit)).length;
  if (taken === 0 || taken === 10) return written;
  return written.startsWith('[^') ? `(?:${written}|[0-9])` : `${written.slice(0, -1)}0-9]`;
}
