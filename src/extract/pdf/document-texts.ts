import type { Extracted, Place } from '../../model/index.ts';
import { inPart } from '../blocks.ts';
import { createPlainPartReader } from '../ooxml/plain-part.ts';
import type { OpenPdf } from './pdf-page.ts';
import { linesOf } from './pdf-page.ts';
import type { Pdfium } from './pdfium.ts';
import { readFileBytes, readText, withCString } from './pdfium.ts';
import { informationKeys, literalScripts, packedMetadata } from './raw-objects.ts';

const BOOKMARKS_MAX = 10_000;
const PACKET_BYTES_MAX = 64 * 1024 * 1024;

const INFORMATION = ['Title', 'Author', 'Subject', 'Keywords', 'Creator'] as const;

/** What a reader knows of the document as a whole. */
export interface DocumentFacts {
  information(key: string): string;
  bookmarks(): string[];
  /** Scripts that the document names. */
  scripts(): string[];
}

/** The same, asked for. */
export interface GatheredFacts {
  readonly properties: readonly string[];
  readonly scripts: readonly string[];
}

export function gatherFacts(facts: DocumentFacts, bytes: Buffer): GatheredFacts {
  const information = [...new Set([...INFORMATION, ...informationKeys(bytes)])].map((key) => {
    const value = facts.information(key);
    return value === '' ? '' : `${key}: ${value}`;
  });
  return { properties: [...information, ...facts.bookmarks()], scripts: facts.scripts() };
}

/** Properties, bookmarks, scripts and XMP of a document. */
export function* documentTexts(
  { properties, scripts }: GatheredFacts,
  bytes: Buffer,
  place: Place,
): Generator<Extracted> {
  yield* linesOf(inPart(place, 'metadata'), properties);
  yield* linesOf(inPart(place, 'source-markup'), [...scripts, ...literalScripts(bytes)]);
  for (const packet of packedMetadata(bytes)) yield* metadataTexts(packet, place);
  yield* xmpTexts(bytes, place);
}

/** What PDFium knows. */
export function pdfiumFacts({ pdfium, document }: OpenPdf): DocumentFacts {
  return {
    information: (key) =>
      withCString(pdfium, key, (pointer) =>
        readText(pdfium, (buffer, length) => pdfium._FPDF_GetMetaText(document, pointer, buffer, length)),
      ),
    bookmarks: () => bookmarks(pdfium, document),
    scripts: () => scripts(pdfium, document),
  };
}

function scripts(pdfium: Pdfium, document: number): string[] {
  const found: string[] = [];
  const count = Math.min(pdfium._FPDFDoc_GetJavaScriptActionCount(document), 1000);
  for (let index = 0; index < count; index += 1) {
    const action = pdfium._FPDFDoc_GetJavaScriptAction(document, index);
    if (!action) continue;
    found.push(readText(pdfium, (buffer, length) => pdfium._FPDFJavaScriptAction_GetScript(action, buffer, length)));
    pdfium._FPDFDoc_CloseJavaScriptAction(action);
  }
  return found;
}

function bookmarks(pdfium: Pdfium, document: number): string[] {
  const titles: string[] = [];
  const waiting = [pdfium._FPDFBookmark_GetFirstChild(document, 0)];
  const seen = new Set<number>();
  while (waiting.length > 0 && titles.length < BOOKMARKS_MAX) {
    const bookmark = waiting.pop() ?? 0;
    if (!bookmark || seen.has(bookmark)) continue;
    seen.add(bookmark);
    titles.push(readText(pdfium, (buffer, length) => pdfium._FPDFBookmark_GetTitle(bookmark, buffer, length)));
    waiting.push(
      pdfium._FPDFBookmark_GetNextSibling(document, bookmark),
      pdfium._FPDFBookmark_GetFirstChild(document, bookmark),
    );
  }
  return titles;
}

/** XMP packets stand in the file uncompressed, so that other programs find them. */
function* xmpTexts(bytes: Buffer, place: Place): Generator<Extracted> {
  const seen = new Set<string>();
  for (let at = bytes.indexOf('<x:xmpmeta'); at >= 0 && seen.size < 20; at = bytes.indexOf('<x:xmpmeta', at + 1)) {
    const end = bytes.indexOf('</x:xmpmeta>', at);
    if (end < 0 || end - at > 4 * 1024 * 1024) return;
    const packet = bytes.subarray(at, end).toString('utf8');
    if (seen.has(packet)) continue;
    seen.add(packet);
    yield* metadataTexts(packet, place);
  }
}

function* metadataTexts(packet: string, place: Place): Generator<Extracted> {
  const reader = createPlainPartReader(place, 'metadata', { attributes: 'all' });
  reader.write(packet);
  reader.end();
  yield* reader.take();
}

/** XFA forms keep what was filled in as XML of their own. */
export function* formPackets({ pdfium, document }: OpenPdf, place: Place): Generator<Extracted> {
  const count = Math.min(pdfium._FPDF_GetXFAPacketCount(document), 50);
  for (let index = 0; index < count; index += 1) {
    const content = readFileBytes(pdfium, PACKET_BYTES_MAX, (buffer, length, out) =>
      pdfium._FPDF_GetXFAPacketContent(document, index, buffer, length, out),
    );
    if (!content?.includes('<xfa:data')) continue;
    const reader = createPlainPartReader(place, 'field', { named: true });
    reader.write(content.toString('utf8'));
    reader.end();
    yield* reader.take();
  }
}
