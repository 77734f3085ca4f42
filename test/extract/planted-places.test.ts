import { strToU8, zipSync } from 'fflate';
import PDFDocument from 'pdfkit';
import { describe, expect, it } from 'vitest';
import { docxOf, packageOf, paragraph, plantedDocx, xlsxOf } from './office-samples.ts';
import { everythingOf, placesOf, readSample } from './read-sample.ts';

/** Invented numbers in the shape of an SSN, one for each place. */
function numbers(): (place: string) => string {
  const known = new Map<string, string>();
  return (place) => {
    const number = known.get(place) ?? `212-44-${String(1000 + known.size)}`;
    known.set(place, number);
    return number;
  };
}

describe('a number in each place of a Word document', async () => {
  const value = numbers();
  const inner = xlsxOf([
    { name: 'Inner', rows: `<row r="3"><c r="B3" t="inlineStr"><is><t>${value('embedded')}</t></is></c></row>` },
  ]);
  const sample = await readSample('letter.docx', plantedDocx(value, inner));

  it.each([
    ['body', { page: 1 }],
    ['split', { page: 1 }],
    ['cell', { row: 1, column: '0' }],
    ['second cell', { row: 1, column: '1' }],
    ['deleted', { part: 'tracked-deletion' }],
    ['inserted', { page: 1 }],
    ['text-box', { part: 'text-box' }],
    ['alt-text', { part: 'alt-text' }],
    ['field', { part: 'field' }],
    ['hidden', { part: 'hidden-text' }],
    ['header', { part: 'header' }],
    ['footer', { part: 'footer' }],
    ['footnote', { part: 'footnote' }],
    ['endnote', { part: 'endnote' }],
    ['comment', { part: 'comment' }],
    ['metadata', { part: 'metadata' }],
    ['custom-xml', { part: 'custom-xml' }],
    ['chart', { part: 'chart' }],
    ['embedded', { members: ['word/embeddings/book.xlsx'], sheet: 'Inner', row: 3, column: '1' }],
  ])('%s', (place, expected) => {
    const places = placesOf(sample, value(place));
    expect(places).toHaveLength(1);
    expect(places[0]).toMatchObject(expected);
  });

  it('is read as a whole', () => {
    expect(sample.unread).toEqual([]);
    expect(sample.format).toBe('docx');
  });
});

describe('a number in each place of a workbook', async () => {
  const value = numbers();
  const inline = (reference: string, text: string): string =>
    `<c r="${reference}" t="inlineStr"><is><t>${text}</t></is></c>`;
  const relations = '<Relationships><Relationship Id="r1" Type="comments" Target="../comments1.xml"/></Relationships>';
  const sample = await readSample(
    'pay.xlsx',
    xlsxOf(
      [
        {
          name: 'Pay',
          around: '<cols><col min="3" max="3" hidden="1"/></cols>',
          rows: [
            `<row r="2"><c r="A2" t="s"><v>0</v></c>${inline('B2', value('inline'))}${inline('C2', value('hidden column'))}</row>`,
            `<row r="4" hidden="1">${inline('A4', value('hidden row'))}</row>`,
            '<row r="7"><c r="A7" s="1"><v>12345678</v></c><c r="B7" s="2"><v>25569</v></c><c r="C7"><f>A7</f><v>1.50</v></c></row>',
          ].join(''),
          after: `<headerFooter><oddHeader>&amp;C${value('header')}</oddHeader></headerFooter>`,
        },
        { name: 'Old', state: 'veryHidden', rows: `<row r="1">${inline('A1', value('hidden sheet'))}</row>` },
      ],
      [value('shared')],
      {
        'xl/worksheets/_rels/sheet1.xml.rels': relations,
        'xl/comments1.xml': `<comments><commentList><comment ref="D9"><text><t>${value('comment')}</t></text></comment></commentList></comments>`,
        'docProps/custom.xml': `<Properties><property name="x"><v>${value('property')}</v></property></Properties>`,
      },
    ),
  );

  it.each([
    ['shared', { sheet: 'Pay', row: 2, column: '0' }],
    ['inline', { sheet: 'Pay', row: 2, column: '1' }],
    ['hidden column', { sheet: 'Pay', row: 2, column: '2' }],
    ['hidden row', { sheet: 'Pay', row: 4, part: 'hidden-row' }],
    ['hidden sheet', { sheet: 'Old', row: 1, part: 'hidden-sheet' }],
    ['header', { sheet: 'Pay', part: 'header' }],
    ['comment', { sheet: 'Pay', part: 'comment', row: 9, column: 'D' }],
    ['property', { part: 'metadata' }],
  ])('%s', (place, expected) => {
    const places = placesOf(sample, value(place));
    expect(places).toHaveLength(1);
    expect(places[0]).toMatchObject(expected);
  });

  it('shows numbers as the program does', () => {
    const row = sample.tables.find((table) => table.firstRow === 7)?.rows[0];
    expect(row).toEqual(['012-34-5678', '1/1/70', '1.50']);
  });

  it('says which columns are hidden', () => {
    expect(sample.tables[0]?.hiddenColumns).toEqual([2]);
  });

  it('reads element names with a prefix', async () => {
    const rows = `<x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>${value('prefixed')}</x:t></x:is></x:c></x:row>`;
    const bytes = xlsxOf([{ name: 'P', rows: '' }], [], {
      'xl/worksheets/sheet1.xml': `<x:worksheet xmlns:x="m"><x:sheetData>${rows}</x:sheetData></x:worksheet>`,
    });
    expect(placesOf(await readSample('p.xlsx', bytes), value('prefixed'))).toHaveLength(1);
  });
});

