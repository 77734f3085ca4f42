import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDetector, loadPatterns, type TextFinding } from '../src/detect/index.ts';
import { type LabelledCase, scoreCase, type Tally } from './accuracy-score.ts';

const TYPES: Readonly<Record<string, string>> = {
  US_SSN: 'us-ssn',
  CREDIT_CARD: 'payment-card',
  US_EIN: 'us-ein',
  US_ROUTING: 'aba-routing',
  US_BANK_ACCOUNT: 'us-bank-account',
  DATE_OF_BIRTH: 'date-of-birth',
  PERSON_NAME: 'person-name',
  PHONE: 'phone-number',
  EMAIL: 'email-address',
  US_ITIN: 'us-itin',
  MEDICAL_RECORD_NUMBER: 'medical-record-number',
  US_PASSPORT: 'us-passport',
  US_DRIVER_LICENSE: 'us-driver-license',
  IBAN: 'iban',
  IP_ADDRESS: 'ip-address',
  ADDRESS: 'postal-address',
  US_MBI: 'medicare-mbi',
  MEDICARE_MBI: 'medicare-mbi',
  MBI: 'medicare-mbi',
  PASSWORD: 'username-password',
  US_NPI: 'us-npi',
  NPI: 'us-npi',
  DEA: 'dea-number',
  DEA_NUMBER: 'dea-number',
  ROUTING_NUMBER: 'aba-routing',
  BANK_ACCOUNT: 'us-bank-account',
  DRIVER_LICENSE: 'us-driver-license',
  PASSPORT: 'us-passport',
  SSN: 'us-ssn',
  IBAN_CODE: 'iban',
  ALIEN_NUMBER: 'uscis-a-number',
  HEALTH_INSURANCE_ID: 'health-insurance-id',
  US_DL: 'us-driver-license',
  CVV: 'payment-card-code',
};

const [directory, ...options] = process.argv.slice(2);
if (directory === undefined) {
  console.error('usage: npm run accuracy -- DIR [--misses TYPE]   (DIR holds *.jsonl of labelled cases)');
  process.exit(2);
}
const shown = options[0] === '--misses' ? options[1] : undefined;
const pack = loadPatterns([new URL('../../../patterns', import.meta.url).pathname]);
const types: Readonly<Record<string, string>> = {
  ...Object.fromEntries(pack.patterns.map(({ id }) => [id, id])),
  ...TYPES,
};
const detector = createDetector(pack, new Uint8Array(32));
const tallies = new Map<string, Tally>();
const misses: string[] = [];
let cases = 0;
for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.jsonl'))
  .sort()) {
  for (const line of readFileSync(join(directory, name), 'utf8').split('\n')) {
    if (line.trim() === '') continue;
    const labelled = JSON.parse(line) as LabelledCase;
    const found: readonly TextFinding[] = detector.detectText(labelled.text);
    cases += 1;
    for (const miss of scoreCase(labelled, found, types, tallies))
      if (shown === undefined || miss.type === shown) misses.push(miss.says);
  }
}
const rows = [...tallies.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
console.log(`${cases} cases; at medium and above. weak and invalid labels are not counted as missed.`);
console.log(
  'type / source'.padEnd(48),
  ['found', 'missed', 'false', 'recall', 'precision'].map((head) => head.padStart(9)).join(''),
);
for (const [key, { hit, missed, wrong }] of rows) {
  const rate = (part: number, whole: number): string => (whole === 0 ? '-' : (part / whole).toFixed(4)).padStart(9);
  console.log(
    key.padEnd(48),
    [hit, missed, wrong].map((count) => String(count).padStart(9)).join(''),
    rate(hit, hit + missed),
    rate(hit, hit + wrong),
  );
}
const limit = shown === undefined ? 25 : 400;
if (misses.length > 0) console.log(`\nworst of ${misses.length} misses and false alarms (masked):`);
for (const miss of misses.slice(0, limit)) console.log(` ${miss}`);
