import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { decodeToUtf8 } from '../../src/extract/encoding/decode-to-utf8.ts';
import { lineChunks } from '../../src/extract/encoding/text-chunks.ts';
import { createJsonTokenizer } from '../../src/extract/formats/json-tokens.ts';
import { createMarkupScanner } from '../../src/extract/markup/markup-scanner.ts';
import { createDelimitedParser } from '../../src/extract/table/delimited-rows.ts';
import { fc, test } from './property.ts';
import { readSample, textOf } from './read-sample.ts';

const SPANISH = 'Señora Núñez vive en Bogotá. El niño José Muñoz comió piñas. Su número es 212-44-1234.\n'.repeat(4);

describe('encodings', () => {
  const cases: readonly (readonly [string, Buffer])[] = [
    ['utf-8 with a mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(SPANISH)])],
    ['utf-8', Buffer.from(SPANISH)],
    ['utf-16le with a mark', Buffer.concat([Buffer.from([0xff, 0xfe]), iconv.encode(SPANISH, 'utf-16le')])],
    ['utf-16be with a mark', Buffer.concat([Buffer.from([0xfe, 0xff]), iconv.encode(SPANISH, 'utf-16be')])],
    ['utf-16le', iconv.encode(SPANISH, 'utf-16le')],
    ['utf-16be', iconv.encode(SPANISH, 'utf-16be')],
    ['utf-32le', iconv.encode(SPANISH, 'utf-32le')],
    ['utf-32be', iconv.encode(SPANISH, 'utf-32be')],
    ['windows-1252', iconv.encode(SPANISH, 'windows-1252')],
    ['iso-8859-1', iconv.encode(SPANISH, 'iso-8859-1')],
    ['MacRoman', iconv.encode(SPANISH, 'macroman')],
    ['DOS page 850', iconv.encode(SPANISH, 'cp850')],
  ];
  it.each(cases)('%s', async (_, bytes) => {
    expect(textOf(await readSample('note.txt', bytes))).toBe(SPANISH);
  });

  it.each([
    ['shift_jis', '氏名は山田太郎です。番号は 212-44-1234 です。\n'],
    ['euc-jp', '氏名は山田太郎です。番号は 212-44-1234 です。\n'],
    ['gb18030', '姓名是王小明，号码是 212-44-1234，地址在北京市。\n'],
    ['big5', '姓名是王小明，號碼是 212-44-1234，地址在臺北市。\n'],
    ['euc-kr', '이름은 김철수이고 번호는 212-44-1234 입니다.\n'],
    ['windows-1251', 'Меня зовут Иван Петров. Мой номер 212-44-1234.\n'],
  ])('%s', async (encoding, line) => {
    const text = line.repeat(8);
    expect(textOf(await readSample('note.txt', iconv.encode(text, encoding)))).toBe(text);
  });

  it('EBCDIC', async () => {
    const digits = [0xf2, 0xf1, 0xf2, 0x60, 0xf4, 0xf4, 0x60, 0xf1, 0xf2, 0xf3, 0xf4];
    const line = Buffer.from([0xd9, 0x96, 0xa2, 0x81, 0x40, ...digits, 0x40, 0x40, 0x15]);
    expect(textOf(await readSample('wages', Buffer.concat([line, line, line])))).toContain('Rosa 212-44-1234');
  });

  it('goes on where UTF-8 breaks far behind the first look, and says that it guessed', async () => {
    const bytes = Buffer.concat([Buffer.from('plain words\n'.repeat(40_000)), iconv.encode(SPANISH, 'windows-1252')]);
    const sample = await readSample('log.txt', bytes);
    expect(textOf(sample).endsWith(SPANISH)).toBe(true);
    expect(sample.notes).toMatchObject([{ note: 'encoding-guessed' }]);
  });

  test.prop([fc.string({ unit: 'binary', maxLength: 300 }), fc.integer({ min: 1, max: 7 })])(
    'UTF-8 passes whole, however it is cut',
    async (text, size) => {
      const bytes = Buffer.from(text);
      async function* chunks(): AsyncIterable<Buffer> {
        for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
      }
      const out: Buffer[] = [];
      for await (const { utf8 } of lineChunks(decodeToUtf8(chunks(), { encoding: 'utf-8', markBytes: 0 })))
        out.push(Buffer.from(utf8));
      expect(Buffer.concat(out).equals(bytes)).toBe(true);
    },
  );
});

describe('text', () => {
  it('gives blocks that go on, with the line of each', async () => {
    const lines = Array.from({ length: 60_000 }, (_, index) => `line number ${index + 1} of the text`);
    const sample = await readSample('long.txt', `${lines.join('\n')}\n`);
    const blocks = sample.texts.slice(1);
    expect(blocks.length).toBeGreaterThan(3);
    expect(blocks.map(({ continues }) => continues)).toEqual([...blocks.slice(1).map(() => true), false]);
    for (const { text, place } of blocks) expect(text.startsWith(`line number ${place.line} `)).toBe(true);
  });

  it('keeps a line of several megabytes whole but for cuts between words', async () => {
    const line = '212-44-1234 '.repeat(300_000);
    const sample = await readSample('one-line.txt', line);
    expect(textOf(sample)).toBe(line);
    for (const { text } of sample.texts.slice(1)) expect(text.startsWith('212-44-1234')).toBe(true);
  });
});

describe('delimited text', () => {
  const table = (name: string, text: string): Promise<readonly (readonly string[])[]> =>
    readSample(name, text).then((sample) => sample.tables.flatMap(({ rows }) => rows));

  it.each([
    ['comma', 'a.csv', 'name,ssn\nRosa,1\n', ','],
    ['semicolon', 'a.csv', 'name;ssn\nRosa;1\nEva;2\n', ';'],
    ['tab in a .txt', 'a.txt', 'name\tssn\tx\nRosa\t1\t2\nEva\t2\t3\n', '\t'],
    ['pipe', 'export.dat', 'name|ssn|x\nRosa|1|2\nEva|2|3\n', '|'],
  ])('%s', async (_, name, text, delimiter) => {
    expect(await table(name, text)).toEqual(
      text
        .trimEnd()
        .split('\n')
        .map((line) => line.split(delimiter)),
    );
  });

  it('is not seen in prose', async () => {
    const prose =
      'Rosa, who lives in Columbia, called the office on Monday, and again on Tuesday.\nShe asked, politely, for her file, and was told to wait.\nThen, at last, she got it.\n';
    expect((await readSample('note.txt', prose)).format).toBe('text');
  });

  it('keeps a table of one column when the name says that it is one', async () => {
    expect(await table('ssn.csv', 'SSN\n212-44-1234\n212-44-1235\n')).toEqual([
      ['SSN'],
      ['212-44-1234'],
      ['212-44-1235'],
    ]);
  });

  it('numbers rows as a spreadsheet does, line ends in cells included', async () => {
    const sample = await readSample('a.csv', `a,b\n"one\ntwo",x\n${'1,2\n'.repeat(40_000)}`);
    let next = 1;
    for (const { firstRow, rows, table: number } of sample.tables) {
      expect(firstRow).toBe(next);
      expect(number).toBe(sample.tables[0]?.table);
      next += rows.length;
    }
    expect(next - 1).toBe(40_002);
    expect(sample.tables[0]?.rows[1]).toEqual(['one\ntwo', 'x']);
  });

  it('takes a quote that nobody closes for an ordinary character', async () => {
    const rest = Array.from({ length: 20_000 }, (_, index) => `${index},5" pipe`).join('\n');
    const rows = await table('a.csv', `id,what\n"6,inch\n${rest}\n`);
    expect(rows).toHaveLength(20_002);
    expect(rows[1]).toEqual(['"6', 'inch']);
  });

  const cell = fc.string({ unit: fc.constantFrom('a', '1', ',', '"', '\n', ' ', 'é'), maxLength: 8 });
  test.prop([
    fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
    fc.integer({ min: 1, max: 9 }),
  ])('well-formed rows come back, however the text is cut', (rows, size) => {
    const text = rows.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')).join('\r\n');
    const parser = createDelimitedParser(',');
    const read: string[][] = [];
    for (let at = 0; at < text.length; at += size) read.push(...parser.write(text.slice(at, at + size)));
    read.push(...parser.end());
    expect(read).toEqual(rows);
  });
});

describe('json', () => {
  it('makes tables of records, with nested keys as columns', async () => {
    const content = JSON.stringify({
      office: 'Columbia',
      people: [
        { name: 'Rosa', ids: { ssn: '212-44-1234' }, phones: ['1', '2'] },
        { name: 'Eva', ids: { ssn: '212-44-1235' }, children: [{ name: 'Ana' }] },
      ],
    });
    const { tables } = await readSample('people.json', content);
    const people = tables.filter(({ rows }) => rows.some((row) => row.includes('Rosa') || row.includes('Eva')));
    expect(people[0]).toMatchObject({
      columns: ['name', 'ids.ssn', 'phones', 'phones'],
      rows: [
        ['Rosa', '212-44-1234', '1', '2'],
        ['Eva', '212-44-1235'],
      ],
    });
    expect(tables.flatMap(({ rows }) => rows)).toContainEqual(['Ana']);
    expect(tables.flatMap(({ rows }) => rows)).toContainEqual(['Columbia']);
  });

  it('reads json lines, a key twice, numbers as written, and a key that is itself a number of somebody', async () => {
    const sample = await readSample(
      'x.jsonl',
      '{"ssn":"1","ssn":"2","big":12345678901234567890}\n{"ssn":"3"}\n{"212-44-1234":{"name":"Rosa"}}\n',
    );
    const rows = sample.tables.flatMap((table) => table.rows);
    expect(rows).toContainEqual(['1', '2', '12345678901234567890']);
    expect(textOf(sample)).toContain('212-44-1234');
  });

  const atom = fc.oneof(fc.string({ maxLength: 6 }), fc.integer().map(String));
  test.prop([fc.jsonValue({ maxDepth: 3 }), fc.array(atom), fc.integer({ min: 1, max: 5 })])(
    'gives every string, however the text is cut',
    (value, more, size) => {
      const text = JSON.stringify([value, more]);
      const read: string[] = [];
      const tokenizer = createJsonTokenizer({
        open() {},
        close() {},
        key: (name) => read.push(name),
        value: (word) => read.push(word),
      });
      for (let at = 0; at < text.length; at += size) tokenizer.write(text.slice(at, at + size));
      tokenizer.end();
      const wanted: string[] = [];
      JSON.parse(text, (_, item) => {
        if (typeof item === 'string') wanted.push(item);
        return item;
      });
      expect(read).toEqual(expect.arrayContaining(wanted));
    },
  );
});

describe('xml', () => {
  it('makes rows of records, columns of elements and attributes', async () => {
    const people = ['Rosa', 'Eva'].map(
      (name, index) =>
        `<person id="${index}"><name><first>${name}</first></name><ssn>212-44-123${index}</ssn></person>`,
    );
    const { tables } = await readSample('people.xml', `<?xml version="1.0"?><list>${people.join('')}</list>`);
    expect(tables).toMatchObject([
      {
        columns: ['id', 'ssn', 'name.first'],
        rows: [
          ['0', '212-44-1230', 'Rosa'],
          ['1', '212-44-1231', 'Eva'],
        ],
      },
    ]);
  });

  it('joins mixed content', async () => {
    expect(
      textOf(
        await readSample('doc.xml', '<?xml version="1.0"?><doc><p>No. 212-44-<b>1234</b> is hers</p><p>x</p></doc>'),
      ),
    ).toContain('212-44-1234');
  });

  const name = fc.constantFrom('w:t', 'w:p', 'a');
  test.prop([fc.array(fc.tuple(name, fc.string({ maxLength: 8 })), { maxLength: 6 }), fc.integer({ min: 1, max: 6 })])(
    'the scanner gives all text, however it is cut',
    (items, size) => {
      const quoted = (text: string): string =>
        text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
      const text = items.map(([tag, value]) => `<${tag} x="${quoted(value)}">${quoted(value)}</${tag}>`).join('');
      let read = '';
      const scanner = createMarkupScanner({
        open() {},
        close() {},
        text: (value) => {
          read += value;
        },
      });
      for (let at = 0; at < text.length; at += size) scanner.write(text.slice(at, at + size));
      scanner.end();
      expect(read).toBe(items.map(([, value]) => value).join(''));
    },
  );
});
