import type { MaskRule } from './pattern-schema.ts';

const MASK = '*';
const LONGEST = 40;

/**
 * What of a value may be shown. At most four characters of an identifier ever are (RSMo 407.1500.1(10) calls a number redacted
 * when five or fewer digits remain), and never more than a third of a short one. Pure.
 */
export function maskOf(value: string, rule: MaskRule): string {
  switch (rule) {
    case 'last-four':
      return lastFour(value);
    case 'first-letter':
      return firstLetters(value);
    case 'domain': {
      const at = value.lastIndexOf('@');
      return at < 0 ? allOf(value) : `${MASK.repeat(3)}${value.slice(at, at + LONGEST)}`;
    }
    case 'year': {
      const year = /(?:19|20)\d{2}/.exec(value)?.[0];
      return year === undefined ? allOf(value) : `${MASK.repeat(4)} ${year}`;
    }
    case 'all':
      return allOf(value);
    default:
      return rule satisfies never;
  }
}

function lastFour(value: string): string {
  const significant = value.replace(/[^0-9A-Za-z]/g, '').length;
  let keep = Math.min(4, Math.floor(significant / 2));
  if (significant > 40) keep = 0;
  let left = significant;
  let out = '';
  for (const char of value.slice(-LONGEST)) {
    const counts = /[0-9A-Za-z]/.test(char);
    if (!counts) {
      out += char === '\n' || char === '\r' ? '' : char;
      continue;
    }
    out += left <= keep ? char : MASK;
    left -= 1;
  }
  return value.length > LONGEST ? MASK.repeat(8) : out;
}

function firstLetters(value: string): string {
  return value
    .slice(0, 60)
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => `${word.charAt(0)}${MASK.repeat(3)}`)
    .join(' ');
}

function allOf(value: string): string {
  return MASK.repeat(Math.min(8, Math.max(4, value.length)));
}
