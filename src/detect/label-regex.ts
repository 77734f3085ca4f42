import { foldCell } from './fold.ts';

/** How far after a label its value may stand: any text for values with digits, signs and filler words for values of letters. */
const GAPS = {
  wide: '(?s:.){0,48}?',
  tight:
    '(?:[^0-9A-Za-z]|(?i:[ ](?:is|was|are|es|of|for|the|de|del|code|number|no|on|file|record|listed|given|as))){0,8}?[._]*[ ]?',
} as const;

/**
 * Regex source for "one of these labels, then at most a short gap". It only chooses where to look: whether the label really
 * belongs to the value is weighed later, word by word.
 */
export function labelLead(labels: readonly string[], gap: keyof typeof GAPS): string {
  return `${anyLabel(labels)}${GAPS[gap]}`;
}

function labelForm(label: string): string {
  const words = label
    .replaceAll('#', ' #')
    .trim()
    .split(/[^\p{L}\p{N}#]+/u)
    .filter((word) => word !== '');
  const body = words.map(escapeWord).join('[^0-9A-Za-z]{0,3}');
  const letters = label.replace(/[^A-Za-z]/g, '').length;
  if (letters > 5) return `(?i:${body})`;
  // A short label must begin a word, or a hump of camelCase.
  const first = words[0] ?? '';
  const hump = `${first.charAt(0).toUpperCase()}${first.slice(1)}`;
  const humps = [`[a-z]${[hump, ...words.slice(1)].map(escapeWord).join('[^0-9A-Za-z]{0,3}')}`];
  return `(?i:(?:^|[^a-z])${body})|${humps.join('|')}`;
}

function escapeWord(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** Regex source for one of these labels. */
export function anyLabel(labels: readonly string[]): string {
  return `(?:${[...new Set(labels.map((label) => labelForm(foldCell(label))))].join('|')})`;
}
