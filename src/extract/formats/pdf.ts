import type { Extracted, Place } from '../../model/index.ts';
import { inPart, note, textBlocks, unread } from '../blocks.ts';
import type { Format, ReadContext } from '../format.ts';
import { Damaged } from '../limits.ts';
import { createPlainPartReader } from '../ooxml/plain-part.ts';
import { pdfEncryption } from '../pdf/pdf-encryption.ts';
import type { OpenPdf } from '../pdf/pdf-page.ts';
import { readPdfPage } from '../pdf/pdf-page.ts';
import type { Pdfium } from '../pdf/pdfium.ts';
import { dropPdfium, dropPdfiumIfBig, loadPdfium, readFileBytes, readText, withCString } from '../pdf/pdfium.ts';
import { fieldValues, informationKeys, literalScripts, packedMetadata } from '../pdf/raw-objects.ts';
import { bufferSource, wholeOf } from '../source.ts';

/** PDFium holds the whole document, and so does its sandbox. */
const PDF_BYTES_MAX = 120 * 1024 * 1024;

/** pdf.js cannot be interrupted, so only small files get a second reader. */
const SECOND_READER_BYTES_MAX = 20 * 1024 * 1024;

const ATTACHMENT_BYTES_MAX = 64 * 1024 * 1024;
const BOOKMARKS_MAX = 10_000;
const ERROR_PASSWORD = 4;
const ERROR_SECURITY = 5;

const INFORMATION = ['Title', 'Author', 'Subject', 'Keywords', 'Creator'] as const;

/** PDF: page text, form values, annotations, links, attachments, bookmarks, scripts, properties. */
export const pdf: Format = {
  name: 'pdf',
  extensions: ['pdf'],
  looksLike: ({ head }) => head.subarray(0, 1100).includes('%PDF-'),
  async *read(source, context) {
    const bytes = await wholeOf(source, context.budget, PDF_BYTES_MAX);
    const pdfium = await loadPdfium();
    const pointer = pdfium.wasmExports.malloc(bytes.length);
    pdfium.HEAPU8.set(bytes, pointer);
    let crashed = false;
    try {
      const document = pdfium._FPDF_LoadMemDocument(pointer, bytes.length, 0);
      if (document) {
        if (pdfium._FPDF_GetSecurityHandlerRevision(document) > 0)
          yield note(context.place, 'document-protection-only', 'opens without a password');
        yield* readDocument(pdfium, document, bytes, context);
        return;
      }
      const code = pdfium._FPDF_GetLastError();
      if (code === ERROR_PASSWORD || code === ERROR_SECURITY) {
        const method = pdfEncryption(bytes) ?? 'unknown';
        const opening = await context.passwords.open((password) =>
          withCString(
            pdfium,
            // PDFium takes UTF-8 and knows which documents want another encoding.
            Buffer.from(password, 'utf8').toString('latin1'),
            (given) => pdfium._FPDF_LoadMemDocument(pointer, bytes.length, given) || undefined,
          ),
        );
        if (opening.kind === 'locked') {
          yield unread(context.place, 'encrypted', opening.detail, method);
          return;
        }
        yield note(context.place, 'opened-by-password', method);
        yield* readDocument(pdfium, opening.content, bytes, context);
        return;
      }
    } catch (error) {
      // A trap inside the sandbox: its memory can no longer be trusted.
      if (!(error instanceof Error && error.name === 'RuntimeError')) throw error;
      crashed = true;
      dropPdfium();
    } finally {
      if (!crashed) {
        pdfium.wasmExports.free(pointer);
        dropPdfiumIfBig(pdfium);
      }
    }
    yield* readAgain(bytes, context);
  },
};

/** What PDFium does not open, or crashed on. */
async function* readAgain(bytes: Buffer, context: ReadContext): AsyncIterable<Extracted> {
  let pages = 0;
  if (bytes.length <= SECOND_READER_BYTES_MAX) {
    try {
      // Loaded when it is needed: pdf.js takes longer to load than most documents to read.
      const { readWithPdfJs } = await import('../pdf/second-reader.ts');
      for await (const part of readWithPdfJs(bytes, context.place)) {
        if (pages === 0) yield note(context.place, 'second-reader-used', 'pdf.js');
        pages += 1;
        yield part;
      }
    } catch (error) {
      if (error instanceof Error && error.name === 'PasswordException') {
        yield unread(context.place, 'encrypted', undefined, pdfEncryption(bytes) ?? 'unknown');
        return;
      }
      throw new Damaged('neither reader opens it');
    }
  }
  if (pages === 0) throw new Damaged('no page can be read');
}

