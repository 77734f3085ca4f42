/**
 * A generated corpus: the same seed gives the same bytes. Everything in it is invented.
 * `mixed` is the shape of an office share by size: exports, notes, mail, small documents.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';

const GIVEN = 'Maria James Linda Robert Aisha David Carmen Michael Rosa John Wei Grace Omar Helen Luis Ruth Peter Ana'.split(' ');
const SURNAMES = 'Smith Johnson Garcia Brown Miller Davis Lopez Wilson Nguyen Clark Rivera Young King Scott Baker Reed Cook'.split(' ');
const WORDS =
  'the of client board training service plan meeting job local program and for with was were quarter report week office staff partner employer resume skill review agenda minutes budget outcome goal next visit called left message scheduled appointment completed enrolled eligible provided support bus pass tuition voucher certificate interview welding nursing forklift'.split(
    ' ',
  );

/** Small seeded generator of numbers in [0, 1). */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const pick = (random, list) => list[Math.floor(random() * list.length)];
const digits = (random, count) => Array.from({ length: count }, () => Math.floor(random() * 10)).join('');

function ssn(random) {
  let area = 0;
  while (area === 0 || area === 666) area = Math.floor(random() * 899) + 1;
  const group = Math.floor(random() * 99) + 1;
  const serial = Math.floor(random() * 9999) + 1;
  return `${String(area).padStart(3, '0')}-${String(group).padStart(2, '0')}-${String(serial).padStart(4, '0')}`;
}

export function personRow(random) {
  const date = `${1 + Math.floor(random() * 12)}/${1 + Math.floor(random() * 28)}/${1945 + Math.floor(random() * 60)}`;
  return [
    pick(random, SURNAMES),
    pick(random, GIVEN),
    ssn(random),
    date,
    `573-555-01${digits(random, 2)}`,
    `${100 + Math.floor(random() * 9000)} ${pick(random, SURNAMES)} St`,
    'Jefferson City',
    'MO',
    `65${digits(random, 3)}`,
    digits(random, 6),
  ];
}

export const HEADER = ['Last Name', 'First Name', 'SSN', 'DOB', 'Phone', 'Address', 'City', 'State', 'Zip', 'Case No'];

/** A dense table of people. */
export function peopleCsv(random, sizeBytes) {
  const lines = [HEADER.join(',')];
  for (let size = 0; size < sizeBytes; ) {
    const line = personRow(random).join(',');
    lines.push(line);
    size += line.length + 1;
  }
  return `${lines.join('\n')}\n`;
}

/** Prose without personal data. */
export function prose(random, sizeBytes) {
  const lines = [];
  for (let size = 0; size < sizeBytes; ) {
    const line = `${Array.from({ length: 14 }, () => pick(random, WORDS)).join(' ')}.`;
    lines.push(line);
    size += line.length + 1;
  }
  return `${lines.join('\n')}\n`;
}

/** Case notes: mostly prose, a labelled number now and then. */
export function caseNotes(random, sizeBytes) {
  const paragraphs = [];
  for (let size = 0; size < sizeBytes; ) {
    const note = `${prose(random, 600)}${random() < 0.2 ? `SSN: ${ssn(random)}\n` : ''}`;
    paragraphs.push(note);
    size += note.length;
  }
  return paragraphs.join('\n');
}

function mail(random) {
  return `From: staff@example.org\r\nTo: partner@example.org\r\nSubject: weekly notes\r\nDate: Mon, 2 Nov 2026 09:00:00 -0600\r\nContent-Type: text/plain\r\n\r\n${prose(random, 4000)}`;
}

function docx(random) {
  const paragraph = (text) => `<w:p><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;
  const body = prose(random, 20_000).split('\n').map(paragraph).join('');
  return zipSync({
    '[Content_Types].xml': strToU8(
      '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    ),
    '_rels/.rels': strToU8(
      '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    ),
    'word/document.xml': strToU8(
      `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
    ),
  });
}

/** Writes a mixed share of about `sizeBytes` below `folder`. */
export function writeMixedShare(folder, sizeBytes, seed = 1) {
  const random = seeded(seed);
  const makers = [
    { share: 0.35, name: 'export.csv', make: () => peopleCsv(random, 4_000_000) },
    { share: 0.3, name: 'notes.txt', make: () => caseNotes(random, 1_000_000) },
    { share: 0.2, name: 'minutes.txt', make: () => prose(random, 200_000) },
    { share: 0.1, name: 'mail.eml', make: () => mail(random) },
    { share: 0.05, name: 'letter.docx', make: () => docx(random) },
  ];
  let files = 0;
  for (const { share, name, make } of makers) {
    const kind = name.slice(name.lastIndexOf('.') + 1);
    for (let size = 0; size < sizeBytes * share; files += 1) {
      const content = make();
      const directory = join(folder, kind, String(Math.floor(files / 200)));
      mkdirSync(directory, { recursive: true });
      writeFileSync(join(directory, `${files}-${name}`), content);
      size += content.length;
    }
  }
  return files;
}
