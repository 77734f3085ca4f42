import { withCompany } from './company.ts';
import type { CompiledPack } from './compiled-pack.ts';
import type { CompiledPattern } from './compiled-pattern.ts';
import { type Surroundings, surroundingsOf } from './context.ts';
import type { ShapeMatch } from './finder.ts';
import { type FoldedText, fold } from './fold.ts';
import type { Glance } from './glance.ts';
import { readNames } from './names-nearby.ts';
import { ocrMatches } from './ocr.ts';
import { type MatchSetting, readMatch } from './read-match.ts';
import { headersOver, readTableFields } from './read-text-table.ts';
import { type TextTableState, textTableLines } from './text-table.ts';
import { type Reading, settle, type Weighed } from './weigh.ts';

/** What a window of text held. Offsets of the readings are offsets in `folded`. */
export interface WindowReading {
  readonly folded: FoldedText;
  readonly weighed: readonly Weighed[];
  readonly phrases: readonly number[];
}

const NOTHING: FoldedText = { bytes: new Uint8Array(0), text: '' };

/** Reads one window of valid UTF-8. A window without anything costs one pass of the set. Linear in its length. */
export function readWindow(pack: CompiledPack, utf8: Uint8Array, tables: TextTableState): WindowReading {
  let glance = pack.glance(utf8);
  if (isNothing(glance) && !tables.columns) return { folded: NOTHING, weighed: [], phrases: glance.phrases };
  const folded = fold(utf8, glance.wrapped);
  if (glance.odd || glance.wrapped) glance = { ...pack.glance(folded.bytes), phrases: glance.phrases };
  return { folded, weighed: readFolded(pack, folded, glance, tables), phrases: glance.phrases };
}

function isNothing(glance: Glance): boolean {
  return !glance.odd && !glance.wrapped && patternsOf(glance).size === 0;
}

function patternsOf({ anywhere, labelled, behind, ocr }: Glance): Set<CompiledPattern> {
  return new Set([...anywhere, ...labelled, ...behind, ...ocr]);
}

function readFolded(pack: CompiledPack, folded: FoldedText, glance: Glance, tables: TextTableState): Weighed[] {
  const { text, bytes } = folded;
  const lines = textTableLines(pack, text, tables);
  const over = headersOver(lines);
  const around = cachedSurroundings(text, pack, over.lineStart);
  const readings: Reading[] = [];
  for (const pattern of patternsOf(glance)) {
    const matches = matchesOf(pattern, bytes, text, glance);
    let labelledEnd = -1;
    const setting: MatchSetting = {
      text,
      patterns: pack.patterns,
      around,
      headerAgainst: over.against,
      labelledBefore: (_pattern, start) =>
        labelledEnd >= 0 && start >= labelledEnd && isListGap(text, labelledEnd, start),
    };
    for (const match of matches) {
      const read = readMatch(pattern, match, setting);
      if (!read) continue;
      keepBest(readings, read.reading);
      if (read.labelled) labelledEnd = Math.max(labelledEnd, match.end);
    }
  }
  const met = withCompany(readings, text);
  const all = lines.length === 0 ? met : bestOfEach([...met, ...readTableFields(pack, text, lines)]);
  all.sort((a, b) => a.start - b.start || b.end - a.end);
  return readNames(pack, text, settle(all));
}

function matchesOf(pattern: CompiledPattern, bytes: Uint8Array, text: string, glance: Glance): ShapeMatch[] {
  const matches: ShapeMatch[] = [];
  if (pattern.anywhere && glance.anywhere.includes(pattern)) matches.push(...pattern.anywhere.find(bytes, text));
  const behind = [
    ...(pattern.labelled && glance.labelled.includes(pattern) ? pattern.labelled.find(bytes, text) : []),
    ...(pattern.behind && glance.behind.includes(pattern) ? pattern.behind.find(bytes, text) : []),
  ].sort((a, b) => a.start - b.start);
  for (const [index, match] of behind.entries()) {
    matches.push(match);
    followers(pattern, text, match, behind[index + 1]?.start ?? text.length, matches);
  }
  if (glance.ocr.includes(pattern)) matches.push(...ocrMatches(pattern, bytes, text));
  return matches.length > 1 ? matches.sort((a, b) => a.start - b.start || b.end - a.end) : matches;
}

const LIST_GAP = /^(?:[\s,;/&|*.'"-]{1,8}|,? (?:and|y|e|or) )/;
const MOST_FOLLOWERS = 10_000;

/** Members of a list after its labelled first one: `accounts 4471309882, 4471309883 and 4471309884`. */
function followers(pattern: CompiledPattern, text: string, first: ShapeMatch, limit: number, out: ShapeMatch[]): void {
  if (!pattern.bare) return;
  let end = first.end;
  for (let count = 0; count < MOST_FOLLOWERS; count += 1) {
    const gap = LIST_GAP.exec(text.slice(end, end + 12))?.[0].length;
    if (gap === undefined || end + gap >= limit) return;
    const slice = text.slice(end + gap, Math.min(limit, end + gap + 48));
    const next = pattern.bare.first(slice);
    if (next?.start !== 0 || next.shape !== first.shape) return;
    out.push({ shape: next.shape, start: end + gap, end: end + gap + next.end });
    end += gap + next.end;
  }
}

function isListGap(text: string, from: number, to: number): boolean {
  if (to - from > 12) return false;
  return /^(?:[\s,;/&|*.'"\][-]*|,? ?(?:and|y|e|or) )$/.test(text.slice(from, to));
}

/** Of two shapes of one pattern over the same text, the better. Readings of one pattern come sorted by start. */
function keepBest(readings: Reading[], next: Reading): void {
  const last = readings.at(-1);
  if (!last || last.pattern !== next.pattern || next.start >= last.end) {
    readings.push(next);
  } else if (next.score > last.score || (next.score === last.score && next.end - next.start > last.end - last.start)) {
    readings[readings.length - 1] = next;
  }
}

/** Text path and table path may read the same place: of one pattern the better reading stays. */
function bestOfEach(readings: readonly Reading[]): Reading[] {
  const kept: Reading[] = [];
  const byPattern = [...readings].sort(
    (a, b) => a.pattern.index - b.pattern.index || a.start - b.start || b.end - a.end,
  );
  for (const one of byPattern) keepBest(kept, one);
  return kept;
}

function cachedSurroundings(
  text: string,
  pack: CompiledPack,
  floorOf: (start: number) => number,
): (start: number, end: number) => Surroundings {
  const cache = new Map<number, Surroundings>();
  return (start, end) => {
    const key = start * 4096 + Math.min(end - start, 4095);
    let found = cache.get(key);
    if (!found) {
      found = surroundingsOf(text, start, end, pack.vocabulary, floorOf(start));
      cache.set(key, found);
    }
    return found;
  };
}
