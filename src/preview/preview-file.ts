import { describePlace } from '../model/index.ts';
import type { Passage, PreviewOutcome, PreviewRequest, RevealOutcome, RevealRequest } from './preview-types.ts';
import { type FoundTarget, isSameContent, open, partKey, type ReadSetting, readTargets } from './read-targets.ts';
import { tablePassage } from './table-passage.ts';
import { textPassage } from './text-passage.ts';
import { readWordBlocks, wordPassage } from './word-passage.ts';

/** mammoth unpacks the whole package in memory. */
const MAMMOTH_BYTES_MAX = 2 << 20;
/** A header may stand below a title and a blank row. */
const HEADER_ROWS = 30;

/** Reads the file twice: for what is in it, and for what stands around the targets. Runs in the worker. */
export async function previewFile({ file, targets }: PreviewRequest, setting: ReadSetting): Promise<PreviewOutcome> {
  const read = await readTargets(file, targets, setting);
  if (read.kind === 'not-shown') return read;
  const passages = new Map<number, Passage>();
  const keep = (target: FoundTarget, passage: Passage | undefined): void => {
    if (passage) passages.set(target.match, passage);
  };
  const safe = read.found.filter(({ nearby }) => nearby.length > 0);
  if (read.format === 'docx' && read.whole && file.sizeBytes <= MAMMOTH_BYTES_MAX) {
    const blocks = await readWordBlocks(file);
    for (const target of safe)
      if (target.place.members.length === 0 && target.place.part === undefined)
        keep(target, wordPassage(blocks, target, setting.detector));
  }
  if (
    !(await readSurroundings(
      { file, targets },
      safe.filter(({ match }) => !passages.has(match)),
      setting,
      keep,
    ))
  )
    return { kind: 'not-shown', reason: 'changed' };
  const found = new Set(read.found.map(({ match }) => match));
  return {
    kind: 'shown',
    format: read.format,
    passages: distinct(read.found.map((target) => passages.get(target.match) ?? withoutSurroundings(target))),
    notFound: targets.flatMap(({ match }) => (found.has(match) ? [] : [match])),
  };
}

/** The value of one match, read again from the file. Runs in the worker. */
export async function revealValue({ file, target }: RevealRequest, setting: ReadSetting): Promise<RevealOutcome> {
  const read = await readTargets(file, [target], setting);
  if (read.kind === 'not-shown') return read;
  const value = read.found[0]?.value;
  return value === undefined ? { kind: 'not-shown', reason: 'not-found' } : { kind: 'revealed', value };
}

/** False when the file became another one meanwhile. */
async function readSurroundings(
  { file }: PreviewRequest,
  targets: readonly FoundTarget[],
  setting: ReadSetting,
  keep: (target: FoundTarget, passage: Passage | undefined) => void,
): Promise<boolean> {
  const reading = await open(file, setting);
  const headers = new Map<number, readonly (readonly string[])[]>();
  const waiting = new Set(targets);
  for await (const part of reading.parts) {
    if (part.kind !== 'text' && part.kind !== 'table') continue;
    if (part.kind === 'table' && !headers.has(part.table))
      headers.set(part.table, part.columns ? [part.columns] : part.rows.slice(0, HEADER_ROWS));
    for (const target of waiting) {
      if (partKey(part.place) !== partKey(target.place)) continue;
      const passage =
        part.kind === 'text'
          ? textPassage(part, target, setting.detector)
          : tablePassage(part, headerOf(headers.get(part.table) ?? [], target), target, setting.detector);
      keep(target, passage);
      if (passage) waiting.delete(target);
    }
  }
  return isSameContent(file, reading);
}

/** The row that names the target's column; else the first one, where it reads like names. */
function headerOf(rows: readonly (readonly string[])[], { place }: FoundTarget): readonly string[] {
  const named = rows.findLast((row) =>
    row.some((cell) => cell !== '' && cell.slice(0, 60).trim() === place.column?.trim()),
  );
  const first = rows[0];
  return named ?? (first?.every((cell) => !/\d{4}|@/.test(cell)) ? first : []);
}

function withoutSurroundings({ match, place }: FoundTarget): Passage {
  return { where: describePlace(place), blocks: [], matches: [match] };
}

/** Targets that stand in a passage of another one need none of their own. */
function distinct(passages: readonly Passage[]): Passage[] {
  const shown = new Set<number>();
  return passages.filter(({ matches, blocks }) => {
    const isNews = matches.length === 0 || matches.some((match) => !shown.has(match));
    if (blocks.length > 0) for (const match of matches) shown.add(match);
    return isNews;
  });
}
