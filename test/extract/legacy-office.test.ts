import { describe, expect, it } from 'vitest';
import type { WorkBook } from 'xlsx';
import { utils, write } from 'xlsx';
import { compoundOf, messageStreams, record, wordOf } from '../../fixtures/make/compound.ts';
import { everythingOf, placesOf, readSample, textOf } from './read-sample.ts';

function workbook(): WorkBook {
  const pay = utils.aoa_to_sheet([
    ['Name', 'SSN'],
    ['Ada Nagy', 12345678],
    ['Bo Li', '212-44-1001'],
  ]);
  const cell = pay.B2;
  cell.z = '000-00-0000';
  const commented = pay.A3;
  commented.c = [{ a: 'Ada', t: 'is 212-44-1002' }];
  pay['!cols'] = [{}, { hidden: true }];
  const book = utils.book_new(pay, 'Pay');
  utils.book_append_sheet(book, utils.aoa_to_sheet([['212-44-1003']]), 'Old');
  book.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: 1 }] };
  return book;
}

describe.each([
  ['xls', 'biff8', 'pay.xls'],
  ['xlsb', 'xlsb', 'pay.xlsb'],
  ['excel-xml', 'xlml', 'pay.xml'],
] as const)('a workbook as %s', async (format, bookType, name) => {
  const sample = await readSample(
    name,
    Buffer.from(write(workbook(), { type: 'buffer', bookType, cellStyles: true }) as Buffer),
  );

  it('is recognised and read as a whole', () => {
    expect(sample).toMatchObject({ format, unread: [], notes: [] });
  });

  it('shows cells as the program does, with sheet and row', () => {
    expect(placesOf(sample, '012-34-5678')).toMatchObject([{ sheet: 'Pay', row: 2, column: '1' }]);
    expect(placesOf(sample, '212-44-1001')).toMatchObject([{ sheet: 'Pay', row: 3, column: '1' }]);
    expect(placesOf(sample, '212-44-1003')[0]).toMatchObject({ sheet: 'Old', row: 1 });
  });
});

it('finds comments and hidden sheets of an xls', async () => {
  const sample = await readSample(
    'pay.xls',
    Buffer.from(write(workbook(), { type: 'buffer', bookType: 'xlsb' }) as Buffer),
  );
  expect(placesOf(sample, '212-44-1003')).toMatchObject([{ part: 'hidden-sheet' }]);
  expect(sample.notes).toMatchObject([{ note: 'wrong-extension' }]);
});

it('reads an xls whose sectors form a circle, and says that it is damaged', async () => {
  const file = compoundOf({ Workbook: Buffer.from(`${'no record of a workbook '.repeat(300)}212-44-1004 `.repeat(2)) });
  const entry = file.indexOf(Buffer.from('Workbook', 'utf16le'));
  const first = file.readUInt32LE(entry + 116);
  const fatAt = (file.readUInt32LE(76) + 1) * 512;
  let last = first;
  while (file.readUInt32LE(fatAt + last * 4) !== 0xfffffffe) last = file.readUInt32LE(fatAt + last * 4);
  file.writeUInt32LE(first, fatAt + last * 4);
  file.writeUInt32LE(first + 1, entry + 116);
  const sample = await readSample('circle.xls', file);
  expect(textOf(sample)).toContain('212-44-1004');
  expect(sample.unread[0]).toMatchObject({ reason: 'damaged' });
});

