import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { everythingOf, placesOf, readSample, textOf } from './read-sample.ts';

const NAMESPACES =
  'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"';

function odf(kind: string, body: string, more: Record<string, string> = {}, styles = ''): Uint8Array {
  const content = `<?xml version="1.0"?><office:document-content ${NAMESPACES}><office:automatic-styles>${styles}</office:automatic-styles><office:body>${body}</office:body></office:document-content>`;
  const parts = Object.fromEntries(
    Object.entries({ 'content.xml': content, 'META-INF/manifest.xml': '<manifest/>', ...more }).map(([name, text]) => [
      name,
      strToU8(text),
    ]),
  );
  return zipSync({ mimetype: [strToU8(`application/vnd.oasis.opendocument.${kind}`), { level: 0 }], ...parts });
}

describe('a text document', async () => {
  const sample = await readSample(
    'letter.odt',
    odf(
      'text',
      `<office:text>
        <text:tracked-changes><text:changed-region><text:deletion><text:p>deleted 212-44-1001</text:p></text:deletion></text:changed-region></text:tracked-changes>
        <text:p>split 212-44-<text:span>1002</text:span><text:s/><text:tab/>end</text:p>
        <text:p>x<text:note text:note-class="footnote"><text:note-body><text:p>foot 212-44-1003</text:p></text:note-body></text:note>
           <text:note text:note-class="endnote"><text:note-body><text:p>end 212-44-1004</text:p></text:note-body></text:note>
           <office:annotation><text:p>note 212-44-1005</text:p></office:annotation></text:p>
        <text:p><draw:frame><draw:text-box><text:p>box 212-44-1006</text:p></draw:text-box><svg:desc>alt 212-44-1007</svg:desc></draw:frame></text:p>
        <table:table table:name="T"><table:table-row><table:table-cell><text:p>Name</text:p></table:table-cell><table:table-cell><text:p>SSN</text:p></table:table-cell></table:table-row>
        <table:table-row><table:table-cell><text:p>Ada</text:p></table:table-cell><table:table-cell><text:p>212-44-1008</text:p></table:table-cell></table:table-row></table:table>
      </office:text>`,
      {
        'styles.xml': `<office:document-styles ${NAMESPACES}><office:master-styles><style:master-page><style:header><text:p>head 212-44-1009</text:p></style:header><style:footer><text:p>foot 212-44-1010</text:p></style:footer></style:master-page></office:master-styles></office:document-styles>`,
        'meta.xml':
          '<office:document-meta><office:meta><dc:title>about 212-44-1011</dc:title></office:meta></office:document-meta>',
      },
    ),
  );

  it.each([
    ['212-44-1001', { part: 'tracked-deletion' }],
    ['212-44-1002', { members: [] }],
    ['212-44-1003', { part: 'footnote' }],
    ['212-44-1004', { part: 'endnote' }],
    ['212-44-1005', { part: 'comment' }],
    ['212-44-1006', { part: 'text-box' }],
    ['212-44-1007', { part: 'alt-text' }],
    ['212-44-1008', { row: 2, column: '1' }],
    ['212-44-1009', { part: 'header' }],
    ['212-44-1010', { part: 'footer' }],
    ['212-44-1011', { part: 'metadata' }],
  ])('shows where %s stands', (value, place) => {
    const places = placesOf(sample, value);
    expect(places).toHaveLength(1);
    expect(places[0]).toMatchObject(place);
  });

  it('is read as a whole', () => {
    expect(sample).toMatchObject({ format: 'odt', unread: [], notes: [] });
  });
});

