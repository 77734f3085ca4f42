/** Objects of a PDF file (ISO 32000-1:2008, 7.3). Names are strings, strings are bytes. */
export type PdfValue =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | PdfReference
  | PdfValue[]
  | PdfDictionary
  | PdfStream;

export type PdfDictionary = Map<string, PdfValue>;

export interface PdfReference {
  readonly kind: 'reference';
  readonly number: number;
  readonly generation: number;
}

/** `start`: where its bytes begin in the file. */
export interface PdfStream {
  readonly kind: 'stream';
  readonly dictionary: PdfDictionary;
  readonly start: number;
}

/**
 * The own reader is not sure that it reads what a full reader would read. The page or document goes to PDFium. The reason is plain
 * words, without any content.
 */
export class UnsureReading extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'UnsureReading';
  }
}

export function unsure(reason: string): never {
  throw new UnsureReading(reason);
}

export function isReference(value: PdfValue | undefined): value is PdfReference {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'reference';
}

export function isStream(value: PdfValue | undefined): value is PdfStream {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'stream';
}

export function isDictionary(value: PdfValue | undefined): value is PdfDictionary {
  return value instanceof Map;
}

export function isBytes(value: PdfValue | undefined): value is Uint8Array {
  return value instanceof Uint8Array;
}
