import { unzipSync } from 'fflate';
import { docxOf, packageOf, paragraph, xlsxOf } from '../office-samples.ts';
import type { PlacesOfFormat } from './planted.ts';

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
export const relation = (target: string, more = ''): string =>
  `<Relationships><Relationship Id="r1" Type="t" Target="${target}"${more}/></Relationships>`;
export const drawingText = (value: string): string => `<a:p><a:r><a:t>${value}</a:t></a:r></a:p>`;

/** A part beside an ordinary body. */
const wordPart = (name: string, content: (value: string) => string) => (value: string) =>
  docxOf(paragraph('body'), { [name]: content(value) });
const wordBody = (body: (value: string) => string) => (value: string) => docxOf(body(value));

export const docxPlaces: PlacesOfFormat = {
  name: 'letter.docx',
  places: {
    'first-page header': wordPart('word/header2.xml', (v) => `<w:hdr ${W}>${paragraph(v)}</w:hdr>`),
    'move source': wordBody((v) => `<w:p><w:moveFrom><w:r><w:t>${v}</w:t></w:r></w:moveFrom></w:p>`),
    'deleted field code': wordBody((v) => `<w:p><w:del><w:r><w:delInstrText>${v}</w:delInstrText></w:r></w:del></w:p>`),
    'content control': wordBody((v) => `<w:sdt><w:sdtContent>${paragraph(v)}</w:sdtContent></w:sdt>`),
    'content control title': wordBody((v) => `<w:sdt><w:sdtPr><w:alias w:val="${v}"/></w:sdtPr></w:sdt>`),
    'drop-down choice': wordBody(
      (v) => `<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:value="${v}"/></w:dropDownList></w:sdtPr></w:sdt>`,
    ),
    'form field default': wordBody(
      (v) =>
        `<w:p><w:r><w:fldChar><w:ffData><w:textInput><w:default w:val="${v}"/></w:textInput></w:ffData></w:fldChar></w:r></w:p>`,
    ),
    'simple field code': wordBody((v) => `<w:p><w:fldSimple w:instr="QUOTE ${v}"/></w:p>`),
    'hyperlink tooltip': wordBody(
      (v) => `<w:p><w:hyperlink w:tooltip="${v}"><w:r><w:t>x</w:t></w:r></w:hyperlink></w:p>`,
    ),
    'link address': wordPart('word/_rels/document.xml.rels', (v) =>
      relation(`https://example.org/${v}`, ' TargetMode="External"'),
    ),
    'shape alt text': wordBody(
      (v) => `<w:p><w:r><w:drawing><wps:cNvPr id="1" name="x" descr="${v}"/></w:drawing></w:r></w:p>`,
    ),
    'group alt text': wordBody(
      (v) => `<w:p><w:r><w:drawing><wpg:cNvPr id="1" name="x" descr="${v}"/></w:drawing></w:r></w:p>`,
    ),
    'VML alt text': wordBody((v) => `<w:p><w:r><w:pict><v:shape alt="${v}"/></w:pict></w:r></w:p>`),
    'nested table': wordBody(
      (v) => `<w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc>${paragraph(v)}</w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>`,
    ),
    equation: wordBody((v) => `<w:p><m:oMath><m:r><m:t>${v}</m:t></m:r></m:oMath></w:p>`),
    'glossary entry': wordPart(
      'word/glossary/document.xml',
      (v) => `<w:glossaryDocument ${W}>${paragraph(v)}</w:glossaryDocument>`,
    ),
    'document variable': wordPart(
      'word/settings.xml',
      (v) => `<w:settings ${W}><w:docVars><w:docVar w:name="n" w:val="${v}"/></w:docVars></w:settings>`,
    ),
    'custom property': wordPart(
      'docProps/custom.xml',
      (v) => `<Properties><property name="n"><vt:lpwstr>${v}</vt:lpwstr></property></Properties>`,
    ),
    'custom property name': wordPart('docProps/custom.xml', (v) => `<Properties><property name="${v}"/></Properties>`),
    'extended property': wordPart('docProps/app.xml', (v) => `<Properties><Manager>${v}</Manager></Properties>`),
    'custom XML attribute': wordPart('customXml/item1.xml', (v) => `<a b="${v}"/>`),
    'chart title': wordPart('word/charts/chart1.xml', (v) => `<c:chartSpace>${drawingText(v)}</c:chartSpace>`),
    'chart cache': wordPart(
      'word/charts/chart1.xml',
      (v) => `<c:chartSpace><c:pt><c:v>${v}</c:v></c:pt></c:chartSpace>`,
    ),
    'extended chart': wordPart(
      'word/charts/chartEx1.xml',
      (v) => `<cx:chartSpace><cx:pt idx="0">${v}</cx:pt></cx:chartSpace>`,
    ),
    SmartArt: wordPart(
      'word/diagrams/data1.xml',
      (v) => `<dgm:dataModel><dgm:pt><dgm:t>${drawingText(v)}</dgm:t></dgm:pt></dgm:dataModel>`,
    ),
    'ActiveX control': wordPart(
      'word/activeX/activeX1.xml',
      (v) => `<ax:ocx><ax:ocxPr ax:name="Caption" ax:value="${v}"/></ax:ocx>`,
    ),
    'embedded text file': wordPart('word/afchunk.txt', (v) => `${v}\n`),
    'embedded HTML': wordPart('word/afchunk.htm', (v) => `<html><body>${v}</body></html>`),
    'unknown part': wordPart('word/extra/item.xml', (v) => `<x><y>1</y><y>${v}</y><y>2</y></x>`),
    'comment author': wordPart(
      'word/comments.xml',
      (v) => `<w:comments ${W}><w:comment w:author="${v}">${paragraph('x')}</w:comment></w:comments>`,
    ),
    'body under another prefix': (v) =>
      docxOf('', {
        'word/document.xml': `<n:document xmlns:n="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><n:body><n:p><n:r><n:t>${v}</n:t></n:r></n:p></n:body></n:document>`,
      }),
    'header under another prefix': wordPart(
      'word/header1.xml',
      (v) =>
        `<n:hdr xmlns:n="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><n:p><n:r><n:t>${v}</n:t></n:r></n:p></n:hdr>`,
    ),
  },
};

