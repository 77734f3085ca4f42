import { PDFiumLibrary } from '@hyzyla/pdfium';

/** The functions of PDFium's C interface that are used here (https://pdfium.googlesource.com/pdfium/+/refs/heads/main/public/). */
export interface Pdfium {
  readonly HEAPU8: Uint8Array;
  readonly wasmExports: { malloc(bytes: number): number; free(pointer: number): void };
  _FPDF_LoadMemDocument(pointer: number, bytes: number, password: number): number;
  _FPDF_CloseDocument(document: number): void;
  _FPDF_GetLastError(): number;
  _FPDF_GetPageCount(document: number): number;
  _FPDF_GetSecurityHandlerRevision(document: number): number;
  _FPDF_GetFormType(document: number): number;
  _FPDF_GetMetaText(document: number, tag: number, buffer: number, bytes: number): number;
  _FPDF_LoadPage(document: number, index: number): number;
  _FPDF_ClosePage(page: number): void;
  _FPDF_GetPageWidthF(page: number): number;
  _FPDF_GetPageHeightF(page: number): number;
  _FPDFText_LoadPage(page: number): number;
  _FPDFText_ClosePage(textPage: number): void;
  _FPDFText_CountChars(textPage: number): number;
  _FPDFText_GetText(textPage: number, start: number, count: number, buffer: number): number;
  _FPDFPage_CountObjects(page: number): number;
  _FPDFPage_GetObject(page: number, index: number): number;
  _FPDFPageObj_GetType(object: number): number;
  _FPDFFormObj_CountObjects(object: number): number;
  _FPDFFormObj_GetObject(object: number, index: number): number;
  _FPDFPageObj_GetBounds(object: number, left: number, bottom: number, right: number, top: number): number;
  _FPDFPage_GetAnnotCount(page: number): number;
  _FPDFPage_GetAnnot(page: number, index: number): number;
  _FPDFPage_CloseAnnot(annotation: number): void;
  _FPDFAnnot_GetSubtype(annotation: number): number;
  _FPDFAnnot_GetStringValue(annotation: number, key: number, buffer: number, bytes: number): number;
  _FPDFAnnot_GetFormFieldValue(form: number, annotation: number, buffer: number, bytes: number): number;
  _FPDFAnnot_GetFormFieldName(form: number, annotation: number, buffer: number, bytes: number): number;
  _FPDFAnnot_GetFileAttachment(annotation: number): number;
  _FPDFAnnot_GetLink(annotation: number): number;
  _FPDFLink_GetAction(link: number): number;
  _FPDFAction_GetURIPath(document: number, action: number, buffer: number, bytes: number): number;
  _FPDFDOC_InitFormFillEnvironment(document: number, info: number): number;
  _FPDFDOC_ExitFormFillEnvironment(form: number): void;
  _FPDFDoc_GetAttachmentCount(document: number): number;
  _FPDFDoc_GetAttachment(document: number, index: number): number;
  _FPDFAttachment_GetName(attachment: number, buffer: number, bytes: number): number;
  _FPDFAttachment_GetFile(attachment: number, buffer: number, bytes: number, outBytes: number): number;
  _FPDF_GetXFAPacketCount(document: number): number;
  _FPDF_GetXFAPacketContent(document: number, index: number, buffer: number, bytes: number, outBytes: number): number;
  _FPDFBookmark_GetFirstChild(document: number, bookmark: number): number;
  _FPDFBookmark_GetNextSibling(document: number, bookmark: number): number;
  _FPDFBookmark_GetTitle(bookmark: number, buffer: number, bytes: number): number;
  _FPDFDoc_GetJavaScriptActionCount(document: number): number;
  _FPDFDoc_GetJavaScriptAction(document: number, index: number): number;
  _FPDFDoc_CloseJavaScriptAction(action: number): void;
  _FPDFJavaScriptAction_GetScript(action: number, buffer: number, bytes: number): number;
}

/** The memory of the sandbox never shrinks: beyond this it is thrown away and made anew. */
const MEMORY_BYTES_MAX = 128 * 1024 * 1024;

/** One string out of PDFium is never longer. */
const STRING_BYTES_MAX = 16 * 1024 * 1024;

let instance: Promise<Pdfium> | undefined;

/** One sandbox per worker. */
export function loadPdfium(): Promise<Pdfium> {
  // The package wraps few of the functions that its build exports; the rest are reached through its module.
  instance ??= PDFiumLibrary.init().then((library) => (library as unknown as { readonly module: Pdfium }).module);
  return instance;
}

/** After a crash inside, or when its memory has grown too big. */
export function dropPdfium(): void {
  instance = undefined;
}

export function dropPdfiumIfBig(pdfium: Pdfium): void {
  if (pdfium.HEAPU8.length > MEMORY_BYTES_MAX) dropPdfium();
}

/** Calls one of PDFium's "how long is it, now give it to me" functions. Zero and one unit mean empty. */
export function readBytes(pdfium: Pdfium, call: (buffer: number, bytes: number) => number): Buffer {
  const length = call(0, 0);
  if (length <= 0 || length > STRING_BYTES_MAX) return Buffer.alloc(0);
  const pointer = pdfium.wasmExports.malloc(length);
  try {
    const written = Math.min(call(pointer, length), length);
    return Buffer.from(pdfium.HEAPU8.subarray(pointer, pointer + written));
  } finally {
    pdfium.wasmExports.free(pointer);
  }
}

/** The same for text in UTF-16 with a zero at the end. */
export function readText(pdfium: Pdfium, call: (buffer: number, bytes: number) => number): string {
  const bytes = readBytes(pdfium, call);
  return bytes.length <= 2 ? '' : bytes.toString('utf16le').replace(/\0+$/, '');
}

/** A name or key as the C string that PDFium wants. */
export function withCString<T>(pdfium: Pdfium, text: string, use: (pointer: number) => T): T {
  const pointer = pdfium.wasmExports.malloc(text.length + 1);
  try {
    pdfium.HEAPU8.set(Buffer.from(`${text}\0`, 'latin1'), pointer);
    return use(pointer);
  } finally {
    pdfium.wasmExports.free(pointer);
  }
}

/** File content behind the "out length" functions. */
export function readFileBytes(
  pdfium: Pdfium,
  maxBytes: number,
  call: (buffer: number, bytes: number, outBytes: number) => number,
): Buffer | undefined {
  const out = pdfium.wasmExports.malloc(4);
  try {
    if (!call(0, 0, out)) return undefined;
    const length = Buffer.from(pdfium.HEAPU8.subarray(out, out + 4)).readUInt32LE(0);
    if (length === 0) return Buffer.alloc(0);
    if (length > maxBytes) return undefined;
    const pointer = pdfium.wasmExports.malloc(length);
    try {
      return call(pointer, length, out) ? Buffer.from(pdfium.HEAPU8.subarray(pointer, pointer + length)) : undefined;
    } finally {
      pdfium.wasmExports.free(pointer);
    }
  } finally {
    pdfium.wasmExports.free(out);
  }
}
