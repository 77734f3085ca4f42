import { strToU8, zipSync } from 'fflate';

const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

export function packageOf(parts: Readonly<Record<string, string | Uint8Array>>): Buffer {
  const files: Record<string, Uint8Array> = {};
  for (const [name, content] of Object.entries(parts))
    files[name] = typeof content === 'string' ? strToU8(content) : content;
  return Buffer.from(zipSync(files));
}

function word(root: string, body: string): string {
  return `${HEAD}<w:${root} xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:wp="x" xmlns:wps="y">${body}</w:${root}>`;
}

/** Paragraph of one run. */
export function paragraph(text: string, properties = ''): string {
  return `<w:p><w:r>${properties}<w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;
}

export function docxOf(body: string, parts: Readonly<Record<string, string | Uint8Array>> = {}): Buffer {
  return packageOf({
    '[Content_Types].xml': `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    'word/document.xml': word('document', `<w:body>${body}</w:body>`),
    ...parts,
  });
}

/** One value in each place of a Word document that can hold text. */
export function plantedDocx(value: (place: string) => string, inner: Uint8Array): Buffer {
  const at = (place: string): string => paragraph(`before ${value(place)} after`);
  const split = value('split');
  const cells = ['cell', 'second cell'].map((place) => `<w:tc>${at(place)}</w:tc>`).join('');
  const deleted = value('deleted');
  const body = [
    at('body'),
    `<w:p><w:r><w:t>${split.slice(0, 5)}</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:rPr><w:b/></w:rPr><w:t>${split.slice(5)}</w:t></w:r></w:p>`,
    `<w:tbl><w:tblPr/><w:tr>${cells}</w:tr></w:tbl>`,
    `<w:p><w:del w:id="1"><w:r><w:delText>${deleted}</w:delText></w:r></w:del></w:p>`,
    `<w:p><w:ins w:id="2"><w:r><w:t>${value('inserted')}</w:t></w:r></w:ins></w:p>`,
    `<w:p><w:r><wps:txbx><w:txbxContent>${at('text-box')}</w:txbxContent></wps:txbx></w:r></w:p>`,
    `<w:p><w:r><w:drawing><wp:docPr id="1" name="x" descr="card ${value('alt-text')}"/></w:drawing></w:r></w:p>`,
    `<w:p><w:r><w:instrText>FILLIN "${value('field')}"</w:instrText></w:r></w:p>`,
    paragraph(value('hidden'), '<w:rPr><w:vanish/></w:rPr>'),
  ].join('');
  return docxOf(body, {
    'word/header1.xml': word('hdr', at('header')),
    'word/footer1.xml': word('ftr', at('footer')),
    'word/footnotes.xml': word('footnotes', `<w:footnote>${at('footnote')}</w:footnote>`),
    'word/endnotes.xml': word('endnotes', `<w:endnote>${at('endnote')}</w:endnote>`),
    'word/comments.xml': word('comments', `<w:comment w:author="A Person">${at('comment')}</w:comment>`),
    'docProps/core.xml': `${HEAD}<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:title>${value('metadata')}</dc:title></cp:coreProperties>`,
    'customXml/item1.xml': `${HEAD}<case number="${value('custom-xml')}"/>`,
    'word/charts/chart1.xml': `${HEAD}<c:chart xmlns:c="c"><c:pt><c:v>${value('chart')}</c:v></c:pt></c:chart>`,
    'word/embeddings/book.xlsx': inner,
  });
}

function sheetXml(rows: string, around = '', after = ''): string {
  return `${HEAD}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${around}<sheetData>${rows}</sheetData>${after}</worksheet>`;
}

export interface SheetSample {
  readonly name: string;
  readonly rows: string;
  readonly state?: string;
  readonly around?: string;
  readonly after?: string;
}

/** A workbook written by hand: style 1 is 000-00-0000, style 2 a date. */
export function xlsxOf(
  sheets: readonly SheetSample[],
  strings: readonly string[] = [],
  parts: Readonly<Record<string, string>> = {},
): Buffer {
  const files: Record<string, string> = {
    'xl/workbook.xml': `${HEAD}<workbook xmlns:r="${RELATIONSHIPS}"><sheets>${sheets
      .map(
        ({ name, state }, index) =>
          `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"${state ? ` state="${state}"` : ''}/>`,
      )
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${HEAD}<Relationships>${sheets
      .map((_, index) => `<Relationship Id="rId${index + 1}" Type="t" Target="worksheets/sheet${index + 1}.xml"/>`)
      .join('')}</Relationships>`,
    'xl/styles.xml': `${HEAD}<styleSheet><numFmts><numFmt numFmtId="164" formatCode="000\\-00\\-0000"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
    'xl/sharedStrings.xml': `${HEAD}<sst>${strings.map((text) => `<si><t>${text}</t></si>`).join('')}</sst>`,
  };
  sheets.forEach(({ rows, around, after }, index) => {
    files[`xl/worksheets/sheet${index + 1}.xml`] = sheetXml(rows, around, after);
  });
  return packageOf({ ...files, ...parts });
}
