import { expect, it } from 'vitest';
import { winmailAttribute } from '../../fixtures/make/compound.ts';
import { placesOf, readSample } from './read-sample.ts';

function properties(values: readonly (readonly [id: number, text: string])[]): Buffer {
  const count = Buffer.alloc(4);
  count.writeUInt32LE(values.length);
  const items = values.map(([id, text]) => {
    const content = Buffer.from(`${text}\0`, 'utf16le');
    const item = Buffer.alloc(12);
    item.writeUInt16LE(0x1f, 0);
    item.writeUInt16LE(id, 2);
    item.writeUInt32LE(1, 4);
    item.writeUInt32LE(content.length, 8);
    return Buffer.concat([item, content, Buffer.alloc((4 - (content.length % 4)) % 4)]);
  });
  return Buffer.concat([count, ...items]);
}

const winmail = Buffer.concat([
  Buffer.from('789f3e220100', 'hex'),
  winmailAttribute(
    0x00069003,
    properties([
      [0x0037, 'about 212-44-1001'],
      [0x1000, 'body 212-44-1002'],
    ]),
  ),
  winmailAttribute(0x00069002, Buffer.alloc(14)),
  winmailAttribute(0x00018010, Buffer.from('roster.csv\0')),
  winmailAttribute(0x0006800f, Buffer.from('name,ssn\nAda Nagy,212-44-1003\n')),
]);

it('reads header, body and attachments of winmail.dat', async () => {
  const sample = await readSample('winmail.dat', winmail);
  expect(sample).toMatchObject({ format: 'tnef', unread: [] });
  expect(placesOf(sample, '212-44-1001')).toMatchObject([{ part: 'mail-header' }]);
  expect(placesOf(sample, '212-44-1002')).toMatchObject([{ members: [] }]);
  expect(placesOf(sample, '212-44-1003')).toMatchObject([{ members: ['roster.csv'], row: 2 }]);
});

it('tells where it is cut off', async () => {
  const sample = await readSample('winmail.dat', winmail.subarray(0, winmail.length - 10));
  expect(sample.unread).toMatchObject([{ reason: 'damaged' }]);
});
