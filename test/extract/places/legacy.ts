import {
  type BiffSheet,
  biffCharacters,
  biffRecord,
  biffString,
  binaryWorkbook,
  double,
  words,
} from '../../../fixtures/make/binary-workbook.ts';
import { compoundOf, formField, messageStreams, record, wordOf } from '../../../fixtures/make/compound.ts';
import { dbf, sqlite } from '../../../fixtures/make/databases.ts';
import { rtf } from '../../../fixtures/make/odd-formats.ts';
import type { PlacesOfFormat } from './planted.ts';

/** Streams of a SummaryInformation kind with one string ([MS-OLEPS] 2.21). */
function propertySet(text: string): Buffer {
  const bytes = Buffer.alloc(48 + 24 + text.length + 1);
  bytes.writeUInt32LE(1, 24);
  bytes.writeUInt32LE(48, 44);
  bytes.writeUInt32LE(1, 52);
  bytes.writeUInt32LE(4, 56);
  bytes.writeUInt32LE(16, 60);
  bytes.writeUInt32LE(0x1e, 64);
  bytes.writeUInt32LE(text.length + 1, 68);
  bytes.write(text, 72, 'latin1');
  return bytes;
}

/** A file dropped into a document ([MS-OLEDS] 2.3.6). */
function nativeFile(name: string, content: string): Buffer {
  const head = Buffer.alloc(6);
  const after = Buffer.alloc(12);
  after.writeUInt32LE(name.length + 1, 4);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(content.length);
  const names = Buffer.from(`${name}\0${name}\0`, 'latin1');
  after.writeUInt32LE(1, 0);
  return Buffer.concat([
    head,
    names,
    after.subarray(0, 4),
    after.subarray(4, 8),
    Buffer.from(`${name}\0`, 'latin1'),
    size,
    Buffer.from(content, 'latin1'),
  ]);
}

const label = (text: string): Buffer => biffRecord(0x204, words(0, 0, 0), biffString(text));
const book = (sheet: Partial<BiffSheet>, globals: readonly Uint8Array[] = []): Buffer =>
  compoundOf({
    Workbook: binaryWorkbook({ sheets: [{ name: 'Pay', records: [label('x')], ...sheet }], globals }),
  });
const inSheet = (...records: readonly Uint8Array[]): Buffer => book({ records });
const constant = (text: string): Buffer => Buffer.concat([Buffer.from([0x17, text.length, 0]), biffCharacters(text)]);

