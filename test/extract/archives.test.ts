import { crc32 } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { rar, sevenZip } from '../../fixtures/make/archives.ts';
import { DEFAULT_LIMITS } from '../../src/extract/index.ts';
import { everythingOf, placesOf, readSample } from './read-sample.ts';

const TABLE = 'name,ssn\nAda Nagy,212-44-5678\n';

/** That table, packed with the tools of the formats. */
const XZ =
  '/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAdbmFtZSxzc24KQWRhIE5hZ3ksMjEyLTQ0LTU2NzgKAAAABL4WMSwRL5oAATYePRmVUx+2830BAAAAAARZWg==';
const BZIP2 = 'QlpoOTFBWSZTWZm12CcAAA1dgAAQQAY3wCABJoMIICAAIpoAyZHqNCgaaGRkxOozg0JDmkNKysBweEHwTP8XckU4UJCZtdgn';
/** The same, with another file of one row behind it. */
const BZIP2_TWICE = `${BZIP2}QlpoOTFBWSZTWSBcFikAAAfdAEAQQAY0IBAEACCgADEA0AENQHinqESJhrLNhOT4u5IpwoSBAuCxSA==`;

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

it.each([
  ['bzip2', 12, BZIP2],
  ['xz', 95, XZ],
])('unpacks a member of a zip that is packed with %s, and tells a wrong check sum', async (_, method, packed) => {
  const member = (crc: number): Buffer =>
    packedZip('roster.csv', method, Buffer.from(packed, 'base64'), TABLE.length, crc);
  const sample = await readSample('roster.zip', member(crc32(TABLE)));
  expect(sample).toMatchObject({ format: 'zip', unread: [] });
  expect(placesOf(sample, '212-44-5678')).toMatchObject([{ members: ['roster.csv'], row: 2 }]);
  expect((await readSample('roster.zip', member(1))).unread).toMatchObject([{ reason: 'damaged' }]);
});

/** A zip of one member that another program packed (APPNOTE 4.3). */
function packedZip(name: string, method: number, packed: Buffer, unpackedBytes: number, crc: number): Buffer {
  const facts = Buffer.alloc(26);
  facts.writeUInt16LE(46, 0);
  facts.writeUInt16LE(method, 4);
  facts.writeUInt32LE(crc, 10);
  facts.writeUInt32LE(packed.length, 14);
  facts.writeUInt32LE(unpackedBytes, 18);
  facts.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), facts, Buffer.from(name), packed]);
  const entry = Buffer.concat([
    Buffer.from('PK\x01\x02'),
    Buffer.from([46, 0]),
    facts,
    Buffer.alloc(14),
    Buffer.from(name),
  ]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, entry, end]);
}

it('reads a zip to its end behind bytes that were put in front of it', async () => {
  const zip = zipSync({ 'a.csv': strToU8('name,number\nOpal,212-44-1987\n'), 'b.txt': strToU8('x\n') });
  const sample = await readSample('setup.exe', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(5000, 0x90), zip]));
  expect(sample).toMatchObject({ format: 'zip', unread: [] });
  expect(everythingOf(sample)).toContain('212-44-1987');
});
