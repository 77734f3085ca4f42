import type { OpenPdf } from './pdf-page.ts';
import type { Pdfium } from './pdfium.ts';
import { dropPdfium, dropPdfiumIfBig, loadPdfium, withCString } from './pdfium.ts';

const ERROR_PASSWORD = 4;
const ERROR_SECURITY = 5;

/** One document in PDFium, loaded when it is first needed: many documents are read without it. */
export interface PdfiumSession {
  /** The document; `locked` where it wants a password, nothing where it does not open. */
  open(): Promise<OpenPdf | 'locked' | undefined>;
  /** Whether a password opens it. */
  unlock(password: string): OpenPdf | undefined;
  close(): void;
  /** After a trap inside the sandbox: its memory can no longer be trusted. */
  abandon(): void;
}

export function createPdfiumSession(bytes: Buffer): PdfiumSession {
  let memory: { readonly pdfium: Pdfium; readonly pointer: number } | undefined;
  let opened: { readonly pdf: OpenPdf; readonly formInfo: number } | undefined;

  const keep = (document: number): OpenPdf | undefined => {
    if (!memory || !document) return undefined;
    const { pdfium } = memory;
    const { form, info } = pdfium._FPDF_GetFormType(document) > 0 ? openForm(pdfium, document) : { form: 0, info: 0 };
    opened = { pdf: { pdfium, document, form }, formInfo: info };
    return opened.pdf;
  };

  return {
    async open() {
      if (opened) return opened.pdf;
      if (!memory) {
        const pdfium = await loadPdfium();
        memory = { pdfium, pointer: pdfium.wasmExports.malloc(bytes.length) };
        pdfium.HEAPU8.set(bytes, memory.pointer);
      }
      const { pdfium, pointer } = memory;
      const pdf = keep(pdfium._FPDF_LoadMemDocument(pointer, bytes.length, 0));
      if (pdf) return pdf;
      const code = pdfium._FPDF_GetLastError();
      return code === ERROR_PASSWORD || code === ERROR_SECURITY ? 'locked' : undefined;
    },
    unlock(password) {
      if (!memory) return undefined;
      const { pdfium, pointer } = memory;
      // PDFium takes UTF-8 and knows which documents want another encoding.
      return withCString(pdfium, Buffer.from(password, 'utf8').toString('latin1'), (given) =>
        keep(pdfium._FPDF_LoadMemDocument(pointer, bytes.length, given)),
      );
    },
    close() {
      if (!memory) return;
      const { pdfium, pointer } = memory;
      if (opened) {
        if (opened.pdf.form) {
          pdfium._FPDFDOC_ExitFormFillEnvironment(opened.pdf.form);
          pdfium.wasmExports.free(opened.formInfo);
        }
        pdfium._FPDF_CloseDocument(opened.pdf.document);
      }
      pdfium.wasmExports.free(pointer);
      opened = undefined;
      memory = undefined;
      dropPdfiumIfBig(pdfium);
    },
    abandon() {
      opened = undefined;
      memory = undefined;
      dropPdfium();
    },
  };
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