export const xlsPlaces: PlacesOfFormat = {
  name: 'pay.xls',
  places: {
    'text cell': (v) => inSheet(label(v)),
    'wide text cell': (v) => inSheet(biffRecord(0x204, words(0, 0, 0), biffString(v, true))),
    'rich text cell': (v) => inSheet(biffRecord(0xd6, words(0, 0, 0), biffString(v))),
    'shared string': (v) =>
      book({ records: [biffRecord(0xfd, words(0, 0, 0, 0, 0))] }, [biffRecord(0xfc, words(1, 0, 1, 0), biffString(v))]),
    number: (v) => inSheet(biffRecord(0x203, words(0, 0, 0), double(Number(v.replaceAll('-', ''))))),
    'number under a format': (v) =>
      book({ records: [biffRecord(0x203, words(0, 0, 0), double(Number(v.replaceAll('-', ''))))] }, [
        biffRecord(0x41e, words(164), biffString('000-00-0000')),
        biffRecord(0xe0, words(0, 164)),
      ]),
    'result of a formula': (v) =>
      inSheet(biffRecord(0x06, words(0, 0, 0, 0, 0, 0, 0xffff), words(0, 0, 0)), biffRecord(0x207, biffString(v))),
    'constant in a formula': (v) =>
      inSheet(biffRecord(0x06, words(0, 0, 0), double(1), words(0, 0, 0, v.length + 3), constant(v))),
    'hidden sheet': (v) => book({ hidden: true, records: [label(v)] }),
    'hidden row': (v) => inSheet(biffRecord(0x208, words(0, 0, 1, 0, 0, 0, 0x20, 0)), label(v)),
    'sheet name': (v) => book({ name: v }),
    comment: (v) =>
      inSheet(
        biffRecord(0x5d, words(0x15, 0x12, 0x19, 1), Buffer.alloc(14)),
        biffRecord(0x1b6, words(0, 0, 0, 0, 0, v.length, 0, 0, 0)),
        biffRecord(0x3c, Buffer.from([0]), biffCharacters(v)),
        biffRecord(0x1c, words(0, 0, 0, 1), biffString('A'), Buffer.alloc(1)),
      ),
    'author of a comment': (v) => inSheet(biffRecord(0x1c, words(0, 0, 0, 1), biffString(v), Buffer.alloc(1))),
    'text box': (v) =>
      inSheet(
        biffRecord(0x5d, words(0x15, 0x12, 6, 1), Buffer.alloc(14)),
        biffRecord(0x1b6, words(0, 0, 0, 0, 0, v.length, 0, 0, 0)),
        biffRecord(0x3c, Buffer.from([1]), biffCharacters(v, true)),
      ),
    header: (v) => inSheet(biffRecord(0x14, biffString(`&C ${v}`))),
    footer: (v) => inSheet(biffRecord(0x15, biffString(`&L ${v}`, true))),
    link: (v) => inSheet(biffRecord(0x1b8, Buffer.alloc(32), biffCharacters(`https://example.org/?id=${v}\0`, true))),
    'defined name': (v) =>
      book({}, [
        biffRecord(
          0x18,
          words(0, 0x0700, v.length + 3, 0, 0, 0, 0),
          Buffer.from([0]),
          Buffer.from('Number!'),
          constant(v),
        ),
      ]),
    'prompt of a list': (v) => inSheet(biffRecord(0x1be, Buffer.alloc(4), biffString(v), Buffer.alloc(8))),
    'condition of a format': (v) => inSheet(biffRecord(0x1b1, Buffer.alloc(12), constant(v))),
    'chart caption': (v) => inSheet(biffRecord(0x100d, words(0), Buffer.from([v.length, 0]), biffCharacters(v))),
    property: (v) =>
      compoundOf({
        Workbook: binaryWorkbook({ sheets: [{ name: 'Pay', records: [label('x')] }] }),
        '\u0005SummaryInformation': propertySet(v),
      }),
    macro: (v) =>
      compoundOf({
        Workbook: binaryWorkbook({ sheets: [{ name: 'Pay', records: [label('x')] }] }),
        '_VBA_PROJECT_CUR/VBA/Module1': Buffer.from(`\x00\x01 number = "${v}" \x00`, 'latin1'),
      }),
    'embedded file': (v) =>
      compoundOf({
        Workbook: binaryWorkbook({ sheets: [{ name: 'Pay', records: [label('x')] }] }),
        'MBD00000001/\u0001Ole10Native': nativeFile('list.csv', `name,number\nA,${v}\n`),
      }),
  },
};

const letter = (...stories: readonly string[]): Buffer => wordOf(stories);

export const docPlaces: PlacesOfFormat = {
  name: 'letter.doc',
  places: {
    body: (v) => letter(`x ${v}\r`),
    'table cell': (v) => letter(`Name\x07Number\x07\x07A\x07${v}\x07\x07`),
    footnote: (v) => letter('x\r', `${v}\r`),
    header: (v) => letter('x\r', '', `${v}\r`),
    'macro text': (v) => letter('x\r', '', '', `${v}\r`),
    comment: (v) => letter('x\r', '', '', '', `${v}\r`),
    endnote: (v) => letter('x\r', '', '', '', '', `${v}\r`),
    'text box': (v) => letter('x\r', '', '', '', '', '', `${v}\r`),
    'text box in a header': (v) => letter('x\r', '', '', '', '', '', '', `${v}\r`),
    'instruction of a field': (v) => letter(`x \x13 HYPERLINK "https://example.org/?id=${v}" \x14shown\x15\r`),
    'preset text of a form field': (v) => wordOf(['x\r'], 0, { Data: formField('number', v, '') }),
    'help of a form field behind a picture': (v) =>
      wordOf(['x\r'], 0, { Data: Buffer.concat([Buffer.alloc(100, 7), formField('number', '', v)]) }),
    'variable or description of a shape': (v) => wordOf(['x\r'], 0, { '0Table': wide(`\0\0${v}\0`) }),
    'over hard hyphens': (v) => letter(`${v.replaceAll('-', '\x1e')}\r`),
    property: (v) => compoundOf({ WordDocument: Buffer.alloc(10), '\u0005SummaryInformation': propertySet(v) }),
    'embedded file': (v) =>
      compoundOf({
        WordDocument: Buffer.alloc(10),
        'ObjectPool/_1/\u0001Ole10Native': nativeFile('list.txt', `number ${v}\n`),
      }),
  },
};

