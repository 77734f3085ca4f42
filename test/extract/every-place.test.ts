import { describe, expect, it } from 'vitest';
import { contentLinePlaces } from './places/content-lines.ts';
import { dbfPlaces, docPlaces, msgPlaces, pptPlaces, rtfPlaces, sqlitePlaces, xlsPlaces } from './places/legacy.ts';
import { docxPlaces, xlsxPlaces } from './places/office.ts';
import { emlPlaces, htmlPlaces, odpPlaces, odsPlaces, odtPlaces } from './places/others.ts';
import { archivePlaces, pdfPlaces } from './places/pdf-and-archives.ts';
import { picturePlaces } from './places/pictures.ts';
import type { PlacesOfFormat } from './places/planted.ts';
import { pptxPlaces } from './places/presentation.ts';
import type { Sample } from './read-sample.ts';
import { readSample } from './read-sample.ts';

/** An invented number in the shape of an SSN. */
const VALUE = '212-44-1987';

const FORMATS: Readonly<Record<string, PlacesOfFormat>> = {
  docx: docxPlaces,
  xlsx: xlsxPlaces,
  pptx: pptxPlaces,
  odt: odtPlaces,
  ods: odsPlaces,
  odp: odpPlaces,
  html: htmlPlaces,
  eml: emlPlaces,
  'content-lines': contentLinePlaces,
  pdf: pdfPlaces,
  archives: archivePlaces,
  doc: docPlaces,
  xls: xlsPlaces,
  ppt: pptPlaces,
  rtf: rtfPlaces,
  msg: msgPlaces,
  sqlite: sqlitePlaces,
  dbf: dbfPlaces,
  pictures: picturePlaces,
};

/** The number where it is found as one: no other digits or letters touch it. */
const FOUND = new RegExp(`(?<![\\w-])(?:${VALUE}|${VALUE.replaceAll('-', '')})(?![\\w-])`);

function holdsValue({ texts, tables }: Sample): boolean {
  return (
    texts.some(({ text }) => FOUND.test(text)) ||
    tables.some(({ rows }) => rows.flat().some((cell) => FOUND.test(cell)))
  );
}

describe.each(Object.entries(FORMATS))('%s: a number is read in', (_format, { name, places }) => {
  it.each(Object.entries(places))('%s', async (_place, build) => {
    expect(holdsValue(await readSample(name, await build(VALUE)))).toBe(true);
  });
});
