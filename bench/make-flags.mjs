// A record with many flags, written through the record's doors; no file is scanned.
// node bench/make-flags.mjs DATABASE [flags] [dist]   (default 200000; run `npm run build` first)
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const FILES_IN_FOLDER = 50;
/** Every so many files one is a copy of the one before: two places, one flag. */
const COPY_EACH = 10;
const MADE_AT_MS = Date.UTC(2026, 0, 5, 2);
const RULES = [
  { rule: 'sr-05', verdict: 'violation', severity: 'critical', reason: 'Everyone on the network can read this.' },
  { rule: 'sr-01', verdict: 'violation', severity: 'high', reason: 'Protected personal data lies outside of an approved place.' },
  { rule: 'sr-12', verdict: 'needs-review', severity: 'medium', reason: 'The place is not registered.' },
  { rule: 'sr-17', verdict: 'needs-assessment', severity: 'low', reason: 'The file is older than its use.' },
];
const OWNERS = ['jdoe', 'mreyes', 'tnguyen', 'kolsen', 'asmith', 'ppatel', 'wbrown'];
const AUDIENCES = ['everyone', 'team', 'owner', 'public'];
const TYPES = ['us-ssn', 'date-of-birth', 'us-bank-account', 'us-driver-license'];

/** Number of the content: copies share it. */
const contentOf = (number) => (number % COPY_EACH === COPY_EACH - 1 ? number - 1 : number);
const peopleOf = (content) => 1 + ((content * 7) % 40) + (content % 1_000 === 0 ? 400 : 0);

/** One packed row each, with a number that no other content holds. */
function ledgerOf(content) {
  const people = peopleOf(content);
  const rows = new Uint8Array(people * 40);
  const view = new DataView(rows.buffer);
  for (let row = 0; row < people; row += 1) {
    view.setUint32(row * 40, Math.imul(content + 1, 0x9e3779b1) >>> 0, true);
    view.setUint32(row * 40 + 4, content * 512 + row + 1, true);
    view.setUint32(row * 40 + 24, 0b11, true);
    view.setUint8(row * 40 + 32, 1 + (row % 3));
  }
  return { rows };
}

function factsOf(number, share) {
  const folder = Math.floor(number / FILES_IN_FOLDER);
  return {
    share: share.name,
    root: share.root,
    path: `Unit ${Math.floor(folder / 20)}/Cases ${folder % 20}/participants ${number}.csv`,
    sizeBytes: 4_096 + (contentOf(number) % 5_000),
    modifiedAtMs: MADE_AT_MS - (number % 3_000) * 86_400_000,
    changedAtMs: MADE_AT_MS,
    device: '1',
    inode: String(number + 1),
    mode: 0o640,
    uid: 1_000 + (number % OWNERS.length),
    gid: 1_000,
    owner: OWNERS[number % OWNERS.length],
    audience: AUDIENCES[number % AUDIENCES.length],
    location: number % 3 === 0 ? 'unregistered' : 'downloads',
  };
}

function readingOf(number) {
  const content = contentOf(number);
  const people = peopleOf(content);
  const type = TYPES[content % TYPES.length];
  const digest = content.toString(16).padStart(64, '0');
  return {
    outcome: 'matched',
    format: 'csv',
    bytesRead: 4_096,
    contentDigest: digest,
    unreadParts: [],
    unreadPartCount: 0,
    notes: [],
    types: [type, 'person-name'].map((each) => ({ type: each, count: people, high: people, medium: 0, low: 0, distinct: people })),
    findings: Array.from({ length: Math.min(people, 3) }, (_, row) => ({
      type,
      place: { members: [], row: row + 2, column: 'Identifier' },
      masked: '*****',
      fingerprint: (content * 4 + row).toString(16).padStart(16, 'a').padEnd(32, '0'),
      confidence: 'high',
      margin: 60,
      evidence: ['the column is headed so'],
    })),
    people: { lower: people, likely: people, upper: people },
    ledger: ledgerOf(content),
    namePaired: { [type]: people },
    documentClasses: [],
    elapsedMs: 1,
  };
}

function verdictsOf(number) {
  const verdict = { ...RULES[contentOf(number) % RULES.length], missing: [] };
  return [verdict];
}

/**
 * One run over a made share with so many flags, each of one rule against one exposure. Returns the run and what `follow` told.
 * `onStep(name, ms)` hears how long each step took.
 */
export async function makeFlags(record, { flags, share = { name: 'made', root: '/made' }, onStep = () => {} }) {
  const files = Math.ceil((flags * COPY_EACH) / (COPY_EACH - 1));
  const { runId } = await record.runs.startRun({
    startedAtMs: MADE_AT_MS,
    shares: [share],
    versions: {},
    engineDigest: 'e',
    patternDigest: 'p',
    policyDigest: 'o',
    actor: 'bench',
  });
  const timed = async (name, work) => {
    const startedMs = performance.now();
    const result = await work();
    onStep(name, performance.now() - startedMs);
    return result;
  };
  await timed('record the files', async () => {
    for (let first = 0; first < files; first += FILES_IN_FOLDER) {
      const numbers = Array.from({ length: Math.min(FILES_IN_FOLDER, files - first) }, (_, index) => first + index);
      const facts = numbers.map((number) => factsOf(number, share));
      const directory = facts[0].path.slice(0, facts[0].path.lastIndexOf('/'));
      const entries = facts.map((each) => ({ kind: 'file', facts: each }));
      await record.catalogue.meet(runId, { share: share.name, root: share.root, directory, entries, last: true });
      const outcomes = numbers.map((number, index) => ({ facts: facts[index], reading: readingOf(number), verdicts: verdictsOf(number) }));
      await record.catalogue.recordBatch({ runId, files: outcomes });
    }
  });
  await timed('finish the run', () => record.runs.finishRun({ runId, finishedAtMs: MADE_AT_MS + 3_600_000, complete: true, actor: 'bench' }));
  const changes = await timed('follow', () => record.flags.follow({ runId, atMs: MADE_AT_MS + 3_600_000 }));
  return { runId, files, changes };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , database, flags = '200000', dist = 'dist'] = process.argv;
  if (!database) throw new Error('name the database to make');
  const { openRecord } = await import(pathToFileURL(resolve(dist, 'record/index.js')).href);
  const record = await openRecord(database, { fingerprintKey: Buffer.alloc(32, 7), holder: 'bench' });
  const { files, changes } = await makeFlags(record, {
    flags: Number(flags),
    onStep: (name, ms) => console.log(`${name}: ${(ms / 1000).toFixed(1)} s`),
  });
  await record.close();
  const { rss } = process.memoryUsage();
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  console.log(`${files} files, ${changes.opened} flags; CPU ${((userCPUTime + systemCPUTime) / 1e6).toFixed(1)} s, ${Math.round(maxRSS / 1e3)} MB at most, ${Math.round(rss / 1e6)} MB at the end`);
}
