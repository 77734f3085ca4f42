import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/extract/index.ts';
import { everythingOf, placesOf, readSample } from './read-sample.ts';

const TABLE = 'name,ssn\nAda Nagy,212-44-5678\n';

/** That table, packed with the tools of the formats. */
const XZ =
  '/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAdbmFtZSxzc24KQWRhIE5hZ3ksMjEyLTQ0LTU2NzgKAAAABL4WMSwRL5oAATYePRmVUx+2830BAAAAAARZWg==';
const BZIP2 = 'QlpoOTFBWSZTWZm12CcAAA1dgAAQQAY3wCABJoMIICAAIpoAyZHqNCgaaGRkxOozg0JDmkNKysBweEHwTP8XckU4UJCZtdgn';
/** The same, with another file of one row behind it. */
const BZIP2_TWICE = `${BZIP2}QlpoOTFBWSZTWSBcFikAAAfdAEAQQAY0IBAEACCgADEA0AENQHinqESJhrLNhOT4u5IpwoSBAuCxSA==`;

/** A 7z archive of one file that is stored as it is (7zFormat.txt of the 7-Zip sources). */
function sevenZip(name: string, content: Buffer): Buffer {
  const text = Buffer.from(`${name}\0`, 'utf16le');
  const header = Buffer.concat([
    Buffer.from([
      1,
      4,
      6,
      0,
      1,
      9,
      ...number(content.length),
      0,
      7,
      11,
      1,
      0,
      1,
      1,
      0,
      12,
      ...number(content.length),
      0,
      8,
      10,
      1,
    ]),
    word(crc32(content)),
    Buffer.from([0, 0, 5, 1, 0x11, ...number(text.length + 1), 0]),
    text,
    Buffer.from([0, 0]),
  ]);
  const start = Buffer.alloc(20);
  start.writeBigUInt64LE(BigInt(content.length), 0);
  start.writeBigUInt64LE(BigInt(header.length), 8);
  start.writeUInt32LE(crc32(header), 16);
  return Buffer.concat([Buffer.from('377abcaf271c0004', 'hex'), word(crc32(start)), start, content, header]);
}

/** A RAR 4 archive of one stored file. */
function rar(name: string, content: Buffer, flags = 0): Buffer {
  const file = Buffer.alloc(32);
  file[2] = 0x74;
  file.writeUInt16LE(0x8000 | flags, 3);
  file.writeUInt16LE(32 + name.length, 5);
  file.writeUInt32LE(content.length, 7);
  file.writeUInt32LE(content.length, 11);
  file[15] = 3;
  file.writeUInt32LE(crc32(content), 16);
  file[24] = 20;
  file[25] = 0x30;
  file.writeUInt16LE(name.length, 26);
  file.writeUInt32LE(0x81a4, 28);
  const head = Buffer.concat([file, Buffer.from(name)]);
  head.writeUInt16LE(crc32(head.subarray(2)) & 0xffff, 0);
  return Buffer.concat([
    Buffer.from('526172211a0700', 'hex'),
    Buffer.from('cf907300000d00000000000000', 'hex'),
    head,
    content,
    Buffer.from('c43d7b00400700', 'hex'),
  ]);
}

/** A number of the header, below 0x4000. */
function number(value: number): number[] {
  return value < 0x80 ? [value] : [0x80 | (value >> 8), value & 0xff];
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

describe.each([
  ['xz', 'roster.csv.xz', Buffer.from(XZ, 'base64'), 'roster.csv'],
  ['bz2', 'roster.csv.bz2', Buffer.from(BZIP2, 'base64'), 'roster.csv'],
  ['7z', 'roster.7z', sevenZip('pay/roster.csv', Buffer.from(TABLE)), 'pay/roster.csv'],
  ['rar', 'roster.rar', rar('roster.csv', Buffer.from(TABLE)), 'roster.csv'],
])('%s', (format, name, bytes, member) => {
  it('is unpacked, and its content read like a file', async () => {
    const sample = await readSample(name, bytes);
    expect(sample).toMatchObject({ format, unread: [] });
    expect(placesOf(sample, '212-44-5678')).toMatchObject([{ members: [member], row: 2 }]);
  });

  it('is told as damaged where it is cut off', async () => {
    for (const share of [0.5, 0.8, 0.95]) {
      const { unread } = await readSample(name, bytes.subarray(0, Math.floor(bytes.length * share)));
      expect(unread.length, `cut off at ${share}`).toBeGreaterThan(0);
      expect(unread.map(({ reason }) => reason)).not.toContain('reader-crashed');
    }
  });
});

it('reads several bzip2 files after each other, and padding behind them', async () => {
  const bytes = Buffer.concat([
    Buffer.from(BZIP2, 'base64'),
    Buffer.from(BZIP2_TWICE.slice(BZIP2.length), 'base64'),
    Buffer.alloc(10),
  ]);
  const sample = await readSample('roster.csv.bz2', bytes);
  expect(everythingOf(sample)).toContain('212-44-5678');
  expect(everythingOf(sample)).toContain('212-44-9999');
  expect(sample.unread).toEqual([]);
});

it('reads xz within 7z within another 7z', async () => {
  const sample = await readSample('all.7z', sevenZip('inner.7z', sevenZip('a.csv.xz', Buffer.from(XZ, 'base64'))));
  expect(placesOf(sample, '212-44-5678')[0]?.members).toEqual(['inner.7z', 'a.csv.xz', 'a.csv']);
});

it('names the method of an encrypted rar', async () => {
  const sample = await readSample('pay.rar', rar('pay.csv', Buffer.from(TABLE), 0x0004));
  expect(sample.unread).toMatchObject([
    { place: { members: ['pay.csv'] }, reason: 'encrypted', encryption: 'AES-128' },
  ]);
});

it('stops when the budget of members is used up', async () => {
  const sample = await readSample('pay.7z', sevenZip('a.csv', Buffer.from(TABLE)), { ...DEFAULT_LIMITS, members: 0 });
  expect(sample.unread).toMatchObject([{ reason: 'too-many-members' }]);
});

describe('what is sealed', () => {
  const pem = `-----BEGIN PGP MESSAGE-----\n\nhQEMA1234\n-----END PGP MESSAGE-----\n`;
  const session = Buffer.concat([
    Buffer.from('85010c03', 'hex'),
    Buffer.alloc(8, 9),
    Buffer.from([1]),
    Buffer.alloc(100, 7),
  ]);
  const enveloped = Buffer.concat([
    Buffer.from('308201000609', 'hex'),
    Buffer.from('2a864886f70d010703', 'hex'),
    Buffer.alloc(100, 1),
  ]);
  it.each([
    ['pay.asc', Buffer.from(pem), 'PGP'],
    ['pay.gpg', session, 'PGP'],
    ['smime.p7m', enveloped, 'S/MIME'],
    ['smime.p7m', Buffer.from(`${enveloped.toString('base64')}\n`), 'S/MIME'],
  ])('%s says how', async (name, bytes, encryption) => {
    expect((await readSample(name, bytes)).unread).toMatchObject([{ reason: 'encrypted', encryption }]);
  });
});
