/**
 * Growth of the cost of detection on texts made to be hard: four times the bytes must cost less than 4.6 times the CPU time.
 * Each shape is run at a size that takes at least 0.3 seconds, so that start-up and chance do not hide the growth.
 */
import { fileURLToPath } from 'node:url';

const LIMIT = 4.6;
const LEAST_SECONDS = 0.3;
const FIRST_BYTES = 128 * 1024;
const MOST_BYTES = 64 * 1024 * 1024;

/** Pieces that are repeated without end, by what they are. */
const REPEATED = {
  'repeats of an SSN': '449-87-4100 ',
  'labelled SSNs': 'SSN: 449-87-4100, ',
  digits: '1234567890',
  'spaced digits': '1 2 3 4 5 ',
  dashes: '1-',
  'one label': 'ssn',
  labels: 'ssn account number passport ',
  'labels without values': 'date of birth: social security number: medical record number: ',
  'mail signs': 'a@a.',
  names: 'John Smith ',
  titles: 'Mr. ',
  NULs: '\0',
  'header words': 'name,ssn,',
  'header lines': 'name,ssn\n',
  'one blank': ' ',
  'line ends': '\n',
  quotes: '"',
  'quoted delimiters': '","',
  'accents and digits': 'é—4',
  accents: 'é',
  'full-width digits': '４',
  astral: '😀4',
  'zero-width signs': '\u200b4',
  'lone surrogates, replaced': '\ufffd4',
  'key headers': '-----BEGIN PRIVATE KEY-----\n',
  'password labels': 'password: ',
  cards: '4111111111111111,',
  'cards in groups': '4111 1111 1111 1111 ',
  pronouns: 'she he they client ',
  'rows of a table': 'name,ssn\nBo Li,449874100\n',
  'blank columns': 'name   ssn\nBo Li   449874100\n',
  'SQL rows': "INSERT INTO p (name, ssn) VALUES ('Bo Li', '449874100');\n",
  'HTML rows': '<tr><td>Bo Li</td><td>449874100</td></tr>',
  dates: 'DOB 01/02/1980 ',
  'wrapped digits': '449-\n87-\n4100\n',
  'masked numbers': 'XXX-XX-1234 ',
  base64: 'TG9yZW0gaXBzdW0gZG9sb3Igc2l0IGFtZXQ=',
  addresses: '12 Main St, Jefferson City, MO 65101 ',
  'medical terms': 'diagnosed with diabetes, ',
};

export const COMPLEXITY = {
  name: 'complexity',
  question: `Four times the bytes of texts made to be hard, CPU time of detection alone (at most ${LIMIT} times).`,
  async run() {
    const { createDetector, loadPatterns } = await import('../dist/detect/index.js');
    const patterns = loadPatterns([fileURLToPath(new URL('../patterns', import.meta.url))]);
    const detector = createDetector(patterns, new Uint8Array(32).fill(7));
    const lines = ['| text | bytes | seconds | four times | ratio |', '|---|---|---|---|---|'];
    const over = [];
    for (const [name, piece] of Object.entries(REPEATED)) {
      let sizeBytes = FIRST_BYTES;
      let once = cpuSeconds(detector, piece, sizeBytes);
      while (once < LEAST_SECONDS && sizeBytes < MOST_BYTES) {
        sizeBytes *= 2;
        once = cpuSeconds(detector, piece, sizeBytes);
      }
      once = Math.min(once, best(detector, piece, sizeBytes));
      const four = best(detector, piece, sizeBytes * 4);
      const ratio = four / once;
      if (ratio >= LIMIT) over.push(name);
      const size = `${(sizeBytes / 2 ** 20).toFixed(2)} MiB`;
      lines.push(`| ${name} | ${size} | ${once.toFixed(2)} | ${four.toFixed(2)} | ${ratio.toFixed(1)} |`);
    }
    return [...lines, '', over.length === 0 ? `All ${lines.length - 2} below ${LIMIT}.` : `Over ${LIMIT}: ${over.join(', ')}.`];
  },
};

/** The least of several runs: whatever else the machine does only adds to it. */
function best(detector, piece, sizeBytes) {
  return Math.min(...Array.from({ length: 3 }, () => cpuSeconds(detector, piece, sizeBytes)));
}

/** One file of this many bytes, given as one line without end in blocks of a mebibyte. */
function cpuSeconds(detector, piece, sizeBytes) {
  const block = Buffer.from(piece.repeat(Math.ceil(2 ** 20 / Buffer.byteLength(piece))));
  const file = detector.openFile();
  const before = process.cpuUsage();
  for (let left = sizeBytes; left > 0; left -= block.length) {
    const utf8 = left >= block.length ? block : block.subarray(0, wholeCharacters(block, left));
    file.add({ kind: 'text', place: { members: [], line: 1 }, utf8, continues: left > block.length });
  }
  file.finish();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function wholeCharacters(block, length) {
  let end = length;
  while (end > 0 && (block[end] & 0xc0) === 0x80) end -= 1;
  return end;
}
