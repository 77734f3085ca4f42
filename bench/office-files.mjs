/** Generated office documents for the benchmarks: the same seed gives the same bytes. Everything in them is invented. */
import { deflateSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { HEADER, personRow, prose } from './corpus.mjs';

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const TYPES = 'application/vnd.openxmlformats-officedocument';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

function packageParts(main, type, overrides = '') {
  return {
    '[Content_Types].xml': `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/${main}" ContentType="${TYPES}.${type}.main+xml"/>${overrides}</Types>`,
    '_rels/.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="${main}"/></Relationships>`,
  };
}

const zipped = (parts) => zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])));

/** A letter or case note of Word: `sizeBytes` of text. */
export function docx(random, sizeBytes) {
  const run = '<w:r><w:rPr><w:sz w:val="22"/><w:lang w:val="en-US"/></w:rPr><w:t xml:space="preserve">';
  const paragraph = (text) =>
    `<w:p w:rsidR="00A77B3E" w:rsidRDefault="00A77B3E"><w:pPr><w:spacing w:after="120"/></w:pPr>${run}${text.slice(0, 40)}</w:t></w:r>${run}${text.slice(40)}</w:t></w:r></w:p>`;
  const body = prose(random, sizeBytes).split('\n').map(paragraph).join('');
  return zipped({
    ...packageParts('word/document.xml', 'wordprocessingml.document'),
    'word/document.xml': `${XML}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
  });
}

/** The parts of a workbook beside its sheets, `xl/worksheets/sheet1.xml` and on. */
export function workbookParts(sheets = 1) {
  const numbers = Array.from({ length: sheets }, (_, index) => index + 1);
  const each = (make) => numbers.map(make).join('');
  return {
    ...packageParts(
      'xl/workbook.xml',
      'spreadsheetml.sheet',
      each((n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${TYPES}.spreadsheetml.worksheet+xml"/>`),
    ),
    'xl/workbook.xml': `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${each((n) => `<sheet name="People ${n}" sheetId="${n}" r:id="rId${n}"/>`)}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships">${each((n) => `<Relationship Id="rId${n}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${n}.xml"/>`)}</Relationships>`,
  };
}

export const SHEET_START = `${XML}<worksheet xmlns="${MAIN}"><sheetData>`;
export const SHEET_END = '</sheetData></worksheet>';

/** One row of a sheet with its strings in place. */
export function sheetRow(values, row) {
  const cell = (value, column) => {
    const at = `${String.fromCharCode(65 + column)}${row}`;
    return /^\d+$/.test(value) ? `<c r="${at}"><v>${value}</v></c>` : `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`;
  };
  return `<row r="${row}">${values.map(cell).join('')}</row>`;
}

/** A table of people in Excel, its strings shared as Excel writes them. */
export function xlsx(random, rows) {
  const strings = new Map();
  const shared = (value) => {
    if (!strings.has(value)) strings.set(value, strings.size);
    return strings.get(value);
  };
  const lines = [];
  for (let row = 1; row <= rows; row += 1) {
    const values = row === 1 ? HEADER : personRow(random);
    const cells = values.map((value, column) => {
      const at = `${String.fromCharCode(65 + column)}${row}`;
      return /^\d+$/.test(value) ? `<c r="${at}"><v>${value}</v></c>` : `<c r="${at}" t="s"><v>${shared(value)}</v></c>`;
    });
    lines.push(`<row r="${row}" spans="1:10">${cells.join('')}</row>`);
  }
  const items = [...strings.keys()].map((value) => `<si><t>${value}</t></si>`).join('');
  const parts = workbookParts();
  return zipped({
    ...parts,
    '[Content_Types].xml': parts['[Content_Types].xml'].replace(
      '</Types>',
      `<Override PartName="/xl/sharedStrings.xml" ContentType="${TYPES}.spreadsheetml.sharedStrings+xml"/></Types>`,
    ),
    'xl/_rels/workbook.xml.rels': parts['xl/_rels/workbook.xml.rels'].replace(
      '</Relationships>',
      `<Relationship Id="rId2" Type="${OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    ),
    'xl/sharedStrings.xml': `${XML}<sst xmlns="${MAIN}" uniqueCount="${strings.size}">${items}</sst>`,
    'xl/worksheets/sheet1.xml': `${SHEET_START}${lines.join('')}${SHEET_END}`,
  });
}

/** A report of some pages with a standard font, its pages packed. */
export function pdf(random, pages) {
  const objects = ['<< /Type /Catalog /Pages 2 0 R >>', '', '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'];
  const kids = [];
  for (let page = 0; page < pages; page += 1) {
    const lines = prose(random, 3500).trim().split('\n');
    const content = deflateSync(`BT /F1 9 Tf 12 TL 40 760 Td ${lines.map((line) => `(${line}) Tj T*`).join('\n')} ET`);
    objects.push(`<< /Length ${content.length} /Filter /FlateDecode >>\nstream\n${content.toString('latin1')}\nendstream`);
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents ${objects.length} 0 R >>`,
    );
    kids.push(`${objects.length} 0 R`);
  }
  objects[1] = `<< /Type /Pages /Count ${pages} /Kids [${kids.join(' ')}] >>`;
  let file = '%PDF-1.7\n';
  const offsets = objects.map((object, index) => {
    const offset = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
  return Buffer.from(file, 'latin1');
}
