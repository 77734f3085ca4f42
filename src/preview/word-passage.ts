import { readFileSync } from 'node:fs';
import { Parser } from 'htmlparser2';
import mammoth from 'mammoth';
import type { Detector } from '../detect/index.ts';
import { absolutePathOf, describePlace } from '../model/index.ts';
import { plainText, valueRegex } from './find-value.ts';
import { maskText, trimAround } from './mask-text.ts';
import type { Passage, PassageBlock, RecordedIdentity, Segment } from './preview-types.ts';
import type { FoundTarget } from './read-targets.ts';
import { matchesOf } from './text-passage.ts';

/** A block of the document's body as mammoth lays it out, with its raw text. Stays in the worker. */
export type WordBlock =
  | { readonly kind: 'heading' | 'paragraph' | 'list-item'; readonly text: string }
  | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[] };

const SHOWN_CHARACTERS = 400;
const READ_CHARACTERS = 4_000;
const ROWS_AROUND = 2;
const COLUMNS_MAX = 10;

/** The body with its headings, lists and tables. Pictures are left out, and nothing outside the file is read. */
export async function readWordBlocks(file: RecordedIdentity): Promise<WordBlock[]> {
  const { value } = await mammoth.convertToHtml(
    { buffer: readFileSync(absolutePathOf(file)) },
    { convertImage: mammoth.images.imgElement(async () => ({ src: '' })), externalFileAccess: false },
  );
  return blocksOf(value);
}

function blocksOf(html: string): WordBlock[] {
  const blocks: WordBlock[] = [];
  let text = '';
  let rows: string[][] | undefined;
  let listDepth = 0;
  const flush = (kind: 'heading' | 'paragraph' | 'list-item'): void => {
    if (text.trim() !== '') blocks.push({ kind, text: text.trim() });
    text = '';
  };
  const parser = new Parser({
    onopentag(name) {
      if (name === 'table') {
        flush('paragraph');
        rows = [];
      } else if (name === 'tr') rows?.push([]);
      else if (name === 'td' || name === 'th') text = '';
      else if (name === 'li') {
        if (!rows) flush(listDepth > 0 ? 'list-item' : 'paragraph');
        listDepth += 1;
      } else if (name === 'br') text += '\n';
    },
    ontext(data) {
      text += data;
    },
    onclosetag(name) {
      if (rows) {
        if (name === 'td' || name === 'th') {
          rows.at(-1)?.push(text.trim());
          text = '';
        } else if (name === 'p') text += '\n';
        else if (name === 'table') {
          blocks.push({ kind: 'table', rows });
          rows = undefined;
        }
      } else if (/^h[1-6]$/.test(name)) flush('heading');
      else if (name === 'p') flush('paragraph');
      else if (name === 'li') {
        flush('list-item');
        listDepth -= 1;
      }
    },
  });
  parser.end(html);
  flush('paragraph');
  return blocks;
}

/** The block that holds the target with one block on either side and the heading above. */
export function wordPassage(
  blocks: readonly WordBlock[],
  target: FoundTarget,
  detector: Detector,
): Passage | undefined {
  const regex = valueRegex(target.value);
  if (!regex) return undefined;
  const holds = (text: string): boolean => plainText(text).search(regex) >= 0;
  const at = blocks.findIndex((block) =>
    block.kind === 'table' ? block.rows.some((cells) => cells.some(holds)) : holds(block.text),
  );
  if (at < 0) return undefined;
  const from = Math.max(0, at - 1);
  const around = blocks.slice(from, at + 2);
  const heading = blocks.slice(0, from).findLast(({ kind }) => kind === 'heading');
  const shown = (heading ? [heading, ...around] : around).map((block): PassageBlock => {
    if (block.kind !== 'table') return { kind: block.kind, segments: maskBlock(block.text, target, detector) };
    const row = Math.max(
      0,
      block.rows.findIndex((cells) => cells.some(holds)),
    );
    const mask = (cells: readonly string[]): Segment[][] =>
      cells
        .slice(0, COLUMNS_MAX)
        .map((cell, column) => maskBlock(cell, target, detector, `${block.rows[0]?.[column] ?? ''}: `));
    const first = Math.max(1, row - ROWS_AROUND);
    return {
      kind: 'table',
      header: mask(block.rows[0] ?? []),
      rows: block.rows
        .slice(first, row + ROWS_AROUND + 1)
        .map((cells, index) => ({ row: first + index + 1, cells: mask(cells) })),
    };
  });
  return {
    where: describePlace(target.place) || 'the document',
    blocks: shown,
    matches: matchesOf(shown.flatMap(segmentsOf)),
  };
}

function maskBlock(text: string, target: FoundTarget, detector: Detector, lead = ''): Segment[] {
  const shown = plainText(text);
  const at = Math.max(0, shown.search(valueRegex(target.value) ?? /$^/u));
  const window = shown.slice(Math.max(0, at - READ_CHARACTERS), at + READ_CHARACTERS);
  return trimAround(maskText(window, target.nearby, detector, lead), SHOWN_CHARACTERS, SHOWN_CHARACTERS);
}

function segmentsOf(block: PassageBlock): readonly Segment[] {
  switch (block.kind) {
    case 'lines':
      return block.lines.flatMap(({ segments }) => segments);
    case 'table':
      return [...block.header, ...block.rows.flatMap(({ cells }) => cells)].flat();
    default:
      return block.segments;
  }
}