const wide = (text: string): Buffer => Buffer.from(text, 'utf16le');
const talk = (...records: readonly Buffer[]): Buffer =>
  compoundOf({ 'PowerPoint Document': Buffer.concat(records), 'Current User': Buffer.alloc(24) });

export const pptPlaces: PlacesOfFormat = {
  name: 'talk.ppt',
  places: {
    'slide in the outline': (v) =>
      talk(
        record(1000, record(4080, Buffer.concat([record(1011, Buffer.alloc(20)), record(4000, wide(v))]), true), true),
      ),
    'narrow text': (v) =>
      talk(
        record(
          1000,
          record(4080, Buffer.concat([record(1011, Buffer.alloc(20)), record(4008, Buffer.from(v))]), true),
          true,
        ),
      ),
    'shape of a slide': (v) =>
      talk(record(1006, record(1036, record(0xf002, record(0xf00d, record(4000, wide(v)), true), true), true), true)),
    'speaker notes': (v) => talk(record(1008, record(4000, wide(v)), true)),
    comment: (v) => talk(record(1006, record(12_000, record(4026, wide(v)), true), true)),
    'comment as PowerPoint writes it': (v) =>
      talk(
        record(
          1006,
          record(
            5000,
            record(
              5002,
              Buffer.concat([
                record(4026, wide('___PPT10')),
                record(5003, record(12_000, record(4026, wide(v)), true)),
              ]),
              true,
            ),
            true,
          ),
          true,
        ),
      ),
    'description of a shape': (v) =>
      talk(record(1006, record(1036, record(0xf002, record(0xf00b, wide(`\0${v}`)), true), true), true)),
    'tag of another program': (v) => talk(record(1006, record(5003, Buffer.from(`not records ${v}`)), true)),
    footer: (v) => talk(record(1000, record(4057, record(4026, wide(v)), true), true)),
    property: (v) =>
      compoundOf({
        'PowerPoint Document': record(1000, Buffer.alloc(0), true),
        'Current User': Buffer.alloc(24),
        '\u0005DocumentSummaryInformation': propertySet(v),
      }),
  },
};

export const rtfPlaces: PlacesOfFormat = {
  name: 'letter.rtf',
  places: {
    body: (v) => rtf([v]),
    'hidden text': (v) => rtf([`{\\v ${v}}`]),
    'deleted text': (v) => rtf([`{\\deleted ${v}}`]),
    'over several runs': (v) => rtf([`${v.slice(0, 4)}{\\b ${v.slice(4, 7)}}{\\i ${v.slice(7)}}`]),
    'as code points': (v) => rtf([[...v].map((character) => `\\u${character.charCodeAt(0)}?`).join('')]),
    'as escaped bytes': (v) => rtf([[...v].map((character) => `\\'${character.charCodeAt(0).toString(16)}`).join('')]),
    'over hard hyphens': (v) => rtf([v.replaceAll('-', '\\_')]),
    header: (v) => rtf([`{\\header ${v}\\par}`]),
    footer: (v) => rtf([`{\\footer ${v}\\par}`]),
    footnote: (v) => rtf([`x{\\footnote ${v}}`]),
    comment: (v) => rtf([`x{\\*\\annotation ${v}}`]),
    'instruction of a field': (v) =>
      rtf([`{\\field{\\*\\fldinst HYPERLINK "https://example.org/?id=${v}"}{\\fldrslt x}}`]),
    'text box': (v) => rtf([`{\\shp{\\*\\shpinst{\\shptxt ${v}\\par}}}`]),
    property: (v) => rtf([`{\\info{\\title ${v}}}`]),
    'own property': (v) => rtf([`{\\*\\userprops{\\propname n}\\proptype30{\\staticval ${v}}}`]),
    'document variable': (v) => rtf([`{\\*\\docvar {n}{${v}}}`]),
    'bookmark name': (v) => rtf([`{\\*\\bkmkstart ${v}}x{\\*\\bkmkend ${v}}`]),
    'table cell': (v) => rtf([`\\trowd\\cellx2000\\cellx4000 a\\cell ${v}\\cell\\row`]),
  },
};

