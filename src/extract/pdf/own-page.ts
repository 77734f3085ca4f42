import type { FontCache, PageContent } from './content-reader.ts';
import { readContent } from './content-reader.ts';
import { layPage } from './page-layout.ts';
import type { PageBox, PageNode } from './page-tree.ts';
import type { PdfFile } from './pdf-file.ts';
import { isStream, unsure } from './pdf-values.ts';
import { verticalBounds } from './text-lines.ts';

/** Objects of one page that are looked at for pictures; well below what PDFium's reader looks at. */
const OBJECTS_MAX = 4000;

const STREAMS_MAX = 1000;

/** Difference of two shares of a page that is sure to be one. */
const SURE_DIFFERENCE = 0.1;

export interface OwnPageText {
  readonly text: string;
  /** Share of the page that its biggest picture covers; nothing where there is none. */
  pictureShare(): number | undefined;
}

/** Text of a page as PDFium gives it. @throws UnsureReading where it is not sure to be the same */
export function readOwnPage(file: PdfFile, page: PageNode, fonts: FontCache): OwnPageText {
  const content = contentOf(file, page);
  if (content.includes('ActualText')) unsure('text that stands for other text');
  const drawn = readContent(file, content, page.resources, fonts);
  if (page.turned && drawn.runs.length > 0) unsure('a page that is turned');
  let direction: boolean | undefined;
  const units = layPage(drawn.buffer, drawn.runs, () => (direction ??= runsInLines(drawn, page.box)));
  return {
    text: units.toString('utf16le'),
    pictureShare() {
      if (drawn.pictureAreas.length === 0) return undefined;
      if (drawn.drawn > OBJECTS_MAX) unsure('a page of many objects');
      const area = page.box.width * page.box.height;
      return drawn.pictureAreas.reduce((share, each) => Math.max(share, each / area), 0);
    },
  };
}

function contentOf(file: PdfFile, page: PageNode): Buffer {
  const value = file.resolve(page.dictionary.get('Contents'));
  if (value === null) return Buffer.alloc(0);
  const parts = Array.isArray(value) ? value.map(file.resolve) : [value];
  if (parts.length > STREAMS_MAX) unsure('content in many pieces');
  const streams = parts.map((part) => (isStream(part) ? file.unpacked(part) : unsure('content that is not there')));
  const [only] = streams;
  if (only && streams.length === 1) return Buffer.from(only.buffer, only.byteOffset, only.length);
  return Buffer.concat(streams.flatMap((stream) => [stream, Buffer.from(' ')]));
}

/**
 * Whether the text of the page fills its breadth more than its height, as PDFium looks at it to tell lines from columns. Only asked
 * for pages that show single characters. @throws UnsureReading where it is not sure
 */
function runsInLines({ runs }: PageContent, box: PageBox): boolean {
  const across = new Uint8Array(Math.floor(box.width));
  const down = new Uint8Array(Math.floor(box.height));
  for (const run of runs) {
    if (run.holderNumber !== 0 || run.blank) continue;
    const { text } = run;
    const bounds = verticalBounds(run);
    across.fill(1, Math.max(0, text.shiftX), Math.max(0, text.shiftX + run.endOrigin * text.scaleX));
    down.fill(1, Math.max(0, bounds.low), Math.max(0, bounds.high));
  }
  const [breadth, height] = [share(across), share(down)];
  if (breadth > 0.8 + SURE_DIFFERENCE / 2 || breadth > height + SURE_DIFFERENCE) return true;
  return breadth < 0.8 - SURE_DIFFERENCE / 2 && breadth < height - SURE_DIFFERENCE
    ? false
    : unsure('a page of lines or columns');
}

/** Filled share between the first and the last filled place. */
function share(mask: Uint8Array): number {
  const first = mask.indexOf(1);
  if (first < 0) return 0;
  const last = mask.lastIndexOf(1) + 1;
  let filled = 0;
  for (let at = first; at < last; at += 1) filled += mask[at] ?? 0;
  return filled / (last - first);
}
