/** Labelled cases of our own, in the form that `npm run accuracy` reads: each type in every kind of text, and near misses. Seeded. */
import { NEAR_MISSES } from './near-misses.mjs';
import { FORMS, MAIL, PHRASES, PROSE } from './phrases.mjs';
import * as make from './values.mjs';
import { THREE_TWO_FOUR, pick } from './values.mjs';

/** How each type is written: name of the spelling to value. `bare` marks spellings that only data holds. */
const SPELLINGS = {
  'us-ssn': Object.entries(THREE_TWO_FOUR).map(([name, write]) => [name, (r) => write(make.ssnDigits(r), r)]),
  'us-itin': ['dashes', 'spaces', 'dots', 'bare', 'unicode-dashes'].map((name) => [name, (r) => THREE_TWO_FOUR[name](make.itinDigits(r), r)]),
  'payment-card': [
    ['bare', (r) => make.cardDigits(r)],
    ['spaces', (r) => make.groupedCard(make.cardDigits(r), ' ')],
    ['dashes', (r) => make.groupedCard(make.cardDigits(r), '-')],
    ['no-break-spaces', (r) => make.groupedCard(make.cardDigits(r), '\u00a0')],
  ],
  'aba-routing': [['bare', make.routing]],
  iban: [
    ['plain', make.iban],
    ['groups', (r) => make.iban(r).replace(/(.{4})(?=.)/g, '$1 ')],
  ],
  'medicare-mbi': [
    ['bare', make.mbi],
    ['dashes', (r) => make.mbi(r).replace(/^(.{4})(.{3})(.{4})$/, '$1-$2-$3')],
  ],
  'us-bank-account': [['plain', make.bankAccount]],
  'us-driver-license': [['plain', make.driverLicence]],
  'us-passport': [['plain', make.passport]],
  'uscis-a-number': [['plain', make.aNumber]],
  'us-npi': [['plain', make.npi]],
  'dea-number': [['plain', make.dea]],
  'us-ein': [['plain', make.ein]],
  'date-of-birth': [['plain', make.birthDate]],
  'phone-number': [['plain', make.phone]],
  'email-address': [['plain', make.email]],
  'postal-address': [['plain', make.address]],
  'medical-record-number': [['plain', make.recordNumber]],
  'health-insurance-id': [['plain', make.memberId]],
  'case-management-id': [['plain', make.caseId]],
  'ui-claimant-id': [['plain', make.caseId]],
  'uscis-receipt': [['plain', make.receipt]],
  'dod-id': [['plain', make.dodId]],
  'username-password': [['plain', make.password]],
  'person-name': [['plain', make.person]],
};

const BORN = { 'date-of-birth': new Set(['Fecha de nacimiento', 'Fecha de nac.']) };
const ROWS = 12;

/** A text built of pieces, with the code-point offsets of the values in it. */
function textWith(frame, label, value) {
  const filled = frame.replaceAll('{L}', () => label);
  const at = filled.indexOf('{V}');
  const start = [...filled.slice(0, at)].length;
  return { text: filled.replace('{V}', () => value), expected: [{ start, end: start + [...value].length, value }] };
}

/** Joins pieces; a piece that is an object is a value to be found. */
function textOf(pieces) {
  let text = '';
  let length = 0;
  const expected = [];
  for (const piece of pieces) {
    const value = typeof piece === 'string' ? piece : piece.value;
    const size = [...value].length;
    if (typeof piece !== 'string') expected.push({ start: length, end: length + size, value });
    text += value;
    length += size;
  }
  return { text, expected };
}

const OFFICES = ['North', 'South', 'East', 'West'];
const STATES = ['open', 'closed', 'pending'];

