import type { Format } from './format.ts';
import { csv } from './formats/csv.ts';
import { docx } from './formats/docx.ts';
import { eml } from './formats/eml.ts';
import { gzip } from './formats/gzip.ts';
import { html } from './formats/html.ts';
import { image } from './formats/image.ts';
import { json } from './formats/json.ts';
import { mbox } from './formats/mbox.ts';
import { pdf } from './formats/pdf.ts';
import { pptx } from './formats/pptx.ts';
import { tar } from './formats/tar.ts';
import { text } from './formats/text.ts';
import { xlsx } from './formats/xlsx.ts';
import { xml } from './formats/xml.ts';
import { zip } from './formats/zip.ts';

/** Every format, the most particular first: the first that knows the content reads it. */
export const FORMATS: readonly Format[] = [
  pdf,
  docx,
  xlsx,
  pptx,
  zip,
  gzip,
  tar,
  image,
  mbox,
  eml,
  html,
  xml,
  json,
  csv,
  text,
];

export const FORMAT_NAMES: readonly string[] = FORMATS.map((format) => format.name);