describe('a spreadsheet', async () => {
  const row = (cells: string, attributes = ''): string => `<table:table-row ${attributes}>${cells}</table:table-row>`;
  const cell = (text: string, attributes = ''): string =>
    `<table:table-cell ${attributes}><text:p>${text}</text:p></table:table-cell>`;
  const sample = await readSample(
    'pay.ods',
    odf(
      'spreadsheet',
      `<office:spreadsheet><table:table table:name="Pay"><table:table-column/><table:table-column table:visibility="collapse"/>
        ${row('<table:table-cell table:number-columns-repeated="16384"/>', 'table:number-rows-repeated="116"')}
        ${row(cell('Ada') + cell('012-34-5678', 'office:value="12345678"'))}
        ${row(cell('gone') + cell('212-44-2001'), 'table:visibility="collapse"')}
        ${row('<table:table-cell/>', 'table:number-rows-repeated="1048000"')}</table:table>
        <table:table table:name="Old" table:style-name="ta2">${row(cell('212-44-2002'))}</table:table></office:spreadsheet>`,
      {},
      '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>',
    ),
  );

  it('keeps rows, columns and what is hidden', () => {
    expect(sample.format).toBe('ods');
    expect(placesOf(sample, '012-34-5678')).toMatchObject([{ sheet: 'Pay', row: 117, column: '1' }]);
    expect(sample.tables[0]?.hiddenColumns).toEqual([1]);
    expect(placesOf(sample, '212-44-2001')).toMatchObject([{ sheet: 'Pay', row: 118, part: 'hidden-row' }]);
    expect(placesOf(sample, '212-44-2002')).toMatchObject([{ sheet: 'Old', part: 'hidden-sheet' }]);
  });
});

it('numbers slides and knows their notes', async () => {
  const sample = await readSample(
    'talk.odp',
    odf(
      'presentation',
      '<office:presentation><draw:page><text:p>one</text:p></draw:page><draw:page draw:style-name="dp2"><text:p>212-44-3001</text:p><presentation:notes><text:p>212-44-3002</text:p></presentation:notes></draw:page></office:presentation>',
    ),
  );
  expect(sample.format).toBe('odp');
  expect(placesOf(sample, '212-44-3001')).toMatchObject([{ page: 2 }]);
  expect(placesOf(sample, '212-44-3002')).toMatchObject([{ page: 2, part: 'speaker-notes' }]);
});

it('reads the flat form', async () => {
  const flat = `<?xml version="1.0"?><office:document ${NAMESPACES} office:mimetype="application/vnd.oasis.opendocument.text"><office:meta><dc:title>Roster</dc:title></office:meta><office:body><office:text><text:p>212-44-<text:span>4001</text:span></text:p></office:text></office:body></office:document>`;
  const sample = await readSample('letter.fodt', flat);
  expect(sample.format).toBe('flat-odf');
  expect(textOf(sample)).toContain('212-44-4001');
});

it('names the method of an encrypted document', async () => {
  const manifest =
    '<manifest:manifest><manifest:file-entry><manifest:encryption-data><manifest:algorithm manifest:algorithm-name="http://www.w3.org/2001/04/xmlenc#aes256-cbc"/></manifest:encryption-data></manifest:file-entry></manifest:manifest>';
  const sample = await readSample('letter.odt', odf('text', '', { 'META-INF/manifest.xml': manifest }));
  expect(sample.unread).toMatchObject([{ reason: 'encrypted', encryption: 'AES-256' }]);
});

it('bears elements within each other by the thousand', async () => {
  const deep = '<table:table><table:table-row><table:table-cell>'.repeat(20_000);
  const sample = await readSample('deep.odt', odf('text', `<office:text>${deep}<text:p>212-44-5001</text:p>`));
  expect(everythingOf(sample)).toContain('212-44-5001');
});

it('reads the chapters of a book', async () => {
  const book = zipSync({
    mimetype: [strToU8('application/epub+zip'), { level: 0 }],
    'META-INF/container.xml': strToU8('<container/>'),
    'book.opf': strToU8('<package><metadata><dc:creator>Ada Nagy</dc:creator></metadata></package>'),
    'one.xhtml': strToU8('<html><body><p>chapter 212-44-<b>6001</b></p></body></html>'),
  });
  const sample = await readSample('book.epub', book);
  expect(sample.format).toBe('epub');
  expect(placesOf(sample, '212-44-6001')).toMatchObject([{ members: ['one.xhtml'] }]);
  expect(placesOf(sample, 'Ada Nagy')).toMatchObject([{ part: 'metadata' }]);
});
