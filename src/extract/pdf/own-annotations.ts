import type { PageNode } from './page-tree.ts';
import type { PdfFile } from './pdf-file.ts';
import { textStringOf } from './pdf-file.ts';
import type { PdfDictionary } from './pdf-values.ts';
import { isBytes, isDictionary, unsure } from './pdf-values.ts';

const ANNOTATIONS_MAX = 20_000;
const ADDRESS_BYTES_MAX = 4000;

/** Texts and links of the annotations of a page (ISO 32000-1:2008, 12.5). @throws UnsureReading for fields, attachments and odd ones */
export function annotationTexts(file: PdfFile, page: PageNode): string[] {
  const listed = file.resolve(page.dictionary.get('Annots'));
  if (listed === null) return [];
  if (!Array.isArray(listed) || listed.length > ANNOTATIONS_MAX) return unsure('an odd list of annotations');
  return listed.flatMap((value) => {
    const annotation = file.resolve(value);
    if (!isDictionary(annotation)) return unsure('an odd annotation');
    const subtype = file.resolve(annotation.get('Subtype'));
    if (subtype === 'Widget') unsure('a form field');
    if (subtype === 'FileAttachment' || annotation.has('FS')) unsure('an attachment');
    if (subtype === 'Link') return [linkAddress(file, annotation), textOf(file, annotation, 'Contents')];
    return ['Contents', 'RC', 'T', 'Subj'].map((key) => {
      const text = textOf(file, annotation, key);
      return key === 'RC' ? text.replace(/<[^>]*>/g, '') : text;
    });
  });
}

function textOf(file: PdfFile, annotation: PdfDictionary, key: string): string {
  return textStringOf(file.resolve(annotation.get(key)));
}

function linkAddress(file: PdfFile, annotation: PdfDictionary): string {
  const action = file.resolve(annotation.get('A'));
  if (action === null) return '';
  if (!isDictionary(action)) return unsure('an odd link');
  if (file.resolve(action.get('S')) !== 'URI') return '';
  const address = file.resolve(action.get('URI'));
  if (!isBytes(address) || address.length > ADDRESS_BYTES_MAX || address.includes(0)) return unsure('an odd link');
  return Buffer.from(address).toString('utf8');
}