const message = (more: Partial<Parameters<typeof messageStreams>[0]>): Buffer =>
  compoundOf(messageStreams({ subject: 's', body: 'b', ...more }));

export const msgPlaces: PlacesOfFormat = {
  name: 'mail.msg',
  places: {
    subject: (v) => message({ subject: v }),
    body: (v) => message({ body: v }),
    'body as HTML': (v) => message({ html: `<p>${v}</p>` }),
    'comment in the HTML': (v) => message({ html: `<p>x</p><!-- ${v} -->` }),
    recipient: (v) => message({ recipient: `Ada ${v}` }),
    'attachment name': (v) => message({ attachments: [{ name: `${v}.txt`, content: Buffer.from('x') }] }),
    attachment: (v) => message({ attachments: [{ name: 'a.csv', content: Buffer.from(`name,number\nA,${v}\n`) }] }),
    'attached message': (v) => message({ attachments: [{ name: 'm', content: { subject: 's', body: v } }] }),
    'transport headers': (v) =>
      compoundOf({ ...messageStreams({ subject: 's', body: 'b' }), '__substg1.0_007D001F': wide(`X-Case: ${v}\r\n`) }),
    'narrow body': (v) =>
      compoundOf({
        '__properties_version1.0': Buffer.alloc(32),
        '__substg1.0_0037001E': Buffer.from('s'),
        '__substg1.0_1000001E': Buffer.from(v),
      }),
  },
};

export const sqlitePlaces: PlacesOfFormat = {
  name: 'people.db',
  places: {
    text: (v) => sqlite(`CREATE TABLE p(n); INSERT INTO p VALUES ('${v}');`),
    integer: (v) => sqlite(`CREATE TABLE p(n INTEGER); INSERT INTO p VALUES (${v.replaceAll('-', '')});`),
    blob: (v) => sqlite(`CREATE TABLE p(n); INSERT INTO p VALUES (x'${Buffer.from(`note ${v}\n`).toString('hex')}');`),
    'table without row numbers': (v) =>
      sqlite(`CREATE TABLE p(n TEXT PRIMARY KEY) WITHOUT ROWID; INSERT INTO p VALUES ('${v}');`),
    'table name': (v) => sqlite(`CREATE TABLE "t ${v}"(n);`),
    'column name': (v) => sqlite(`CREATE TABLE p("n ${v}");`),
    'default of a column': (v) => sqlite(`CREATE TABLE p(n DEFAULT '${v}');`),
    view: (v) => sqlite(`CREATE VIEW w AS SELECT '${v}' AS n;`),
    trigger: (v) => sqlite(`CREATE TABLE p(n); CREATE TRIGGER t AFTER INSERT ON p BEGIN SELECT '${v}'; END;`),
    'full-text index': (v) => sqlite(`CREATE VIRTUAL TABLE f USING fts5(n); INSERT INTO f VALUES ('${v}');`),
    'JSON in a cell': (v) => sqlite(`CREATE TABLE p(n); INSERT INTO p VALUES ('{"number":"${v}"}');`),
  },
};

export const dbfPlaces: PlacesOfFormat = {
  name: 'people.dbf',
  places: {
    cell: (v) =>
      dbf([
        ['NAME', 'NUMBER'],
        ['A', v],
      ]),
    'deleted row': (v) => {
      const bytes = Buffer.from(
        dbf([
          ['NAME', 'NUMBER'],
          ['A', v],
        ]),
      );
      bytes[bytes.readUInt16LE(8)] = 0x2a;
      return bytes;
    },
  },
};