const cell = (value: string): string => `<row r="1"><c r="A1" t="inlineStr"><is><t>${value}</t></is></c></row>`;
const sheetPart = (name: string, content: (value: string) => string) => (value: string) =>
  xlsxOf([{ name: 'Pay', rows: cell('x') }], [], { [name]: content(value) });
const afterCells = (after: (value: string) => string) => (value: string) =>
  xlsxOf([{ name: 'Pay', rows: cell('x'), after: after(value) }]);
const sheetXml = (value: string, state: string) => xlsxOf([{ name: 'Pay', rows: cell(value), state }]);
const number = (value: string): string => value.replaceAll('-', '');

export const xlsxPlaces: PlacesOfFormat = {
  name: 'pay.xlsx',
  places: {
    'hidden sheet': (v) => sheetXml(v, 'hidden'),
    'very hidden sheet': (v) => sheetXml(v, 'veryHidden'),
    'sheet name': (v) => xlsxOf([{ name: `x ${v}`, rows: cell('x') }]),
    'split runs': (v) =>
      xlsxOf([
        {
          name: 'Pay',
          rows: `<row r="1"><c r="A1" t="inlineStr"><is><r><t>${v.slice(0, 5)}</t></r><r><t>${v.slice(5)}</t></r></is></c></row>`,
        },
      ]),
    'formula result': (v) =>
      xlsxOf([{ name: 'Pay', rows: `<row r="1"><c r="A1" t="str"><f>B1</f><v>${v}</v></c></row>` }]),
    'constant in a formula': (v) =>
      xlsxOf([{ name: 'Pay', rows: `<row r="1"><c r="A1"><f>IF(B1="${v}",1,0)</f><v>0</v></c></row>` }]),
    'number shown as nothing': (v) =>
      xlsxOf([{ name: 'Pay', rows: `<row r="1"><c r="A1" s="1"><v>${number(v)}</v></c></row>` }], [], {
        'xl/styles.xml':
          '<styleSheet><numFmts><numFmt numFmtId="164" formatCode=";;;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>',
      }),
    'number shown in powers': (v) =>
      xlsxOf([{ name: 'Pay', rows: `<row r="1"><c r="A1" s="1"><v>${number(v)}</v></c></row>` }], [], {
        'xl/styles.xml':
          '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="0.0E+00"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>',
      }),
    'number shown in millions': (v) =>
      xlsxOf([{ name: 'Pay', rows: `<row r="1"><c r="A1" s="1"><v>${number(v)}</v></c></row>` }], [], {
        'xl/styles.xml':
          '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="0,,\\ &quot;M&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>',
      }),
    'defined name': (v) => {
      const book = xlsxOf([{ name: 'Pay', rows: cell('x') }]);
      return replaced(book, 'xl/workbook.xml', (text) =>
        text.replace(
          '</workbook>',
          `<definedNames><definedName name="n">"${v}"</definedName></definedNames></workbook>`,
        ),
      );
    },
    'hidden defined name': (v) => {
      const book = xlsxOf([{ name: 'Pay', rows: cell('x') }]);
      return replaced(book, 'xl/workbook.xml', (text) =>
        text.replace(
          '</workbook>',
          `<definedNames><definedName name="_xlnm.Criteria" hidden="1" comment="${v}">1</definedName></definedNames></workbook>`,
        ),
      );
    },
    footer: afterCells((v) => `<headerFooter><evenFooter>${v}</evenFooter></headerFooter>`),
    'data validation list': afterCells(
      (v) =>
        `<dataValidations><dataValidation type="list"><formula1>"${v},x"</formula1></dataValidation></dataValidations>`,
    ),
    'data validation prompt': afterCells((v) => `<dataValidations><dataValidation prompt="${v}"/></dataValidations>`),
    'later data validation': afterCells(
      (v) =>
        `<extLst><ext><x14:dataValidations><x14:dataValidation><x14:formula1><xm:f>"${v}"</xm:f></x14:formula1></x14:dataValidation></x14:dataValidations></ext></extLst>`,
    ),
    'conditional format': afterCells(
      (v) =>
        `<conditionalFormatting><cfRule type="containsText" text="${v}"><formula>1</formula></cfRule></conditionalFormatting>`,
    ),
    'conditional format formula': afterCells(
      (v) => `<conditionalFormatting><cfRule><formula>A1="${v}"</formula></cfRule></conditionalFormatting>`,
    ),
    scenario: afterCells((v) => `<scenarios><scenario name="s"><inputCells r="A1" val="${v}"/></scenario></scenarios>`),
    'filter criterion': afterCells(
      (v) => `<autoFilter><filterColumn><filters><filter val="${v}"/></filters></filterColumn></autoFilter>`,
    ),
    'link tooltip': afterCells((v) => `<hyperlinks><hyperlink ref="A1" tooltip="${v}"/></hyperlinks>`),
    'link text': afterCells((v) => `<hyperlinks><hyperlink ref="A1" display="${v}"/></hyperlinks>`),
    'link address': sheetPart('xl/worksheets/_rels/sheet1.xml.rels', (v) =>
      relation(`mailto:${v}@example.org`, ' TargetMode="External"'),
    ),
    'comment author': sheetPart(
      'xl/comments1.xml',
      (v) => `<comments><authors><author>${v}</author></authors></comments>`,
    ),
    'threaded comment': sheetPart(
      'xl/threadedComments/threadedComment1.xml',
      (v) => `<ThreadedComments><threadedComment ref="A1"><text>${v}</text></threadedComment></ThreadedComments>`,
    ),
    person: sheetPart('xl/persons/person.xml', (v) => `<personList><person displayName="${v}"/></personList>`),
    'shape text': sheetPart(
      'xl/drawings/drawing1.xml',
      (v) => `<xdr:wsDr><xdr:sp><xdr:txBody>${drawingText(v)}</xdr:txBody></xdr:sp></xdr:wsDr>`,
    ),
    'shape alt text': sheetPart(
      'xl/drawings/drawing1.xml',
      (v) => `<xdr:wsDr><xdr:cNvPr id="1" descr="${v}"/></xdr:wsDr>`,
    ),
    'button caption': sheetPart(
      'xl/drawings/vmlDrawing1.vml',
      (v) => `<xml><v:shape><v:textbox><div><font>${v}</font></div></v:textbox></v:shape></xml>`,
    ),
    'pivot cache item': sheetPart(
      'xl/pivotCache/pivotCacheDefinition1.xml',
      (v) => `<pivotCacheDefinition><sharedItems><s v="${v}"/></sharedItems></pivotCacheDefinition>`,
    ),
    'pivot cache record': sheetPart(
      'xl/pivotCache/pivotCacheRecords1.xml',
      (v) => `<pivotCacheRecords><r><s v="x"/><s v="${v}"/></r></pivotCacheRecords>`,
    ),
    'external-link cache': sheetPart(
      'xl/externalLinks/externalLink1.xml',
      (v) =>
        `<externalLink><externalBook><sheetDataSet><sheetData><row><cell><v>1</v></cell><cell><v>${v}</v></cell></row></sheetData></sheetDataSet></externalBook></externalLink>`,
    ),
    'table column': sheetPart('xl/tables/table1.xml', (v) => `<table><tableColumn name="${v}"/></table>`),
    'table totals label': sheetPart(
      'xl/tables/table1.xml',
      (v) => `<table><tableColumn totalsRowLabel="${v}"/></table>`,
    ),
    query: sheetPart(
      'xl/connections.xml',
      (v) => `<connections><connection><dbPr command="where ssn='${v}'"/></connection></connections>`,
    ),
    'query parameter': sheetPart('xl/connections.xml', (v) => `<connections><parameter string="${v}"/></connections>`),
    'slicer caption': sheetPart('xl/slicers/slicer1.xml', (v) => `<slicers><slicer caption="${v}"/></slicers>`),
    'list of a form control': sheetPart(
      'xl/ctrlProps/ctrlProp1.xml',
      (v) => `<formControlPr><itemLst><item val="${v}"/></itemLst></formControlPr>`,
    ),
    'linked data type': sheetPart(
      'xl/richData/rdrichvalue.xml',
      (v) => `<rvData><rv><v>1</v><v>${v}</v></rv></rvData>`,
    ),
    'log of changes': sheetPart(
      'xl/revisions/revisionLog1.xml',
      (v) =>
        `<revisions><rcc><oc><v>12</v></oc><nc><is><t>${v}</t></is></nc></rcc><rcc><nc><v>34</v></nc></rcc></revisions>`,
    ),
    'custom property': sheetPart(
      'docProps/custom.xml',
      (v) => `<Properties><property name="n"><v>${v}</v></property></Properties>`,
    ),
    'chart cache': sheetPart(
      'xl/charts/chart1.xml',
      (v) => `<c:chartSpace><c:pt><c:v>${v}</c:v></c:pt></c:chartSpace>`,
    ),
    SmartArt: sheetPart(
      'xl/diagrams/data1.xml',
      (v) => `<dgm:dataModel><dgm:pt><dgm:t>${drawingText(v)}</dgm:t></dgm:pt></dgm:dataModel>`,
    ),
    'sheet not in the workbook': sheetPart(
      'xl/worksheets/sheet9.xml',
      (v) => `<worksheet><sheetData>${cell(v)}</sheetData></worksheet>`,
    ),
    'XML map': sheetPart('customXml/item1.xml', (v) => `<people><ssn>${v}</ssn></people>`),
    'embedded document': (v) => xlsxOf([{ name: 'Pay', rows: cell('x') }], [], { 'xl/embeddings/note.txt': `${v}\n` }),
  },
};

/** The same package with one part changed. */
function replaced(bytes: Buffer, name: string, change: (text: string) => string): Buffer {
  const parts = Object.fromEntries(
    Object.entries(unzipSync(bytes)).map(([part, content]) => [
      part,
      part === name ? change(Buffer.from(content).toString('utf8')) : content,
    ]),
  );
  return packageOf(parts);
}
