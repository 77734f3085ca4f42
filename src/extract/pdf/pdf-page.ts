import type { Extracted, Place } from '../../model/index.ts';
import { inPart, textBlocks, unread } from '../blocks.ts';
import type { Pdfium } from './pdfium.ts';
import { readText, withCString } from './pdfium.ts';

const OBJECT_IMAGE = 3;
const OBJECT_FORM = 5;
const SUBTYPE_LINK = 2;
const SUBTYPE_WIDGET = 20;

/** Objects of one page that are looked at for pictures. */
const OBJECTS_MAX = 5000;
const ANNOTATIONS_MAX = 20_000;

/** Letters that a page needs so that a picture on it counts as an illustration; more where the picture fills the page. */
const LETTERS_BESIDE_PICTURE = 30;
const LETTERS_BESIDE_FULL_PICTURE = 200;
const FULL_PICTURE_SHARE = 0.6;

/** A document that is open in PDFium. `form` is zero where it has no form. */
export interface OpenPdf {
  readonly pdfium: Pdfium;
  readonly document: number;
  readonly form: number;
}

/** Text, form values, annotations and links of one page, its text where it is not `known`. Pages of pictures without text are told as unread. */
export function* readPdfPage(
  pdf: OpenPdf,
  index: number,
  base: Place,
  onAttachment: (attachment: number) => void,
  known: string | undefined,
): Generator<Extracted> {
  const { pdfium, document } = pdf;
  const place: Place = { ...base, page: index + 1 };
  const page = pdfium._FPDF_LoadPage(document, index);
  if (!page) {
    yield unread(place, 'damaged', 'the page cannot be read');
    return;
  }
  try {
    const text = known ?? pageText(pdfium, page);
    if (text.trim() !== '') yield* textBlocks(place, `${text}\n`);
    yield* annotations(pdf, page, place, onAttachment);
    yield* pictureWithoutText(place, text, () => pictureShare(pdfium, page));
  } finally {
    pdfium._FPDF_ClosePage(page);
  }
}

/** Tells a page as unread that is a picture with few letters beside it. `share`: how much of it the biggest picture covers. */
export function* pictureWithoutText(place: Place, text: string, share: () => number | undefined): Generator<Extracted> {
  const letters = text.replace(/\s+/g, '').length;
  if (letters >= LETTERS_BESIDE_FULL_PICTURE) return;
  const covered = share();
  if (covered !== undefined && (letters < LETTERS_BESIDE_PICTURE || covered > FULL_PICTURE_SHARE))
    yield unread(place, 'image-without-text', 'a page that is a picture');
}

function pageText(pdfium: Pdfium, page: number): string {
  const textPage = pdfium._FPDFText_LoadPage(page);
  if (!textPage) return '';
  try {
    const count = pdfium._FPDFText_CountChars(textPage);
    if (count <= 0) return '';
    const pointer = pdfium.wasmExports.malloc((count + 1) * 2);
    try {
      const written = pdfium._FPDFText_GetText(textPage, 0, count, pointer);
      if (written <= 1) return '';
      const text = Buffer.from(pdfium.HEAPU8.buffer, pointer, (written - 1) * 2).toString('utf16le');
      // U+FFFE stands for a hyphen at the end of a line, U+0002 in older builds.
      return text.replace(/[\ufffe\u0002]\r?\n?/g, '-').replace(/\r\n?/g, '\n');
    } finally {
      pdfium.wasmExports.free(pointer);
    }
  } finally {
    pdfium._FPDFText_ClosePage(textPage);
  }
}

function* annotations(
  pdf: OpenPdf,
  page: number,
  place: Place,
  onAttachment: (attachment: number) => void,
): Generator<Extracted> {
  const { pdfium } = pdf;
  const count = Math.min(pdfium._FPDFPage_GetAnnotCount(page), ANNOTATIONS_MAX);
  const fields: string[] = [];
  const notes: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const annotation = pdfium._FPDFPage_GetAnnot(page, index);
    if (!annotation) continue;
    try {
      const subtype = pdfium._FPDFAnnot_GetSubtype(annotation);
      if (subtype === SUBTYPE_WIDGET) fields.push(...fieldTexts(pdf, annotation));
      else if (subtype === SUBTYPE_LINK)
        notes.push(linkTarget(pdf, annotation), annotationText(pdfium, annotation, 'Contents'));
      else notes.push(...['Contents', 'RC', 'T', 'Subj'].map((key) => annotationText(pdfium, annotation, key)));
      const attachment = pdfium._FPDFAnnot_GetFileAttachment(annotation);
      if (attachment) onAttachment(attachment);
    } finally {
      pdfium._FPDFPage_CloseAnnot(annotation);
    }
  }
  yield* linesOf(inPart(place, 'field'), fields);
  yield* linesOf(inPart(place, 'annotation'), notes);
}

