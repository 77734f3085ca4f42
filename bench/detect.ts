/** npm run bench:detect: throughput of detection alone in this thread, and the cost of counting people. */
import { createDetector, type Detector, loadPatterns } from '../src/detect/index.ts';
import { countPeople, PERSON_ROW_BYTES } from '../src/model/index.ts';

const detector = createDetector(
  loadPatterns([new URL('../../../patterns', import.meta.url).pathname]),
  new Uint8Array(32).fill(7),
);

function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * below);
  };
}

function cpuSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

const WORDS =
  'the of and to in is you that it he was for on are as with they at be this have from or had by word but not what all were we when your can ' +
  'said there use each which she do how their if will up other about out many then them these so some her would make like time has look two ' +
  'more write go see number way could people my than first water been call who now find long down day did get come made may part over new ' +
  'sound take only little work know place year live me back give most very after thing our just name good sentence account address report program';

function prose(sizeBytes: number): Buffer {
  const random = seeded(1);
  const words = WORDS.split(' ');
  const lines: string[] = [];
  for (let size = 0; size < sizeBytes; size += 80) {
    let line = '';
    while (line.length < 72) line += `${words[random(words.length)]} `;
    lines.push(random(5) === 0 ? `${line}in ${1990 + random(36)} there were ${random(900)}.` : line);
  }
  return Buffer.from(lines.join('\n'));
}

function readText(own: Detector, utf8: Buffer): void {
  const file = own.openFile();
  for (let at = 0; at < utf8.length; at += 1 << 20) {
    const end = Math.min(utf8.length, at + (1 << 20));
    file.add({
      kind: 'text',
      place: { members: [], line: 1 },
      utf8: utf8.subarray(at, end),
      continues: end < utf8.length,
    });
  }
  file.finish();
}

const COLUMNS = [
  'id',
  'first_name',
  'last_name',
  'ssn',
  'dob',
  'address',
  'city',
  'state',
  'zip',
  'phone',
  'email',
  'amount',
];
const FIRST =
  'James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan'.split(' ');
const LAST = 'Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez'.split(
  ' ',
);

function people(count: number, seed: number): string[][] {
  const random = seeded(seed);
  const pad = (value: number, width: number): string => String(value).padStart(width, '0');
  return Array.from({ length: count }, (_, row) => [
    String(row + 1),
    FIRST[random(14)] as string,
    LAST[random(13)] as string,
    `${pad(1 + random(664), 3)}-${pad(1 + random(99), 2)}-${pad(1 + random(9999), 4)}`,
    `${pad(1 + random(12), 2)}/${pad(1 + random(28), 2)}/${1940 + random(65)}`,
    `${1 + random(9999)} Main St`,
    'Jefferson City',
    'MO',
    pad(63000 + random(2800), 5),
    `(573) 555-${pad(random(10000), 4)}`,
    `user${random(1e6)}@agency.org`,
    (random(200000) / 100).toFixed(2),
  ]);
}

function benchProse(): void {
  const text = prose(64e6);
  readText(detector, text.subarray(0, 8e6));
  console.log(
    `prose without personal data: ${(text.length / 1e6 / cpuSeconds(() => readText(detector, text))).toFixed(0)} MB/s`,
  );
}

function benchTable(): void {
  let bytes = 0;
  let seconds = 0;
  const file = detector.openFile();
  file.add({ kind: 'table', place: { members: [] }, table: 1, firstRow: 1, rows: [COLUMNS] });
  for (let block = 0; block < 300; block += 1) {
    const rows = people(1000, block + 1);
    for (const row of rows) bytes += row.join(',').length + 1;
    seconds += cpuSeconds(() =>
      file.add({ kind: 'table', place: { members: [] }, table: 1, firstRow: block * 1000 + 2, rows }),
    );
  }
  let found = 0;
  seconds += cpuSeconds(() => {
    found = file.finish().people.likely;
  });
  console.log(
    `dense table of people, all types, without parsing: ${(bytes / 1e6 / seconds).toFixed(1)} MB/s (300,000 rows, ${found} people, ${Math.round(process.memoryUsage().rss / 1e6)} MB resident)`,
  );
}

function benchPeople(): void {
  const rows = Buffer.alloc(1_000_000 * PERSON_ROW_BYTES);
  const random = seeded(3);
  for (let i = 0; i < 1_000_000; i += 1)
    for (const [key, below] of [
      [0, 900_000],
      [8, 950_000],
      [16, 300_000],
    ] as const) {
      const value = 1 + random(below);
      rows.writeUInt32LE(Math.imul(value, 2654435761) >>> 0, i * PERSON_ROW_BYTES + key);
      rows.writeUInt32LE(value, i * PERSON_ROW_BYTES + key + 4);
    }
  console.log(`counting people over a million rows: ${cpuSeconds(() => void countPeople([{ rows }])).toFixed(2)} s`);
}

benchProse();
benchTable();
benchPeople();