describe('a number in each place of a presentation', async () => {
  const value = numbers();
  const slide = (text: string, attributes = ''): string =>
    `<p:sld xmlns:p="p" xmlns:a="a"${attributes}><p:cNvPr descr="${value(`alt ${text}`)}"/><a:p><a:r><a:t>${value(text)}</a:t></a:r></a:p></p:sld>`;
  const sample = await readSample(
    'talk.pptx',
    packageOf({
      'ppt/presentation.xml':
        '<p:presentation xmlns:r="r"><p:sldIdLst><p:sldId id="1" r:id="rId2"/><p:sldId id="2" r:id="rId1"/></p:sldIdLst></p:presentation>',
      'ppt/_rels/presentation.xml.rels':
        '<Relationships><Relationship Id="rId1" Target="slides/slide1.xml"/><Relationship Id="rId2" Target="slides/slide2.xml"/></Relationships>',
      'ppt/slides/slide1.xml': slide('second', ' show="0"'),
      'ppt/slides/slide2.xml': slide('first'),
      'ppt/slides/_rels/slide2.xml.rels':
        '<Relationships><Relationship Id="n" Target="../notesSlides/notesSlide1.xml"/></Relationships>',
      'ppt/notesSlides/notesSlide1.xml': `<p:notes><a:p><a:r><a:t>${value('notes')}</a:t></a:r></a:p></p:notes>`,
    }),
  );
  it.each([
    ['first', { page: 1 }],
    ['second', { page: 2, part: 'hidden-slide' }],
    ['alt first', { page: 1, part: 'alt-text' }],
    ['notes', { page: 1, part: 'speaker-notes' }],
  ])('%s', (place, expected) => {
    expect(placesOf(sample, value(place))[0]).toMatchObject(expected);
  });
});

describe('a number in each place of a PDF', async () => {
  const value = numbers();
  const document = new PDFDocument({ info: { Title: `case ${value('title')}` }, pdfVersion: '1.5' });
  document.text(`first ${value('page 1')}`);
  document.note(100, 100, 20, 20, `seen ${value('annotation')}`);
  document.addPage().text(`second ${value('page 2')}`);
  document.link(100, 100, 50, 50, `https://example.org/${value('link')}`);
  document.initForm();
  document.formText('ssn', 100, 300, 100, 20, { value: value('field') });
  document.file(Buffer.from(`inside ${value('attachment')}\n`), { name: 'list.txt' });
  const sample = await readSample('form.pdf', await bytesOf(document));

  it.each([
    ['page 1', { page: 1 }],
    ['page 2', { page: 2 }],
    ['annotation', { page: 1, part: 'annotation' }],
    ['link', { page: 2, part: 'annotation' }],
    ['field', { page: 2, part: 'field' }],
    ['title', { part: 'metadata' }],
    ['attachment', { members: ['list.txt'], line: 1 }],
  ])('%s', (place, expected) => {
    const places = placesOf(sample, value(place)).filter((found) => !(place === 'field' && found.part === undefined));
    expect(places[0]).toMatchObject(expected);
  });
});