/** Data around a column of values: `cells` with the office and the state of each row. */
const DATA = {
  json: (key, values) => textOf(['[\n', ...values.flatMap((value, row) => [`  {"row": ${row + 1}, "office": "${OFFICES[row % 4]}", "${key}": "`, { value }, `"}${row + 1 < values.length ? ',' : ''}\n`]), ']\n']),
  yaml: (key, values) => textOf(values.flatMap((value, row) => [`- office: ${OFFICES[row % 4]}\n  ${key}: `, { value }, '\n'])),
  xml: (key, values) => textOf(['<rows>\n', ...values.flatMap((value, row) => [`  <row office="${OFFICES[row % 4]}"><${key}>`, { value }, `</${key}></row>\n`]), '</rows>\n']),
  'xml-attribute': (key, values) => textOf(values.flatMap((value, row) => [`<row office="${OFFICES[row % 4]}" ${key}="`, { value }, '"/>\n'])),
  sql: (key, values) => textOf([`INSERT INTO intake (row_no, office, ${key}) VALUES\n`, ...values.flatMap((value, row) => [`(${row + 1}, '${OFFICES[row % 4]}', '`, { value }, `')${row + 1 < values.length ? ',' : ';'}\n`])]),
  log: (key, values) => textOf(values.flatMap((value, row) => [`2024-03-${10 + row} 08:0${row % 6}:12 INFO saved office=${OFFICES[row % 4]} ${key}=`, { value }, ' status=ok\n'])),
  csv: (key, values) => textOf([`row,${key},office\n`, ...values.flatMap((value, row) => [`${row + 1},${/,/.test(value) ? '"' : ''}`, { value }, `${/,/.test(value) ? '"' : ''},${OFFICES[row % 4]}\n`])]),
  tsv: (key, values) => textOf([`office\t${key}\tstatus\n`, ...values.flatMap((value, row) => [`${OFFICES[row % 4]}\t`, { value }, `\t${STATES[row % 3]}\n`])]),
  'pipe-table': (key, values) => textOf([`| Row | ${key} | Office |\n|---|---|---|\n`, ...values.flatMap((value, row) => [`| ${row + 1} | `, { value }, ` | ${OFFICES[row % 4]} |\n`])]),
  'fixed-width': (key, values) => textOf([`${'ROW'.padEnd(6)}${key.padEnd(64)}OFFICE\n`, ...values.flatMap((value, row) => [String(row + 1).padEnd(6), { value }, `${' '.repeat(Math.max(2, 64 - [...value].length))}${OFFICES[row % 4]}\n`])]),
  html: (key, values) => textOf([`<table><tr><th>Office</th><th>${key}</th></tr>\n`, ...values.flatMap((value, row) => [`<tr><td>${OFFICES[row % 4]}</td><td>`, { value }, '</td></tr>\n']), '</table>\n']),
};

function* dataCases(random, type, write, keys, spelling) {
  if (spelling === 'line-wrap') return;
  for (const [form, build] of Object.entries(DATA)) {
    const key = pick(random, keys);
    const safe = form.startsWith('xml') || form === 'sql' || form === 'log' ? key.replace('#', '_no') : key;
    yield { source: `own: ${form}`, type, ...build(safe, Array.from({ length: ROWS }, () => write(random))), exhaustive: true };
  }
  if (spelling === 'bare' && type !== 'medicare-mbi' && type !== 'aba-routing') {
    const key = pick(random, keys);
    const value = write(random).replace(/^0+/, '7');
    yield { source: 'own: json number', type, ...textOf([`{"office": "North", "${key}": `, { value }, ', "open": true}']), exhaustive: true };
  }
}

/** All cases of one phrase set. `rounds` of each combination of type, spelling and frame. */
export function* casesOf(random, set, rounds) {
  for (const [type, sets] of Object.entries(PHRASES)) {
    const { words, keys } = sets[set];
    for (let round = 0; round < rounds; round += 1) {
      for (const [spelling, write] of SPELLINGS[type]) {
        for (const [kind, frames] of Object.entries({ prose: PROSE[set], form: FORMS[set], mail: MAIL[set] })) {
          for (const frame of frames) {
            const label = pick(random, words);
            const value = BORN[type]?.has(label) ? make.birthDateSpanish(random) : write(random);
            if (spelling === 'line-wrap' && /\t|\|/.test(frame)) continue;
            yield { source: `own: ${kind}${SPELLINGS[type].length > 1 ? ` ${spelling}` : ''}`, type, ...textWith(frame, label, value), exhaustive: true };
          }
        }
        yield* dataCases(random, type, write, keys, spelling);
      }
    }
  }
  for (let round = 0; round < rounds * 30; round += 1) {
    for (const [name, text] of Object.entries(NEAR_MISSES[set])) yield { source: `own: near miss ${name}`, type: 'MULTI', text: text(random), expected: [], expect_count: 0 };
  }
}