describe('a Word 97 document', () => {
  it('gives body, tables and side stories', async () => {
    const table = 'Name\x07SSN\x07\x07Ada\x07212-44-2001\x07\x07';
    const sample = await readSample(
      'letter.doc',
      wordOf([
        `before\r${table}after 212\x1e44\x1e2002\r`,
        'foot 212-44-2003\r',
        'head 212-44-2004\r',
        '',
        'note 212-44-2005\r',
        'end 212-44-2006\r',
      ]),
    );
    expect(sample).toMatchObject({ format: 'doc', unread: [] });
    expect(sample.tables.map(({ rows }) => rows)).toEqual([
      [
        ['Name', 'SSN'],
        ['Ada', '212-44-2001'],
      ],
    ]);
    expect(placesOf(sample, '212-44-2002')).toHaveLength(1);
    expect(placesOf(sample, '212-44-2003')).toMatchObject([{ part: 'footnote' }]);
    expect(placesOf(sample, '212-44-2004')).toMatchObject([{ part: 'header' }]);
    expect(placesOf(sample, '212-44-2005')).toMatchObject([{ part: 'comment' }]);
    expect(placesOf(sample, '212-44-2006')).toMatchObject([{ part: 'endnote' }]);
  });

  it('is encrypted when it says so', async () => {
    expect((await readSample('letter.doc', wordOf(['x'], 0x0100))).unread).toMatchObject([
      { reason: 'encrypted', encryption: 'RC4-40' },
    ]);
    expect((await readSample('letter.doc', wordOf(['x'], 0x8100))).unread).toMatchObject([
      { reason: 'encrypted', encryption: 'XOR' },
    ]);
  });

  it('gives what reads like text where its structure is broken, and says so', async () => {
    const bytes = compoundOf({
      WordDocument: Buffer.concat([Buffer.alloc(600, 0xff), Buffer.from('\x00\x01SSN 212-44-2007\x00\x01')]),
      '1Table': Buffer.alloc(100),
    });
    const sample = await readSample('letter.doc', bytes);
    expect(placesOf(sample, '212-44-2007')).toMatchObject([{ part: 'raw-bytes' }]);
    expect(sample.unread).toMatchObject([{ reason: 'damaged' }]);
  });
});

it('reads slides, notes and comments of PowerPoint 97', async () => {
  const wide = (text: string): Buffer => record(4000, Buffer.from(text, 'utf16le'));
  const stream = Buffer.concat([
    record(
      1000,
      record(
        4080,
        Buffer.concat([
          record(1011, Buffer.alloc(20)),
          wide('one'),
          record(1011, Buffer.alloc(20)),
          record(4008, Buffer.from('212-44-3001')),
        ]),
        true,
      ),
      true,
    ),
    record(1008, wide('212-44-3002'), true),
    record(1006, record(12_000, record(4026, Buffer.from('212-44-3003', 'utf16le')), true), true),
  ]);
  const sample = await readSample(
    'talk.ppt',
    compoundOf({ 'PowerPoint Document': stream, 'Current User': Buffer.alloc(24) }),
  );
  expect(sample).toMatchObject({ format: 'ppt', unread: [] });
  expect(placesOf(sample, '212-44-3001')).toMatchObject([{ page: 2 }]);
  expect(placesOf(sample, '212-44-3002')).toMatchObject([{ part: 'speaker-notes' }]);
  expect(placesOf(sample, '212-44-3003')).toMatchObject([{ part: 'comment' }]);
});

describe('what a password keeps shut', () => {
  const agile = Buffer.concat([
    Buffer.from([4, 0, 4, 0, 0x40, 0, 0, 0]),
    Buffer.from('<encryption><keyData cipherAlgorithm="AES" keyBits="256"/></encryption>'),
  ]);
  const standard = Buffer.alloc(60);
  standard.writeUInt16LE(3, 0);
  standard.writeUInt16LE(2, 2);
  standard.writeUInt32LE(0x660e, 20);
  it.each([
    ['AES-256', agile],
    ['AES-128', standard],
  ])('names %s', async (encryption, info) => {
    const sample = await readSample(
      'pay.xlsx',
      compoundOf({ EncryptionInfo: info, EncryptedPackage: Buffer.alloc(5000, 7) }),
    );
    expect(sample).toMatchObject({
      format: 'encrypted-office',
      notes: [],
      unread: [{ reason: 'encrypted', encryption }],
    });
  });

  it('names the method of an xls by its FilePass record', async () => {
    const bof = Buffer.from('0908100000060500000000000000000000000000', 'hex');
    const rc4 = Buffer.concat([bof, Buffer.from('2f000600010001000100', 'hex')]);
    const xor = Buffer.concat([bof, Buffer.from('2f000600000001020304', 'hex')]);
    expect((await readSample('pay.xls', compoundOf({ Workbook: rc4 }))).unread).toMatchObject([
      { reason: 'encrypted', encryption: 'RC4-40' },
    ]);
    expect((await readSample('pay.xls', compoundOf({ Workbook: xor }))).unread).toMatchObject([
      { reason: 'encrypted', encryption: 'XOR' },
    ]);
  });
});

