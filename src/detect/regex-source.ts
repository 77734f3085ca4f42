import RE2 from 're2';

/** Number of capture groups of a regex that RE2 takes. */
export function groupCount(regex: string): number {
  return (new RE2(`(?:${regex})|`, 'u').exec('')?.length ?? 1) - 1;
}

/** The same regex with its capture groups made non-capturing. */
export function withoutCaptures(regex: string): string {
  let out = '';
  let inClass = false;
  for (let at = 0; at < regex.length; at += 1) {
    const char = regex[at] as string;
    if (char === '\\') {
      out += char + (regex[at + 1] ?? '');
      at += 1;
    } else if (inClass) {
      inClass = char !== ']' || regex[at - 1] === '[' || (regex[at - 1] === '^' && regex[at - 2] === '[');
      out += char;
    } else if (char === '[') {
      inClass = true;
      out += char;
    } else if (char === '(') {
      const named = /^\(\?P?<[A-Za-z_]\w*>/.exec(regex.slice(at, at + 80));
      if (named) {
        out += '(?:';
        at += named[0].length - 1;
      } else {
        out += regex[at + 1] === '?' ? '(' : '(?:';
      }
    } else {
      out += char;
    }
  }
  return out;
}

/** Counted gaps of this many characters and more multiply the states of a set. */
const LONG_GAP = 16;

export function hasLongGap(regex: string): boolean {
  return [...regex.matchAll(/\{\d+,(\d+)\}/g)].some((found) => Number(found[1]) >= LONG_GAP);
}

/**
 * What follows the last long gap (`[^.\n]{0,40}?`) outside of groups and alternatives, with the regex's leading flags. Wherever
 * the regex matches, this does too. The regex itself where there is no such gap or nothing telling behind it.
 */
export function afterLongGap(regex: string): string {
  const flags = /^\(\?[a-z]+\)/.exec(regex)?.[0] ?? '';
  let depth = 0;
  let inClass = false;
  let cut = -1;
  for (let at = flags.length; at < regex.length; at += 1) {
    const char = regex[at];
    if (char === '\\') at += 1;
    else if (inClass) inClass = char !== ']';
    else if (char === '[') inClass = true;
    else if (char === '(') depth += 1;
    else if (char === ')') depth -= 1;
    else if (char === '|' && depth === 0) return regex;
    else if (char === '{' && depth === 0) {
      const gap = /^\{0,(\d+)\}\??/.exec(regex.slice(at, at + 12));
      if (gap && Number(gap[1]) >= LONG_GAP) cut = at + gap[0].length;
    }
  }
  const tail = cut < 0 ? '' : regex.slice(cut);
  return /[a-z]{4}/i.test(tail) ? flags + tail : regex;
}

/**
 * The same regex with its long counts made open: `X{8,17}` becomes `X{6,}`. It matches wherever the regex does, with fewer
 * states; only fit for a first test.
 */
export function withOpenCounts(regex: string): string {
  return regex
    .replace(/(\\.)|\{(\d+),(\d+)\}(\??)/g, (whole, escaped, least, most) => {
      if (escaped !== undefined || (Number(most) - Number(least) < 3 && Number(most) <= 8)) return whole;
      return Number(least) === 0 ? '*' : `{${Math.min(Number(least), 6)},}`;
    })
    .replace(/(\\.)|\{(\d+)\}/g, (whole, escaped, count) =>
      escaped !== undefined || Number(count) <= 12 ? whole : '{6,}',
    );
}
