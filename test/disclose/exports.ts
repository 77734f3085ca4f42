import { packageOf } from '../extract/office-samples.ts';

/** Invented people; the numbers are of the form that SSA assigned, and belong to nobody we know. */
export const SSNS = [
  '486-31-4127',
  '487-52-9043',
  '490-18-7735',
  '493-66-2058',
  '499-27-6614',
  '486-45-3391',
  '491-73-8826',
  '488-12-5470',
] as const;
export const NAMES = [
  'Rosa Ortega',
  'Thomas Whitfield',
  'Denise Kowalski',
  'Marcus Delgado',
  'Angela Pruitt',
  'Howard Jennings',
  'Linda Castillo',
  'Peter Novak',
] as const;

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const SHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** A cell: text, number, or a formula with its kept result. */
export type SheetCell = string | number | { readonly formula: string; readonly result: number | string };

export interface SheetSpec {
  readonly name: string;
  readonly rows: readonly (readonly SheetCell[])[];
  readonly hidden?: boolean;
}

export interface WorkbookSpec {
  readonly sheets: readonly SheetSpec[];
  readonly comment?: string;
  readonly title?: string;
  readonly definedName?: string;
  /** Of the numbers (default `#,##0.00`). */
  readonly formatCode?: string;
  /** A shared string that no cell shows. */
  readonly unusedString?: string;
  readonly parts?: Readonly<Record<string, string | Uint8Array>>;
}

/** A workbook with shared strings, styles, a number format and formulas, as a spreadsheet program writes it. */
export function workbook(spec: WorkbookSpec): Buffer {
  const { sheets, comment, title, definedName, formatCode, unusedString, parts = {} } = spec;
  const strings: string[] = [];
  const shared = (text: string): number => {
    const at = strings.indexOf(text);
    return at >= 0 ? at : strings.push(text) - 1;
  };
  const cell = (value: SheetCell, place: string): string => {
    if (typeof value === 'string') return `<c r="${place}" t="s"><v>${shared(value)}</v></c>`;
    if (typeof value === 'number') return `<c r="${place}" s="1"><v>${value}</v></c>`;
    const type = typeof value.result === 'string' ? ' t="str"' : '';
    return `<c r="${place}"${type}><f>${escaped(value.formula)}</f><v>${escaped(String(value.result))}</v></c>`;
  };
  const sheetXml = sheets.map(({ rows }, at) => {
    const body = rows.map(
      (cells, row) =>
        `<row r="${row + 1}">${cells.map((value, column) => cell(value, `${String.fromCharCode(65 + column)}${row + 1}`)).join('')}</row>`,
    );
    const legacy = comment !== undefined && at === 0 ? '<legacyDrawing r:id="rId1"/>' : '';
    return `${HEAD}<worksheet xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheetData>${body.join('')}</sheetData>${legacy}</worksheet>`;
  });
  const override = (part: string, type: string): string => `<Override PartName="/${part}" ContentType="${type}"/>`;
  const own: Record<string, string | Uint8Array> = {
    '[Content_Types].xml': `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${override('xl/workbook.xml', `${SHEET_TYPE}.sheet.main+xml`)}${sheets.map((_, at) => override(`xl/worksheets/sheet${at + 1}.xml`, `${SHEET_TYPE}.worksheet+xml`)).join('')}${override('xl/sharedStrings.xml', `${SHEET_TYPE}.sharedStrings+xml`)}${override('xl/styles.xml', `${SHEET_TYPE}.styles+xml`)}${comment === undefined ? '' : override('xl/comments1.xml', `${SHEET_TYPE}.comments+xml`)}</Types>`,
    '_rels/.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/>${title === undefined ? '' : `<Relationship Id="rId2" Type="${PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>`}</Relationships>`,
    'xl/workbook.xml': `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${sheets.map(({ name, hidden }, at) => `<sheet name="${escaped(name)}" sheetId="${at + 1}"${hidden ? ' state="hidden"' : ''} r:id="rId${at + 1}"/>`).join('')}</sheets>${definedName === undefined ? '' : `<definedNames><definedName name="kept">"${escaped(definedName)}"</definedName></definedNames>`}</workbook>`,
    'xl/_rels/workbook.xml.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${sheets.map((_, at) => `<Relationship Id="rId${at + 1}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`).join('')}<Relationship Id="rId90" Type="${RELATIONS}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId91" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': `${HEAD}<styleSheet xmlns="${MAIN}">${formatCode === undefined ? '' : `<numFmts count="1"><numFmt numFmtId="164" formatCode="${escaped(formatCode)}"/></numFmts>`}<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="${formatCode === undefined ? 4 : 164}" applyNumberFormat="1"/></cellXfs></styleSheet>`,
  };
  for (const [at, xml] of sheetXml.entries()) own[`xl/worksheets/sheet${at + 1}.xml`] = xml;
  if (unusedString !== undefined) shared(unusedString);
  own['xl/sharedStrings.xml'] =
    `${HEAD}<sst xmlns="${MAIN}">${strings.map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join('')}</sst>`;
  if (comment !== undefined) {
    own['xl/comments1.xml'] =
      `${HEAD}<comments xmlns="${MAIN}"><authors><author>staff</author></authors><commentList><comment ref="A2" authorId="0"><text><t>${escaped(comment)}</t></text></comment></commentList></comments>`;
    own['xl/worksheets/_rels/sheet1.xml.rels'] =
      `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId2" Type="${RELATIONS}/comments" Target="../comments1.xml"/></Relationships>`;
    own['xl/worksheets/sheet1.xml'] = String(own['xl/worksheets/sheet1.xml']).replace(
      '<legacyDrawing r:id="rId1"/>',
      '',
    );
  }
  if (title !== undefined)
    own['docProps/core.xml'] =
      `${HEAD}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${escaped(title)}</dc:title></cp:coreProperties>`;
  return packageOf({ ...own, ...parts });
}

