import type { FontCache } from './content-reader.ts';
import type { DocumentFacts } from './document-texts.ts';
import { annotationTexts } from './own-annotations.ts';
import type { OwnPageText } from './own-page.ts';
import { readOwnPage } from './own-page.ts';
import type { PageNode } from './page-tree.ts';
import { listPages } from './page-tree.ts';
import type { PdfFile } from './pdf-file.ts';
import { openPdfFile, textStringOf } from './pdf-file.ts';
import type { PdfDictionary, PdfValue } from './pdf-values.ts';
import { isDictionary, isReference, UnsureReading, unsure } from './pdf-values.ts';

const BOOKMARKS_MAX = 10_000;

/** A document whose structure is read without PDFium. Its facts throw UnsureReading where they are not sure. */
export interface OwnDocument extends DocumentFacts {
  readonly pages: readonly PageNode[];
  /** It has a form, though without fields. */
  readonly emptyForm: boolean;
  /** It has what only PDFium reads: fields, attachments, scripts by name. */
  readonly needsPdfium: boolean;
  /** Text of a page, or nothing where it is not sure. */
  pageText(page: PageNode): OwnPageText | undefined;
  /** Texts and links of its annotations, or nothing where they are not sure. */
  annotations(page: PageNode): string[] | undefined;
}

/** Nothing where the document is not sure to be read as PDFium reads it. */
export function openOwnDocument(bytes: Buffer): OwnDocument | undefined {
  return sure(() => openDocument(openPdfFile(bytes)));
}

/** What is read, or nothing where that is not sure. */
export function sure<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnsureReading) return undefined;
    throw error;
  }
}

function openDocument(file: PdfFile): OwnDocument {
  const catalog = file.dictionary(file.trailer.get('Root'));
  if (!catalog) return unsure('no catalog');
  const pages = listPages(file, catalog);
  const fonts: FontCache = new Map();
  const form = file.resolve(catalog.get('AcroForm'));
  const emptyForm = isDictionary(form) && isEmpty(file, form.get('Fields')) && !form.has('XFA');
  const names = file.dictionary(catalog.get('Names'));
  return {
    pages,
    emptyForm,
    needsPdfium:
      (form !== null && !emptyForm) ||
      names?.has('EmbeddedFiles') === true ||
      names?.has('JavaScript') === true ||
      catalog.has('URI') ||
      catalog.has('AF'),
    pageText: (page) => sure(() => readOwnPage(file, page, fonts)),
    annotations: (page) => sure(() => annotationTexts(file, page)),
    information(key) {
      const information = file.dictionary(file.trailer.get('Info'));
      return information ? textStringOf(file.resolve(information.get(key))) : '';
    },
    // Those that have names are left to PDFium, by `needsPdfium`.
    scripts: () => [],
    bookmarks: () => bookmarkTitles(file, file.dictionary(catalog.get('Outlines'))),
  };
}

function isEmpty(file: PdfFile, value: PdfValue | undefined): boolean {
  const fields = file.resolve(value);
  return fields === null || (Array.isArray(fields) && fields.length === 0);
}

/** The outline (ISO 32000-1:2008, 12.3.3). */
function bookmarkTitles(file: PdfFile, outline: PdfDictionary | undefined): string[] {
  const titles: string[] = [];
  const waiting: PdfValue[] = [outline?.get('First') ?? null];
  const seen = new Set<number>();
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (value === null) continue;
    if (!isReference(value) || seen.has(value.number) || titles.length >= BOOKMARKS_MAX)
      return unsure('an odd outline');
    seen.add(value.number);
    const item = file.dictionary(value);
    if (!item) return unsure('an odd outline');
    titles.push(textStringOf(file.resolve(item.get('Title'))));
    waiting.push(item.get('Next') ?? null, item.get('First') ?? null);
  }
  return titles;
}
