import { RESIDENCE_STATES } from '../model/index.ts';
import type { Evidence } from './evidence.ts';
import { isDigit, isLetter, isUpper } from './words.ts';

/** Longest piece of text looked at on each side of a value. */
const REACH = 80;

const evidence = (points: number, says: string): Evidence => Object.freeze({ points, says });

const DECIMAL = evidence(-8, 'its digits are part of a decimal fraction');
const LONGER = evidence(-6, 'it is a piece of a longer number');
const HEX = evidence(-7, 'it is a piece of a hexadecimal or mixed token');
const UUID = evidence(-12, 'it is a piece of a UUID or a hash');
const TOKEN = evidence(-7, 'it is a piece of a long machine-made token');
const PATH = evidence(-2.5, 'it stands inside a path or an address of the web');
const AMOUNT = evidence(-5, 'it reads as an amount of money or a measure');
const ZIP = evidence(-6, 'it follows a state as a ZIP+4 does');
const GLUED = evidence(-0.7, 'letters are glued to it');
const PREFIXED = evidence(-2.5, 'it is joined by a hyphen to other letters or digits, as part and case numbers are');
const IN_A_ROW = evidence(-4, 'it stands in a row of numbers with blanks between them');
const COUNTS_UP = evidence(-6, 'its groups count up, as rows of a table of codes do');
const MACHINE_LIMIT = evidence(-9, 'it is the limit of a machine integer, or next to one');
const DATE = evidence(-7, 'it reads as a date');
const ARITHMETIC = evidence(-2, 'it stands in code or arithmetic');

/** What touches a value speaks against it: pieces of longer numbers, fractions, hashes, paths, amounts. `text` is folded. */
export function neighbourEvidence(text: string, start: number, end: number): Evidence[] {
  const before = start > 0 ? text.charCodeAt(start - 1) : 0x20;
  const after = end < text.length ? text.charCodeAt(end) : 0x20;
  const out: Evidence[] = [];
  if (/^(?:21474836\d\d|42949672\d\d|9223372036854775\d{3})$/.test(text.slice(start, end))) out.push(MACHINE_LIMIT);
  if (isInRow(text, start, end)) out.push(IN_A_ROW);
  if (countsUp(text.slice(start, end))) out.push(COUNTS_UP);
  if (before === 0x20 && after === 0x20 && text.charCodeAt(start - 2) > 0x40 && text.charCodeAt(end + 1) > 0x40) {
    if (isZipPlace(text, start, end)) out.push(ZIP);
    return out;
  }
  const beyondBefore = start > 1 ? text.charCodeAt(start - 2) : 0x20;
  const beyondAfter = end + 1 < text.length ? text.charCodeAt(end + 1) : 0x20;
  // Dots that lead from a label to its value on a form are no decimal point.
  const isLed = beyondBefore === 0x2e && text.charCodeAt(start - 3) === 0x2e;
  if (before === 0x2e && !isLed && (isDigit(beyondBefore) || !isWordish(beyondBefore))) out.push(DECIMAL);
  else if (after === 0x2e && isDigit(beyondAfter)) out.push(DECIMAL);
  else if (
    before === 0x2c &&
    isDigit(beyondBefore) &&
    after === 0x2c &&
    isDigit(beyondAfter) &&
    isThousands(text, start, end)
  )
    out.push(LONGER);
  if (isDash(before) && isDigit(beyondBefore)) out.push(LONGER);
  else if (isDash(after) && isDigit(beyondAfter)) out.push(LONGER);
  else if ((before === 0x2d && isLetter(beyondBefore)) || (after === 0x2d && isLetter(beyondAfter))) out.push(PREFIXED);
  if (isCurrency(text, start) || isMeasure(text, end)) out.push(AMOUNT);
  if (isCodeSign(before) || isCodeSign(after)) out.push(ARITHMETIC);
  const token = tokenEvidence(text, start, end);
  if (token) out.push(token);
  if (isZipPlace(text, start, end)) out.push(ZIP);
  return out;
}

function tokenEvidence(text: string, start: number, end: number): Evidence | undefined {
  let from = start;
  let to = end;
  while (from > 0 && start - from < REACH && isTokenUnit(text.charCodeAt(from - 1))) from -= 1;
  while (to < text.length && to - end < REACH && isTokenUnit(text.charCodeAt(to))) to += 1;
  if (from === start && to === end) return undefined;
  const left = text.slice(from, start);
  const right = text.slice(end, to);
  const rest = left + right;
  if (/^[0-9A-Fa-f-]*$/.test(rest) && to - from >= 24) return UUID;
  if (/:\/\/|^www\.|\/[^/]+\/|[?&][\w.-]+=|\.(?:com|org|net|gov|html?|js|ts|css|pdf|docx?|xlsx?)\b/i.test(rest))
    return PATH;
  const gluedLeft = /[A-Za-z0-9_]*$/.exec(left)?.[0] ?? '';
  const gluedRight = /^[A-Za-z0-9_]*/.exec(right)?.[0] ?? '';
  if (gluedLeft === '' && gluedRight === '')
    return /[+/=]/.test(rest) && rest.length > 24 && /[a-z][A-Z]|[A-Z][a-z]/.test(rest) ? TOKEN : undefined;
  const glued = gluedLeft + gluedRight;
  if (/\d/.test(glued)) return glued.length + (end - start) > 24 ? TOKEN : HEX;
  if (/^[0-9a-f]+$|^[0-9A-F]+$|^x$|^0x/.test(glued) && glued.length <= 8) return HEX;
  if (rest.length > 24 && /[a-z][A-Z][a-z]?[A-Z]|[+=]/.test(rest)) return TOKEN;
  return GLUED;
}