const WORD = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';

/** A Word document that office programs open: body XML, a comment where one is given, and other parts. */
export function letter(
  body: string,
  comment?: string,
  parts: Readonly<Record<string, string | Uint8Array>> = {},
): Buffer {
  return packageOf({
    '[Content_Types].xml': `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>${comment === undefined ? '' : '<Override PartName="/word/comments.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"/>'}</Types>`,
    '_rels/.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>`,
    'word/_rels/document.xml.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${comment === undefined ? '' : `<Relationship Id="rId1" Type="${RELATIONS}/comments" Target="comments.xml"/>`}</Relationships>`,
    'word/document.xml': `${HEAD}<w:document xmlns:w="${WORD}"><w:body>${body}</w:body></w:document>`,
    ...(comment === undefined
      ? {}
      : {
          'word/comments.xml': `${HEAD}<w:comments xmlns:w="${WORD}"><w:comment w:id="0" w:author="staff"><w:p><w:r><w:t>${escaped(comment)}</w:t></w:r></w:p></w:comment></w:comments>`,
        }),
    ...parts,
  });
}

export function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
}

/** An agreement in YAML with both signatures; `extra` overrides or adds lines. */
export function agreementYaml(id: string, columns: string, extra = ''): string {
  const lines: Record<string, string> = {
    id,
    recipient: 'Institute of Labor Studies',
    purpose: 'evaluation of training outcomes',
    basis: '20-cfr-603.10',
    recipientType: 'public-official',
    safeguards: '[purpose-limited, secure-storage, disposal, audit]',
    begins: '2020-01-01',
    expires: '2099-12-31',
    signatures:
      '[{ name: A. Director, for: agency, on: 2020-01-01 }, { name: B. Dean, for: recipient, on: 2020-01-01 }]',
    columns: `\n${columns}`,
  };
  for (const line of extra.split('\n').filter(Boolean)) {
    const [key = '', ...rest] = line.split(': ');
    lines[key] = rest.join(': ');
  }
  return Object.entries(lines)
    .map(([key, value]) => `${key}: ${value}`)
    .join('\n');
}
