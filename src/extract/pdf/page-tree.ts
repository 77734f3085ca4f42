import type { PdfFile } from './pdf-file.ts';
import type { PdfDictionary, PdfValue } from './pdf-values.ts';
import { isReference, unsure } from './pdf-values.ts';

const PAGES_MAX = 50_000;
const DEPTH_MAX = 50;

/** Points. */
export interface PageBox {
  readonly width: number;
  readonly height: number;
}

/** A page with what it inherits (ISO 32000-1:2008, 7.7.3.4). */
export interface PageNode {
  readonly dictionary: PdfDictionary;
  readonly resources: PdfDictionary;
  readonly box: PageBox;
  readonly turned: boolean;
}

/** The pages in order. @throws UnsureReading where the tree is not as it says */
export function listPages(file: PdfFile, catalog: PdfDictionary): PageNode[] {
  const pages: PageNode[] = [];
  const seen = new Set<number>();
  const visit = (value: PdfValue | undefined, inherited: PdfDictionary, depth: number): number => {
    if (!isReference(value) || seen.has(value.number) || depth > DEPTH_MAX || seen.size > PAGES_MAX)
      return unsure('an odd tree of pages');
    seen.add(value.number);
    const node = file.dictionary(value);
    if (!node) return unsure('an odd tree of pages');
    const own = new Map(inherited);
    for (const key of ['Resources', 'MediaBox', 'CropBox', 'Rotate']) {
      const given = node.get(key);
      if (given !== undefined) own.set(key, given);
    }
    const kids = file.resolve(node.get('Kids'));
    const type = file.resolve(node.get('Type'));
    if (type === 'Page' && kids === null) {
      pages.push(pageNode(file, node, own));
      return 1;
    }
    if (type !== 'Pages' || !Array.isArray(kids)) return unsure('an odd tree of pages');
    const count = kids.reduce((sum: number, kid) => sum + visit(kid, own, depth + 1), 0);
    return file.resolve(node.get('Count')) === count ? count : unsure('another number of pages than it says');
  };
  visit(catalog.get('Pages'), new Map(), 0);
  return pages;
}

function pageNode(file: PdfFile, dictionary: PdfDictionary, inherited: PdfDictionary): PageNode {
  const media = boxOf(file, inherited.get('MediaBox')) ?? unsure('a page without size');
  const crop = boxOf(file, inherited.get('CropBox')) ?? media;
  const width = Math.min(media[2], crop[2]) - Math.max(media[0], crop[0]);
  const height = Math.min(media[3], crop[3]) - Math.max(media[1], crop[1]);
  if (!(width > 0 && height > 0)) unsure('a page without size');
  return {
    dictionary,
    resources: file.dictionary(inherited.get('Resources')) ?? new Map(),
    box: { width, height },
    turned: (file.resolve(inherited.get('Rotate')) ?? 0) !== 0,
  };
}

/** Left, bottom, right, top. */
function boxOf(file: PdfFile, value: PdfValue | undefined): [number, number, number, number] | undefined {
  const given = file.resolve(value);
  if (given === null) return undefined;
  const numbers = Array.isArray(given) ? given.map(file.resolve) : [];
  const [a, b, c, d] = numbers.map((item) => (typeof item === 'number' ? item : unsure('an odd box')));
  if (a === undefined || b === undefined || c === undefined || d === undefined) return unsure('an odd box');
  return [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)];
}
