/**
 * Invented values that keep the published rule of their type, and near misses that break it. `random` is seeded; nothing here is
 * anybody's number. Rules: see the `sources` of the pattern files.
 */
export const pick = (random, list) => list[Math.floor(random() * list.length)];
export const int = (random, from, to) => from + Math.floor(random() * (to - from + 1));
export const pad = (value, length) => String(value).padStart(length, '0');
export const digits = (random, count) => Array.from({ length: count }, () => int(random, 0, 9)).join('');
const letters = (random, count, from = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') => Array.from({ length: count }, () => pick(random, [...from])).join('');

export const GIVEN = 'Maria James Linda Robert Aisha David Carmen Michael Rosa John Grace Omar Helen Luis Ruth Peter Ana Deborah Tyrone Katherine Miguel Sofia Walter Denise'.split(' ');
export const SURNAMES = 'Smith Johnson Garcia Brown Miller Davis Lopez Wilson Nguyen Clark Rivera Scott Baker Reed Hernandez Whitfield Ortega Blumenthal Kowalski Okafor'.split(' ');
const STREETS = 'Elm Walnut Maple Broadway Jackson Lincoln Cherry Highland Meadow Prairie'.split(' ');
const CITIES = ['Sedalia, MO 65301', 'Rolla, MO 65401', 'Jefferson City, MO 65101', 'Quincy, IL 62301', 'Topeka, KS 66603', 'Sikeston, MO 63801'];
const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const MESES = 'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre'.split(' ');

function luhnDigit(body) {
  let sum = 0;
  for (let at = 0; at < body.length; at += 1) {
    const digit = Number(body[body.length - 1 - at]) * (at % 2 === 0 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return String((10 - (sum % 10)) % 10);
}

/** Writes 3-2-4 digits in every way that people and programs do. Names are the sources of the accuracy table. */
export const THREE_TWO_FOUR = {
  dashes: (d) => `${d.slice(0, 3)}-${d.slice(3, 5)}-${d.slice(5)}`,
  spaces: (d) => `${d.slice(0, 3)} ${d.slice(3, 5)} ${d.slice(5)}`,
  dots: (d) => `${d.slice(0, 3)}.${d.slice(3, 5)}.${d.slice(5)}`,
  'no-break-spaces': (d) => `${d.slice(0, 3)}\u00a0${d.slice(3, 5)}\u00a0${d.slice(5)}`,
  'unicode-dashes': (d, random) => {
    const dash = pick(random, ['\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2015', '\u2212']);
    return `${d.slice(0, 3)}${dash}${d.slice(3, 5)}${dash}${d.slice(5)}`;
  },
  'full-width': (d) => [...`${d.slice(0, 3)}-${d.slice(3, 5)}-${d.slice(5)}`].map((c) => (c === '-' ? '\uff0d' : String.fromCodePoint(c.codePointAt(0) + 0xfee0))).join(''),
  'line-wrap': (d, random) => (random() < 0.5 ? `${d.slice(0, 3)}-${d.slice(3, 5)}-\n${d.slice(5)}` : `${d.slice(0, 3)}-\n${d.slice(3, 5)}-${d.slice(5)}`),
  bare: (d) => d,
  'blanks-at-dashes': (d) => `${d.slice(0, 3)} - ${d.slice(3, 5)} - ${d.slice(5)}`,
};

export function ssnDigits(random) {
  for (;;) {
    const area = int(random, 1, 899);
    const number = `${pad(area, 3)}${pad(int(random, 1, 99), 2)}${pad(int(random, 1, 9999), 4)}`;
    if (area !== 666 && !/^123\D?45|^(\d)\1{8}$|^078051120|^219099999/.test(number)) return number;
  }
}

export function itinDigits(random) {
  const group = pick(random, [...Array(16).keys()].map((i) => 50 + i).concat([...Array(19).keys()].map((i) => 70 + i), [90, 91, 92, 94, 95, 96, 97, 98, 99]));
  return `9${digits(random, 2)}${group}${pad(int(random, 1, 9999), 4)}`;
}

const NETWORKS = [
  ['4', 16],
  ['4', 16],
  ['51', 16],
  ['53', 16],
  ['55', 16],
  ['2345', 16],
  ['2720', 16],
  ['34', 15],
  ['37', 15],
  ['6011', 16],
  ['645', 16],
  ['65', 16],
  ['36', 14],
  ['3530', 16],
];

export function cardDigits(random) {
  const [prefix, length] = pick(random, NETWORKS);
  const fixed = prefix === '2720' ? '27200' : prefix;
  const body = fixed + digits(random, length - fixed.length - 1);
  return body + luhnDigit(body);
}

export function groupedCard(number, separator) {
  const sizes = number.length === 15 ? [4, 6, 5] : number.length === 14 ? [4, 6, 4] : [4, 4, 4, 4];
  const groups = [];
  let at = 0;
  for (const size of sizes) {
    groups.push(number.slice(at, at + size));
    at += size;
  }
  return groups.join(separator);
}

export function routing(random) {
  const prefix = pick(random, ['01', '03', '05', '06', '07', '08', '09', '10', '11', '12', '21', '26', '28', '31', '32']);
  const body = prefix + digits(random, 6);
  const weights = [3, 7, 1, 3, 7, 1, 3, 7];
  const sum = weights.reduce((total, weight, at) => total + weight * Number(body[at]), 0);
  return body + String((10 - (sum % 10)) % 10);
}

function mod97(text) {
  let rest = 0;
  for (const character of text) {
    const number = Number.parseInt(character, 36);
    rest = (rest * (number > 9 ? 100 : 10) + number) % 97;
  }
  return rest;
}

export function iban(random) {
  const [country, make] = pick(random, [
    ['DE', () => digits(random, 18)],
    ['GB', () => letters(random, 4) + digits(random, 14)],
    ['FR', () => digits(random, 10) + pick(random, ['AB', 'X7', '0C']) + digits(random, 11)],
    ['ES', () => digits(random, 20)],
    ['NL', () => letters(random, 4) + digits(random, 10)],
    ['IT', () => letters(random, 1) + digits(random, 22)],
    ['CH', () => digits(random, 17)],
    ['NO', () => digits(random, 11)],
    ['BE', () => digits(random, 12)],
    ['PL', () => digits(random, 24)],
  ]);
  const account = make();
  return `${country}${pad(98 - mod97(`${account}${country}00`), 2)}${account}`;
}

const MBI_LETTERS = 'ACDEFGHJKMNPQRTUVWXY';
export function mbi(random) {
  const letter = () => letters(random, 1, MBI_LETTERS);
  const either = () => (random() < 0.5 ? letter() : digits(random, 1));
  return `${int(random, 1, 9)}${letter()}${either()}${digits(random, 1)}${letter()}${either()}${digits(random, 1)}${letter()}${letter()}${digits(random, 2)}`;
}

export function npi(random) {
  const body = pick(random, ['1', '2']) + digits(random, 8);
  return body + luhnDigit(`80840${body}`);
}

export function dea(random) {
  const number = digits(random, 6);
  const [a, b, c, d, e, f] = [...number].map(Number);
  return `${pick(random, ['A', 'B', 'F', 'M'])}${letters(random, 1)}${number}${(a + c + e + 2 * (b + d + f)) % 10}`;
}

export const ein = (random) => `${pick(random, ['43', '44', '20', '26', '27', '36', '46', '47', '81', '82', '84'])}-${digits(random, 7)}`;

export const person = (random) => `${pick(random, GIVEN)} ${pick(random, SURNAMES)}`;

export function birthDate(random) {
  const [year, month, day] = [int(random, 1942, 2006), int(random, 1, 12), int(random, 1, 28)];
  return pick(random, [
    `${pad(month, 2)}/${pad(day, 2)}/${year}`,
    `${month}/${day}/${year}`,
    `${year}-${pad(month, 2)}-${pad(day, 2)}`,
    `${MONTHS[month - 1]} ${day}, ${year}`,
    `${day} ${MONTHS[month - 1]} ${year}`,
    `${pad(month, 2)}-${pad(day, 2)}-${year}`,
    `${month}/${day}/${pad(year % 100, 2)}`,
    `${pad(day, 2)}-${MONTHS[month - 1].slice(0, 3)}-${year}`,
    `${MONTHS[month - 1].slice(0, 3)}. ${day}, ${year}`,
  ]);
}

export const birthDateSpanish = (random) => `${int(random, 1, 28)} de ${pick(random, MESES)} de ${int(random, 1942, 2006)}`;

export const phone = (random) => {
  const [area, exchange, line] = [pick(random, ['573', '314', '816', '417', '660', '636', '217', '913']), `${int(random, 2, 9)}${int(random, 2, 9)}${int(random, 0, 9)}`, digits(random, 4)];
  return pick(random, [`(${area}) ${exchange}-${line}`, `${area}-${exchange}-${line}`, `${area}.${exchange}.${line}`, `+1 ${area} ${exchange} ${line}`, `${area} ${exchange} ${line}`, `1-${area}-${exchange}-${line}`]);
};

export const email = (random) => `${pick(random, GIVEN).toLowerCase()}.${pick(random, SURNAMES).toLowerCase()}${int(random, 1, 99)}@${pick(random, ['mailbox.org', 'gmail.com', 'yahoo.com', 'ozarkmail.net', 'sbcglobal.net'])}`;

export const address = (random) =>
  pick(random, [
    `${int(random, 100, 9899)} ${pick(random, STREETS)} ${pick(random, ['St', 'Street', 'Ave', 'Drive', 'Lane', 'Court'])}, ${pick(random, CITIES)}`,
    `${int(random, 100, 9899)} ${pick(random, ['N', 'S', 'East', 'W.'])} ${pick(random, STREETS)} ${pick(random, ['St', 'Rd', 'Blvd'])} Apt ${int(random, 1, 40)}, ${pick(random, CITIES)}`,
    `PO Box ${int(random, 10, 9999)}, ${pick(random, CITIES)}`,
    `${int(random, 1000, 29999)} County Road ${int(random, 100, 900)}, ${pick(random, CITIES)}`,
  ]);

export const driverLicence = (random) =>
  pick(random, [
    letters(random, 1) + digits(random, 9),
    letters(random, 1) + digits(random, 6),
    `${letters(random, 1)}${digits(random, 6)}R`,
    digits(random, 9),
    digits(random, 8) + letters(random, 2),
    `${letters(random, 1)}${digits(random, 3)}-${digits(random, 4)}-${digits(random, 4)}`,
    `K${digits(random, 2)}-${digits(random, 2)}-${digits(random, 4)}`,
    `${digits(random, 3)}${letters(random, 2)}${digits(random, 4)}`,
  ]);

export const passport = (random) => pick(random, [letters(random, 1) + digits(random, 8), `${int(random, 1, 9)}${digits(random, 8)}`]);
export const aNumber = (random) => pick(random, [`A${digits(random, 9)}`, `A${digits(random, 3)}-${digits(random, 3)}-${digits(random, 3)}`, `A# ${digits(random, 9)}`, `A-${digits(random, 8)}`]);
export const receipt = (random) => `${pick(random, ['EAC', 'WAC', 'LIN', 'SRC', 'MSC', 'IOE'])}${digits(random, 10)}`;
export const bankAccount = (random) => `${int(random, 1, 9)}${digits(random, pick(random, [7, 8, 9, 11, 13]))}`;
export const recordNumber = (random) => pick(random, [digits(random, 7), digits(random, 8), `M${digits(random, 7)}`, `MR-${digits(random, 6)}`]);
export const memberId = (random) => pick(random, [`XYZ${digits(random, 9)}`, digits(random, 10), `W${digits(random, 9)}`, digits(random, 8)]);
export const caseId = (random) => pick(random, [digits(random, 7), digits(random, 8), `P${digits(random, 6)}`]);
export const dodId = (random) => `1${digits(random, 9)}`;
export const password = (random) => `${pick(random, ['Heron', 'Maple', 'Trout', 'Bluff', 'Quarry', 'Redbud'])}${pick(random, ['!', '-', '#', '$', '_'])}${pick(random, ['lake', 'Kite', 'stone'])}${int(random, 10, 99)}`;