/** Texts as lines, without the empty ones. */
export function* linesOf(place: Place, texts: readonly string[]): Generator<Extracted> {
  const filled = texts.filter((text) => text.trim() !== '');
  if (filled.length > 0) yield* textBlocks(place, `${filled.join('\n')}\n`);
}

/** A filled field with its name: the name says what the number is. */
function fieldTexts({ pdfium, form }: OpenPdf, annotation: number): string[] {
  let value = '';
  let name = '';
  if (form) {
    value = readText(pdfium, (buffer, bytes) => pdfium._FPDFAnnot_GetFormFieldValue(form, annotation, buffer, bytes));
    name = readText(pdfium, (buffer, bytes) => pdfium._FPDFAnnot_GetFormFieldName(form, annotation, buffer, bytes));
  }
  if (value === '') value = annotationText(pdfium, annotation, 'V');
  const hint = annotationText(pdfium, annotation, 'TU');
  const preset = annotationText(pdfium, annotation, 'DV');
  const extra = [hint, preset].filter((text) => text !== '' && text !== value && text !== 'Off');
  if (value === '' || value === 'Off') return extra;
  const label = (name || hint).replace(/\[\d+\]/g, '');
  return [label === '' ? value : `${label}: ${value}`, ...extra];
}

function annotationText(pdfium: Pdfium, annotation: number, key: string): string {
  const text = withCString(pdfium, key, (pointer) =>
    readText(pdfium, (buffer, bytes) => pdfium._FPDFAnnot_GetStringValue(annotation, pointer, buffer, bytes)),
  );
  return key === 'RC' ? text.replace(/<[^>]*>/g, '') : text;
}

function linkTarget({ pdfium, document }: OpenPdf, annotation: number): string {
  const link = pdfium._FPDFAnnot_GetLink(annotation);
  const action = link ? pdfium._FPDFLink_GetAction(link) : 0;
  if (!action) return '';
  const pointer = pdfium.wasmExports.malloc(4096);
  try {
    const length = pdfium._FPDFAction_GetURIPath(document, action, pointer, 4096);
    return length > 1 && length <= 4096
      ? Buffer.from(pdfium.HEAPU8.subarray(pointer, pointer + length - 1)).toString('utf8')
      : '';
  } finally {
    pdfium.wasmExports.free(pointer);
  }
}

/** Share of the page that its biggest picture covers; nothing where there is no picture. */
function pictureShare(pdfium: Pdfium, page: number): number | undefined {
  const area = pdfium._FPDF_GetPageWidthF(page) * pdfium._FPDF_GetPageHeightF(page) || 1;
  let share: number | undefined;
  let looked = 0;
  const look = (object: number, depth: number): void => {
    looked += 1;
    if (looked > OBJECTS_MAX || !object) return;
    const type = pdfium._FPDFPageObj_GetType(object);
    if (type === OBJECT_IMAGE) share = Math.max(share ?? 0, objectArea(pdfium, object) / area);
    else if (type === OBJECT_FORM && depth < 8) {
      const count = pdfium._FPDFFormObj_CountObjects(object);
      for (let index = 0; index < count && looked <= OBJECTS_MAX; index += 1)
        look(pdfium._FPDFFormObj_GetObject(object, index), depth + 1);
    }
  };
  const count = pdfium._FPDFPage_CountObjects(page);
  for (let index = 0; index < count && looked <= OBJECTS_MAX; index += 1)
    look(pdfium._FPDFPage_GetObject(page, index), 0);
  return share;
}

function objectArea(pdfium: Pdfium, object: number): number {
  const pointer = pdfium.wasmExports.malloc(16);
  try {
    if (!pdfium._FPDFPageObj_GetBounds(object, pointer, pointer + 4, pointer + 8, pointer + 12)) return 0;
    const bounds = Buffer.from(pdfium.HEAPU8.subarray(pointer, pointer + 16));
    return Math.abs((bounds.readFloatLE(8) - bounds.readFloatLE(0)) * (bounds.readFloatLE(12) - bounds.readFloatLE(4)));
  } finally {
    pdfium.wasmExports.free(pointer);
  }
}