const NUMERIC_DATE =
  /^(?:(?:19|20)\d{2}[-/. ](?:0?[1-9]|1[0-2])[-/. ](?:0?[1-9]|[12]\d|3[01])|(?:0?[1-9]|1[0-2])[-/. ](?:0?[1-9]|[12]\d|3[01])[-/. ](?:19|20)\d{2})$/;

/** A value that is a date in numbers is no account, record or licence, whatever its label. Not asked for birth dates. */
export function dateEvidence(value: string): Evidence | undefined {
  return value.length <= 10 && NUMERIC_DATE.test(value) ? DATE : undefined;
}

/** Groups with blanks between them, and more such groups on either side, also hexadecimal ones. */
function isInRow(text: string, start: number, end: number): boolean {
  const blank = text.slice(start, end).indexOf(' ');
  if (blank < 0) return false;
  const before = text.slice(Math.max(0, start - 12), start);
  if (/(?:^|\s)(?:\d{1,4} ){2}$|(?:^|\s)(?=[A-F]{0,3}\d)[0-9A-F]{4} $/.test(before)) return true;
  return (
    (text[start - 1] === ' ' &&
      isDigit(text.charCodeAt(start - 2)) &&
      /[0-9]{2} $/.test(text.slice(start - 3, start))) ||
    (text[end] === ' ' && /^ (?:\d+ \d|\d{2,}(?:\s|$)|0x)/.test(text.slice(end, end + 12)))
  );
}

function countsUp(value: string): boolean {
  const groups = value.split(/[ -]/);
  if (groups.length < 3 || groups.some((group) => group.length !== 4)) return false;
  return groups.every(
    (group, at) => at === 0 || (Number(group) > Number(groups[at - 1]) && Number(group) - Number(groups[at - 1]) < 200),
  );
}

function isZipPlace(text: string, start: number, end: number): boolean {
  const digits = end - start;
  if (digits !== 9 && digits !== 10) return false;
  const before = text.slice(Math.max(0, start - 48), start);
  const state = STATE_BEFORE.exec(before);
  if (!state) return false;
  return (
    /[,:|]\s*$/.test(before.slice(0, state.index)) ||
    (state[1] !== undefined && !WORD_LIKE_STATES.has(state[1]) && /[A-Za-z] +$/.test(before.slice(0, state.index)))
  );
}

const STATE_BEFORE = new RegExp(
  `\\b(?:(${RESIDENCE_STATES.filter((state) => state !== '').join('|')})|Missouri|Illinois|Kansas|Arkansas|Oklahoma|Nebraska|Iowa|Tennessee|Kentucky)[.,]?\\s{1,3}$`,
);
/** Codes of states that are also words or abbreviations in front of numbers. */
const WORD_LIKE_STATES: ReadonlySet<string> = new Set([
  'ID',
  'IN',
  'OR',
  'ME',
  'OK',
  'HI',
  'DE',
  'LA',
  'PA',
  'MA',
  'AL',
  'CO',
  'MD',
  'MS',
  'SC',
  'PR',
  'VI',
  'AS',
]);

function isCurrency(text: string, start: number): boolean {
  return /(?:[$]|USD|EUR|US\$) ?-?$/.test(text.slice(Math.max(0, start - 5), start));
}

function isMeasure(text: string, end: number): boolean {
  return /^ ?(?:%|bytes?\b|[KMGT]i?B\b|px\b|ms\b|seconds?\b|km\b|kg\b|miles?\b|dollars\b|rows\b|records\b|people\b|times\b)/.test(
    text.slice(end, end + 10),
  );
}

/** `1,449,874,100`: groups of three between commas on both sides. */
function isThousands(text: string, start: number, end: number): boolean {
  return end - start === 3 && /\d,$/.test(text.slice(start - 2, start));
}

function isTokenUnit(code: number): boolean {
  return (
    isLetter(code) ||
    isDigit(code) ||
    code === 0x2d ||
    code === 0x5f ||
    code === 0x2f ||
    code === 0x2b ||
    code === 0x3d ||
    code === 0x2e ||
    code === 0x25 ||
    code === 0x3f ||
    code === 0x26 ||
    code === 0x7e ||
    code === 0x3a ||
    code === 0x5c
  );
}

function isDash(code: number): boolean {
  return code === 0x2d || code === 0x2f;
}

function isWordish(code: number): boolean {
  return isLetter(code) || isUpper(code) || code === 0x29 || code === 0x20 || code === 0x3a || code === 0x23;
}

function isCodeSign(code: number): boolean {
  return (
    code === 0x2b || code === 0x2a || code === 0x5e || code === 0x7e || code === 0x7b || code === 0x5c || code === 0x25
  );
}
