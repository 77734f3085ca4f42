import type { Detector } from '../detect/index.ts';
import { describePlace, type TextBlock } from '../model/index.ts';
import { plainText, valueRegex } from './find-value.ts';
import { maskText, trimAround } from './mask-text.ts';
import type { Passage, Segment } from './preview-types.ts';
import type { FoundTarget } from './read-targets.ts';

const LINES_BEFORE = 3;
const LINES_AFTER = 4;
/** Masked text around a match, and what is masked before it is cut to that. */
const SHOWN_CHARACTERS = 500;
const READ_CHARACTERS = 2_000;

/** The lines around a target, where this block holds it. */
export function textPassage(block: TextBlock, target: FoundTarget, detector: Detector): Passage | undefined {
  const lines = new TextDecoder().decode(block.utf8).split('\n');
  const { line } = target.place;
  const at = line === undefined || block.place.line === undefined ? undefined : line - block.place.line;
  if (at !== undefined && (at < 0 || at >= lines.length)) return undefined;
  const from = at === undefined ? 0 : Math.max(0, at - LINES_BEFORE);
  const around = at === undefined ? lines : lines.slice(from, at + LINES_AFTER);
  const ahead = at === undefined ? 0 : around.slice(0, at - from).join('\n').length;
  const text = plainText(around.join('\n'));
  const regex = valueRegex(target.value);
  if (!regex) return undefined;
  regex.lastIndex = Math.max(0, Math.min(ahead, text.length) - shrunk(around, text));
  const found = regex.exec(text) ?? firstOf(regex, text);
  if (!found) return undefined;
  const start = Math.max(0, found.index - READ_CHARACTERS);
  const window = text.slice(start, found.index + found[0].length + READ_CHARACTERS);
  const segments = trimAround(maskText(window, target.nearby, detector), SHOWN_CHARACTERS, SHOWN_CHARACTERS);
  const matchLine = line;
  return {
    where: describePlace(target.place),
    blocks: [{ kind: 'lines', lines: numbered(segments, matchLine) }],
    matches: matchesOf(segments),
  };
}

/** Characters that showing took away: a place counted in the raw text may lie so much earlier. */
function shrunk(lines: readonly string[], text: string): number {
  return Math.max(0, lines.join('\n').length - text.length);
}

function firstOf(regex: RegExp, text: string): RegExpExecArray | null {
  regex.lastIndex = 0;
  return regex.exec(text);
}

/** Segments by line; numbers count from the line of the first match. */
function numbered(segments: readonly Segment[], matchLine: number | undefined) {
  const lines: Segment[][] = [[]];
  let matchAt = 0;
  let seen = false;
  for (const segment of segments) {
    if (segment.kind === 'masked') {
      if (segment.match !== undefined && !seen) {
        seen = true;
        matchAt = lines.length - 1;
      }
      lines.at(-1)?.push(segment);
      continue;
    }
    for (const [index, text] of segment.text.split('\n').entries()) {
      if (index > 0) lines.push([]);
      if (text !== '') lines.at(-1)?.push({ kind: 'text', text });
    }
  }
  return lines
    .map((own, index) => ({ ...(matchLine !== undefined && { line: matchLine + index - matchAt }), segments: own }))
    .filter(({ segments: own }, index) => own.length > 0 || (index > 0 && index < lines.length - 1));
}

export function matchesOf(segments: readonly Segment[]): number[] {
  return [...new Set(segments.flatMap((segment) => (segment.kind === 'masked' ? (segment.match ?? []) : [])))];
}