function bytesOf(document: PDFKit.PDFDocument): Promise<Buffer> {
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<Buffer>((resolve) => document.on('end', () => resolve(Buffer.concat(chunks))));
  document.end();
  return ended;
}

describe('a number in each place of a message', async () => {
  const value = numbers();
  const split = value('split');
  const attachment = Buffer.from(zipSync({ 'list.csv': strToU8(`name,ssn\nRosa,${value('attachment')}\n`) })).toString(
    'base64',
  );
  const message = [
    'From: a@example.org',
    'To: b@example.org',
    'Date: Mon, 2 Nov 2026 10:00:00 -0600',
    `Subject: =?utf-8?B?${Buffer.from(`case ${value('subject')}`).toString('base64')}?=`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="x"',
    '',
    '--x',
    'Content-Type: text/html; charset=utf-8',
    '',
    `<p>${split.slice(0, 6)}<span>${split.slice(6)}</span></p><!-- ${value('comment')} --><input type="hidden" value="${value('input')}">`,
    `<table><tr><td>Rosa</td><td>${value('html cell')}</td></tr></table>`,
    '--x',
    'Content-Type: application/zip; name="lists.zip"',
    'Content-Disposition: attachment; filename="lists.zip"',
    'Content-Transfer-Encoding: base64',
    '',
    attachment,
    '--x--',
    '',
  ].join('\r\n');
  const sample = await readSample('mail.eml', message);
  it.each([
    ['subject', { part: 'mail-header' }],
    ['split', { members: [] }],
    ['comment', { part: 'source-markup' }],
    ['input', { members: [] }],
    ['html cell', { row: 1, column: '1' }],
    ['attachment', { members: ['lists.zip', 'list.csv'], row: 2, column: '1' }],
  ])('%s', (place, expected) => {
    expect(placesOf(sample, value(place))[0]).toMatchObject(expected);
  });

  it('reads every message of a mailbox, and no "From" line inside one splits it', async () => {
    const mailbox = `From a@example.org Mon Nov  2 10:00:00 2026\n${message.replaceAll('\r\n', '\n')}\nFrom b@example.org Mon Nov  2 11:00:00 2026\nSubject: two\nFrom: c@example.org\n\nFrom here on: ${value('second message')}\n`;
    const box = await readSample('box.mbox', mailbox);
    expect(box.format).toBe('mbox');
    expect(placesOf(box, value('second message'))[0]).toMatchObject({ members: ['message 2'] });
    expect(placesOf(box, value('attachment'))[0]).toMatchObject({ members: ['message 1', 'lists.zip', 'list.csv'] });
  });
});

describe('rich text', () => {
  it('joins what formatting splits, and tells deleted and hidden text', async () => {
    const rtf =
      "{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}{\\info{\\author 212-44-0001}}{\\header 212-44-0002\\par}212-44{\\b -0003}\\par {\\deleted 212-44-0004}{\\v 212-44-0005}\\trowd\\intbl Rosa\\cell 212\\u8209?44\\u8209?0006\\cell\\row{\\*\\annotation 212-44-0007} N\\'fa\\'f1ez}";
    const sample = await readSample('letter.rtf', rtf);
    expect(placesOf(sample, '212-44-0001')[0]).toMatchObject({ part: 'metadata' });
    expect(placesOf(sample, '212-44-0002')[0]).toMatchObject({ part: 'header' });
    expect(placesOf(sample, '212-44-0003')).toHaveLength(1);
    expect(placesOf(sample, '212-44-0004')[0]).toMatchObject({ part: 'tracked-deletion' });
    expect(placesOf(sample, '212-44-0005')[0]).toMatchObject({ part: 'hidden-text' });
    expect(sample.tables[0]?.rows).toEqual([['Rosa', '212\u201144\u20110006']]);
    expect(placesOf(sample, '212-44-0007')[0]).toMatchObject({ part: 'comment' });
    expect(everythingOf(sample)).toContain('Núñez');
  });
});

describe('a document that is only protected against changes', () => {
  it('is read, and says so', async () => {
    const sample = await readSample(
      'form.docx',
      docxOf(paragraph('212-44-0001'), {
        'word/settings.xml': '<w:settings><w:documentProtection w:edit="forms" w:enforcement="1"/></w:settings>',
      }),
    );
    expect(sample.notes).toMatchObject([{ note: 'document-protection-only' }]);
    expect(placesOf(sample, '212-44-0001')).toHaveLength(1);
  });
});