async function* readDocument(
  pdfium: Pdfium,
  document: number,
  bytes: Buffer,
  context: ReadContext,
): AsyncIterable<Extracted> {
  const { place } = context;
  const formInfo = pdfium._FPDF_GetFormType(document) > 0 ? openForm(pdfium, document) : { form: 0, info: 0 };
  const open: OpenPdf = { pdfium, document, form: formInfo.form };
  const attachments: { readonly name: string; readonly content: Buffer | undefined }[] = [];
  const shownFields: string[] = [];
  const takeAttachment = (attachment: number): void => {
    attachments.push({
      name:
        readText(pdfium, (buffer, length) => pdfium._FPDFAttachment_GetName(attachment, buffer, length)) ||
        'attachment',
      content: readFileBytes(pdfium, ATTACHMENT_BYTES_MAX, (buffer, length, out) =>
        pdfium._FPDFAttachment_GetFile(attachment, buffer, length, out),
      ),
    });
  };
  try {
    const pages = pdfium._FPDF_GetPageCount(document);
    for (let index = 0; index < pages; index += 1) {
      context.budget.checkTime();
      for (const part of readPdfPage(open, index, place, takeAttachment)) {
        if (part.kind === 'text' && part.place.part === 'field')
          shownFields.push(Buffer.from(part.utf8).toString('utf8'));
        yield part;
      }
    }
    if (formInfo.form) {
      const shown = shownFields.join('\n');
      yield* lines(
        inPart(place, 'field'),
        [...new Set(fieldValues(bytes))].filter((value) => !shown.includes(value)),
      );
    }
    const count = Math.min(pdfium._FPDFDoc_GetAttachmentCount(document), context.budget.limits.members);
    for (let index = 0; index < count; index += 1) takeAttachment(pdfium._FPDFDoc_GetAttachment(document, index));
    yield* documentTexts(pdfium, document, bytes, place);
  } finally {
    if (formInfo.form) {
      pdfium._FPDFDOC_ExitFormFillEnvironment(formInfo.form);
      pdfium.wasmExports.free(formInfo.info);
    }
    pdfium._FPDF_CloseDocument(document);
  }
  for (const { name, content } of attachments) {
    if (content) yield* context.recurse(bufferSource(name, content), name);
    else
      yield unread({ members: [...place.members, 'attachment'] }, 'damaged', 'an attachment without readable content');
  }
}

/** A form environment without scripts, timers or drawing: only so that values can be asked for. */
function openForm(pdfium: Pdfium, document: number): { form: number; info: number } {
  const size = 512;
  const info = pdfium.wasmExports.malloc(size);
  pdfium.HEAPU8.fill(0, info, info + size);
  pdfium.HEAPU8[info] = 2;
  const form = pdfium._FPDFDOC_InitFormFillEnvironment(document, info);
  if (!form) pdfium.wasmExports.free(info);
  return { form, info };
}

function* documentTexts(pdfium: Pdfium, document: number, bytes: Buffer, place: Place): Generator<Extracted> {
  const facts = [...new Set([...INFORMATION, ...informationKeys(bytes)])].map((tag) => {
    const value = withCString(pdfium, tag, (pointer) =>
      readText(pdfium, (buffer, length) => pdfium._FPDF_GetMetaText(document, pointer, buffer, length)),
    );
    return value === '' ? '' : `${tag}: ${value}`;
  });
  facts.push(...bookmarks(pdfium, document));
  yield* lines(inPart(place, 'metadata'), facts);
  const scripts: string[] = [];
  const count = Math.min(pdfium._FPDFDoc_GetJavaScriptActionCount(document), 1000);
  for (let index = 0; index < count; index += 1) {
    const action = pdfium._FPDFDoc_GetJavaScriptAction(document, index);
    if (!action) continue;
    scripts.push(readText(pdfium, (buffer, length) => pdfium._FPDFJavaScriptAction_GetScript(action, buffer, length)));
    pdfium._FPDFDoc_CloseJavaScriptAction(action);
  }
  yield* lines(inPart(place, 'source-markup'), [...scripts, ...literalScripts(bytes)]);
  for (const packet of packedMetadata(bytes)) yield* metadataTexts(packet, place);
  yield* xmpTexts(bytes, place);
  yield* formPackets(pdfium, document, place);
}

function* lines(place: Place, texts: readonly string[]): Generator<Extracted> {
  const filled = texts.filter((text) => text.trim() !== '');
  if (filled.length > 0) yield* textBlocks(place, `${filled.join('\n')}\n`);
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
function* formPackets(pdfium: Pdfium, document: number, place: Place): Generator<Extracted> {
  const count = Math.min(pdfium._FPDF_GetXFAPacketCount(document), 50);
  for (let index = 0; index < count; index += 1) {
    const content = readFileBytes(pdfium, ATTACHMENT_BYTES_MAX, (buffer, length, out) =>
      pdfium._FPDF_GetXFAPacketContent(document, index, buffer, length, out),
    );
    if (!content?.includes('<xfa:data')) continue;
    const reader = createPlainPartReader(place, 'field', { named: true });
    reader.write(content.toString('utf8'));
    reader.end();
    yield* reader.take();
  }
}