describe('an Outlook message', async () => {
  const inner = { subject: 'inner', body: 'inner 212-44-4004' };
  const message = {
    subject: 'about 212-44-4001',
    body: 'body 212-44-4002',
    html: '<p>hidden <!-- 212-44-4005 --></p>',
    recipient: 'ada@example.org',
    attachments: [
      { name: 'roster.csv', content: Buffer.from('name,ssn\nAda,212-44-4003\n') },
      { name: 'Forwarded', content: inner },
    ],
  };
  const sample = await readSample('mail.msg', compoundOf(messageStreams(message)));

  it.each([
    ['212-44-4001', { part: 'mail-header' }],
    ['ada@example.org', { part: 'mail-header' }],
    ['212-44-4002', { members: [] }],
    ['212-44-4003', { members: ['roster.csv'], row: 2 }],
    ['212-44-4004', { members: ['Forwarded'] }],
    ['212-44-4005', { part: 'source-markup' }],
  ])('shows where %s stands', (value, place) => {
    expect(placesOf(sample, value)[0]).toMatchObject(place);
  });

  it('is read as a whole', () => {
    expect(sample).toMatchObject({ format: 'msg', unread: [] });
  });
});

it('reads documents and files within documents', async () => {
  const bytes = compoundOf({
    WordDocument: Buffer.alloc(10),
    'ObjectPool/_1/Workbook': Buffer.from('0908100000060500000000000000000000000000', 'hex'),
    'ObjectPool/_2/Package': Buffer.from('name,ssn\nAda,212-44-5001\nBo,212-44-5002\n'),
  });
  const sample = await readSample('letter.doc', bytes);
  expect(placesOf(sample, '212-44-5001')).toMatchObject([{ members: ['embedded package'], row: 2 }]);
  expect(sample.texts.some(({ place }) => place.members[0] === 'embedded object 1')).toBe(true);
});

describe('hostile compound files', () => {
  const good = compoundOf(messageStreams({ subject: 's', body: 'x'.repeat(9000) }));

  it('does not follow a chain in a circle', async () => {
    const looped = Buffer.from(good);
    const fat = (looped.readUInt32LE(76) + 1) * 512;
    for (let at = fat; at < fat + 512; at += 4) looped.writeUInt32LE(1, at);
    const sample = await readSample('mail.msg', looped);
    expect(sample.texts.length).toBeGreaterThan(0);
  });

  it.each([10, 100, 511, 512, 513, 1000, 3000])('bears being cut off after %i bytes', async (length) => {
    const sample = await readSample('mail.msg', good.subarray(0, length));
    expect(sample.unread.length).toBeGreaterThan(0);
    expect(sample.unread.every(({ reason }) => reason !== 'reader-crashed')).toBe(true);
  });

  it('does not allocate what a directory claims', async () => {
    const huge = Buffer.from(good);
    const directory = (huge.readUInt32LE(48) + 1) * 512;
    for (let at = directory; at + 128 <= huge.length; at += 128) huge.writeUInt32LE(0x7fffffff, at + 120);
    const sample = await readSample('mail.msg', huge);
    expect(everythingOf(sample).length).toBeLessThan(1_000_000);
  });
});

it('never calls an unknown compound file clean', async () => {
  const sample = await readSample('plan.mpp', compoundOf({ Project: Buffer.from('Ada Nagy 212-44-6001') }));
  expect(textOf(sample)).toContain('212-44-6001');
  expect(sample.unread).toMatchObject([{ reason: 'unsupported-format' }]);
});
