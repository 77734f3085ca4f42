/** Tables of numbers that look like identifiers and are none: what a false alarm is measured on. All made up, seeded. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seeded } from './corpus.mjs';

const digits = (random, count) => Array.from({ length: count }, () => Math.floor(random() * 10)).join('');
const int = (random, from, to) => from + Math.floor(random() * (to - from + 1));
const pad = (value, length) => String(value).padStart(length, '0');

function isbn13(random) {
  const body = `978${digits(random, 9)}`;
  const sum = [...body].reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
  return body + ((10 - (sum % 10)) % 10);
}

/** Each decoy: column header, cell by row number. */
export const DECOYS = {
  'zip-plus-four': ['ZIP', (random) => `${pad(int(random, 601, 99950), 5)}${digits(random, 4)}`],
  'zip-plus-four-mo': ['Zip4', (random) => `${int(random, 63001, 65899)}${digits(random, 4)}`],
  'order-number': ['Order No', (_random, row) => String(200000000 + row * 7)],
  'invoice-number': ['Invoice', (random) => digits(random, 9)],
  ein: ['EIN', (random) => `${pad(int(random, 10, 99), 2)}-${digits(random, 7)}`],
  'ein-bare': ['Federal Employer ID', (random) => `${int(random, 20, 48)}${digits(random, 7)}`],
  'phone-list': ['Office Phone', (random) => `${int(random, 201, 989)}-555-01${digits(random, 2)}`],
  'phone-bare': ['Phone', (random) => `${int(random, 201, 989)}${int(random, 200, 999)}${digits(random, 4)}`],
  fips: ['FIPS block', (random) => `29${pad(int(random, 1, 510), 3)}${digits(random, 4)}`],
  latitude: ['Latitude', (random) => `${int(random, 36, 40)}.${digits(random, 9)}`],
  longitude: ['Longitude', (random) => `-${int(random, 89, 95)}.${digits(random, 9)}`],
  'case-number': ['Case Number', (random, row) => `${int(random, 2015, 2026)}${pad(row % 100000, 5)}`],
  'log-id': ['Event Id', (_random, row) => String(731000000 + row)],
  'epoch-seconds': ['Time', (random) => String(int(random, 1500000000, 1780000000))],
  hash: ['SHA-1', (random) => createHash('sha1').update(digits(random, 12)).digest('hex')],
  isbn: ['ISBN', isbn13],
  'tracking-ups': ['Tracking', (random) => `1Z${digits(random, 3)}AA${digits(random, 10)}`],
  'tracking-usps': ['Tracking Number', (random) => `9400${digits(random, 18)}`],
  'tracking-fedex': ['Shipment', (random) => digits(random, 12)],
  'part-number': ['Part', (random) => `${digits(random, 3)}-${digits(random, 2)}-${digits(random, 4)}`],
  amount: ['Amount', (random) => `${int(random, 1, 99999)}.${digits(random, 2)}`],
  fraction: ['Score', (random) => `0.${digits(random, 9)}`],
  uuid: ['Key', (random) => createHash('md5').update(digits(random, 12)).digest('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')],
  'meter-reading': ['Reading', (random, row) => String(100000000 + row * 13 + int(random, 0, 9))],
  'date-compact': ['Batch', (random) => `${int(random, 2000, 2026)}${pad(int(random, 1, 12), 2)}${pad(int(random, 1, 28), 2)}`],
  'sku-sixteen': ['SKU', (random) => digits(random, 16)],
};

/** Writes about `sizeBytes` of decoy tables: each kind alone with its header, each without, and all side by side. */
export function writeDecoys(folder, sizeBytes, seed = 3) {
  const random = seeded(seed);
  const kinds = Object.entries(DECOYS);
  const each = sizeBytes / (kinds.length * 2 + 8);
  mkdirSync(folder, { recursive: true });
  for (const [name, [header, cell]] of kinds) {
    // Without its header a dashed 3-2-4 number is read as the SSN it may well be.
    const headers = name === 'part-number' ? [header] : [header, undefined];
    for (const given of headers) {
      const lines = given ? [`Row,${given},Site`] : [];
      for (let size = 0, row = 1; size < each; row += 1) {
        const line = `${row},${cell(random, row)},${['North', 'South', 'East'][row % 3]}`;
        lines.push(line);
        size += line.length + 1;
      }
      writeFileSync(join(folder, `${name}${given ? '' : '-no-header'}.csv`), `${lines.join('\n')}\n`);
    }
  }
  const wide = [kinds.map(([, [header]]) => header).join(',')];
  for (let size = 0, row = 1; size < each * 8; row += 1) {
    const line = kinds.map(([, [, cell]]) => cell(random, row)).join(',');
    wide.push(line);
    size += line.length + 1;
  }
  writeFileSync(join(folder, 'all-side-by-side.csv'), `${wide.join('\n')}\n`);
}
