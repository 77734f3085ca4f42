import type { Extracted } from '../../model/index.ts';
import { inPart, note, textBlocks, unread } from '../blocks.ts';
import type { Format, ReadContext } from '../format.ts';
import { Damaged } from '../limits.ts';
import { documentTexts, formPackets, gatherFacts, pdfiumFacts } from '../pdf/document-texts.ts';
import type { OwnDocument } from '../pdf/own-document.ts';
import { openOwnDocument, sure } from '../pdf/own-document.ts';
import { pdfEncryption } from '../pdf/pdf-encryption.ts';
import type { OpenPdf } from '../pdf/pdf-page.ts';
import { linesOf, pictureWithoutText, readPdfPage } from '../pdf/pdf-page.ts';
import { readFileBytes, readText } from '../pdf/pdfium.ts';
import type { PdfiumSession } from '../pdf/pdfium-session.ts';
import { createPdfiumSession } from '../pdf/pdfium-session.ts';
import { fieldValues } from '../pdf/raw-objects.ts';
import { bufferSource, wholeOf } from '../source.ts';

/** PDFium holds the whole document, and so does its sandbox. */
const PDF_BYTES_MAX = 120 * 1024 * 1024;

/** pdf.js cannot be interrupted, so only small files get a second reader. */
const SECOND_READER_BYTES_MAX = 20 * 1024 * 1024;

const ATTACHMENT_BYTES_MAX = 64 * 1024 * 1024;

/**
 * PDF: page text, form values, annotations, links, attachments, bookmarks, scripts, properties. What the own reader is sure of it
 * reads; PDFium is loaded for the rest.
 */
export const pdf: Format = {
  name: 'pdf',
  extensions: ['pdf'],
  looksLike: ({ head }) => head.subarray(0, 1100).includes('%PDF-'),
  async *read(source, context) {
    const bytes = await wholeOf(source, context.budget, PDF_BYTES_MAX);
    const own = openOwnDocument(bytes);
    const session = createPdfiumSession(bytes);
    try {
      const outcome = own ? 'open' : yield* unlock(session, bytes, context);
      if (outcome === 'locked') return;
      if (outcome === 'open' && (yield* readDocument(own, session, bytes, context)) === 'read') return;
    } catch (error) {
      // A trap inside the sandbox.
      if (!(error instanceof Error && error.name === 'RuntimeError')) throw error;
      session.abandon();
    } finally {
      session.close();
    }
    yield* readAgain(bytes, context);
  },
};

/** Opens the document in PDFium, by a password where it wants one. */
async function* unlock(
  session: PdfiumSession,
  bytes: Buffer,
  { place, passwords }: ReadContext,
): AsyncGenerator<Extracted, 'open' | 'locked' | 'damaged'> {
  const pdf = await session.open();
  if (pdf === undefined) return 'damaged';
  if (pdf !== 'locked') {
    if (pdf.pdfium._FPDF_GetSecurityHandlerRevision(pdf.document) > 0)
      yield note(place, 'document-protection-only', 'opens without a password');
    return 'open';
  }
  const method = pdfEncryption(bytes) ?? 'unknown';
  const opening = await passwords.open((password) => session.unlock(password));
  if (opening.kind === 'locked') {
    yield unread(place, 'encrypted', opening.detail, method);
    return 'locked';
  }
  yield note(place, 'opened-by-password', method);
  return 'open';
}

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

interface Attachment {
  readonly name: string;
  readonly content: Buffer | undefined;
}

/** The whole document, page by page. `not-opened`: PDFium is needed and does not open it. */
async function* readDocument(
  own: OwnDocument | undefined,
  session: PdfiumSession,
  bytes: Buffer,
  context: ReadContext,
): AsyncGenerator<Extracted, 'read' | 'not-opened'> {
  const { place } = context;
  const attachments: Attachment[] = [];
  const shownFields: string[] = [];
  let pdf = own && !own.needsPdfium ? undefined : await session.open();
  if (pdf === 'locked' || (pdf === undefined && !(own && !own.needsPdfium))) return 'not-opened';
  const pages = own ? own.pages.length : pdf ? pdf.pdfium._FPDF_GetPageCount(pdf.document) : 0;
  for (let index = 0; index < pages; index += 1) {
    context.budget.checkTime();
    const page = readOwnPage(own, index, context);
    if (page.whole) {
      yield* page.parts;
      continue;
    }
    pdf ??= await session.open();
    if (!pdf || pdf === 'locked') return 'not-opened';
    const takeAttachment = attachmentTaker(pdf, attachments);
    for (const part of readPdfPage(pdf, index, place, takeAttachment, page.text)) {
      if (part.kind === 'text' && part.place.part === 'field')
        shownFields.push(Buffer.from(part.utf8).toString('utf8'));
      yield part;
    }
  }
  if (own?.emptyForm || pdf?.form) {
    const shown = shownFields.join('\n');
    yield* linesOf(
      inPart(place, 'field'),
      [...new Set(fieldValues(bytes))].filter((value) => !shown.includes(value)),
    );
  }
  const facts = own && !own.needsPdfium ? sure(() => gatherFacts(own, bytes)) : undefined;
  if (facts) yield* documentTexts(facts, bytes, place);
  else {
    pdf ??= await session.open();
    if (!pdf || pdf === 'locked') return 'not-opened';
    const { pdfium, document } = pdf;
    const takeAttachment = attachmentTaker(pdf, attachments);
    const count = Math.min(pdfium._FPDFDoc_GetAttachmentCount(document), context.budget.limits.members);
    for (let index = 0; index < count; index += 1) takeAttachment(pdfium._FPDFDoc_GetAttachment(document, index));
    yield* documentTexts(gatherFacts(pdfiumFacts(pdf), bytes), bytes, place);
    yield* formPackets(pdf, place);
  }
  session.close();
  for (const { name, content } of attachments) {
    if (content) yield* context.recurse(bufferSource(name, content), name);
    else
      yield unread({ members: [...place.members, 'attachment'] }, 'damaged', 'an attachment without readable content');
  }
  return 'read';
}

function attachmentTaker({ pdfium }: OpenPdf, attachments: Attachment[]): (attachment: number) => void {
  return (attachment) => {
    attachments.push({
      name:
        readText(pdfium, (buffer, length) => pdfium._FPDFAttachment_GetName(attachment, buffer, length)) ||
        'attachment',
      content: readFileBytes(pdfium, ATTACHMENT_BYTES_MAX, (buffer, length, out) =>
        pdfium._FPDFAttachment_GetFile(attachment, buffer, length, out),
      ),
    });
  };
}

/** What the own reader is sure of: the whole page, only its text, or neither. */
function readOwnPage(
  own: OwnDocument | undefined,
  index: number,
  context: ReadContext,
): { readonly whole: boolean; readonly text: string | undefined; readonly parts: readonly Extracted[] } {
  const page = own?.pages[index];
  const read = page && own.pageText(page);
  if (!read) return { whole: false, text: undefined, parts: [] };
  const { text } = read;
  const place = { ...context.place, page: index + 1 };
  const annotations = own.annotations(page);
  const parts =
    annotations &&
    sure(() => [
      ...(text.trim() === '' ? [] : textBlocks(place, `${text}\n`)),
      ...linesOf(inPart(place, 'annotation'), annotations),
      ...pictureWithoutText(place, text, () => read.pictureShare()),
    ]);
  return { whole: parts !== undefined, text, parts: parts ?? [] };
}
