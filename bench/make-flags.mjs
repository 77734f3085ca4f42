// A record with many flags; no file is scanned. The first twentieth is written through the record's doors, the rest are copies of its
// rows under other names, numbers and content digests, sealed in the audit chain as if nights had found them.
// node bench/make-flags.mjs DATABASE [flags] [dist]   (default 200000; run `npm run build` first)
import { createHash } from 'node:crypto';
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

const COPIES = 20;
const FILES_IN_UNIT = 20 * FILES_IN_FOLDER;

/** Columns that change in a copy; all others stay. `:copy` is its number, the others are sizes of what is copied. */
const FILE_DIGEST = "printf('%08x', :copy) || substr(content_digest, 9)";
const COPIED = {
  directories: {
    id: 'id + :copy * :directories',
    path: "'Unit ' || (CAST(substr(path, 6) AS INTEGER) + :copy * :units) || substr(path, instr(path, '/'))",
  },
  files: {
    id: 'id + :copy * :files',
    directory_id: 'directory_id + :copy * :directories',
    name: "'participants ' || (CAST(substr(name, 14) AS INTEGER) + :copy * :files) || '.csv'",
    content_digest: FILE_DIGEST,
  },
  verdicts: { file_id: 'file_id + :copy * :files' },
  type_counts: { file_id: 'file_id + :copy * :files' },
  findings: { id: 'id + :copy * :findings', file_id: 'file_id + :copy * :files' },
  people: { file_id: 'file_id + :copy * :files' },
  exposures: { id: 'id + :copy * :exposures' },
  exposure_files: {
    file_id: 'file_id + :copy * :files',
    exposure_id: 'exposure_id + :copy * :exposures',
    content_digest: FILE_DIGEST,
  },
  exposure_contents: { content_digest: FILE_DIGEST, exposure_id: 'exposure_id + :copy * :exposures' },
  flags: {
    id: 'id + :copy * :flags',
    exposure_id: 'exposure_id + :copy * :exposures',
    first_file: 'first_file + :copy * :files',
  },
  flag_places: { flag_id: 'flag_id + :copy * :flags', file_id: 'file_id + :copy * :files' },
};

/** The rows of the record `copies` times over, the first time as they stand. One transaction. */
export async function copyFlags(openRecord, database, copies, options) {
  const { default: Database } = await import('better-sqlite3');
  const sqlite = new Database(database);
  const sizeOf = (table) => sqlite.prepare(`SELECT max(id) FROM ${table}`).pluck().get();
  const [directories, files, exposures, flags, findings] = ['directories', 'files', 'exposures', 'flags', 'findings'].map(sizeOf);
  const sizes = { directories, files, exposures, flags, findings, units: Math.ceil(files / FILES_IN_UNIT) };
  const statements = Object.entries(COPIED).map(([table, changed]) => {
    const columns = sqlite.pragma(`table_info(${table})`).map(({ name }) => name);
    const first = columns.includes('id') ? 'id' : columns.find((name) => changed[name]?.includes(':copy *'));
    const key = first === 'id' ? table : first === 'flag_id' ? 'flags' : first === 'exposure_id' ? 'exposures' : 'files';
    const values = columns.map((name) => changed[name] ?? name);
    return [table, `INSERT INTO ${table} (${columns}) SELECT ${values} FROM ${table} WHERE ${first} <= ${sizes[key]} ORDER BY ${first}`];
  });
  sqlite.pragma('foreign_keys = OFF');
  sqlite.pragma('synchronous = OFF');
  sqlite.pragma('cache_size = -256000');
  sqlite.transaction(() => {
    for (const [, text] of statements)
      for (let copy = 1; copy < copies; copy += 1) {
        const named = Object.fromEntries(Object.entries({ ...sizes, copy }).filter(([name]) => text.includes(`:${name}`)));
        sqlite.prepare(text).run(named);
      }
  })();
  const entries = sqlite.prepare('SELECT * FROM flag_events ORDER BY flag_id, version').all();
  const record = await openRecord(database, options);
  const sealed = [];
  for (let copy = 1; copy < copies; copy += 1) {
    const rows = entries.map((entry) => hashed({ ...entry, flag_id: entry.flag_id + copy * flags }));
    const digest = createHash('sha256').update(rows.map(({ hash }) => hash).join('\n')).digest('hex');
    const data = { entries: rows.length, digest };
    const { id } = await record.audit.append({ atMs: MADE_AT_MS, actor: 'bench', action: 'flags-followed', subject: 'run 1', data });
    sealed.push(rows.map((row) => ({ ...row, audit_id: id })));
  }
  await record.close();
  const columns = Object.keys(entries[0]);
  const add = sqlite.prepare(`INSERT INTO flag_events (${columns}) VALUES (${columns.map((name) => `:${name}`)})`);
  sqlite.transaction(() => {
    for (const rows of sealed) for (const row of rows) add.run(row);
  })();
  sqlite.close();
  return { files: files * copies, flags: flags * copies };
}

/** As `record/flags/flag-events.ts` seals an entry. */
function hashed(row) {
  const { flag_id, version, at_ms, run_id, who, kind, why, data } = row;
  const hash = createHash('sha256').update(JSON.stringify([flag_id, version, at_ms, run_id, who, kind, why, data])).digest('hex');
  return { ...row, hash };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , database, flags = '200000', dist = 'dist'] = process.argv;
  if (!database) throw new Error('name the database to make');
  const { openRecord } = await import(pathToFileURL(resolve(dist, 'record/index.js')).href);
  const options = { fingerprintKey: Buffer.alloc(32, 7), holder: 'bench' };
  const record = await openRecord(database, options);
  await makeFlags(record, {
    flags: Math.ceil(Number(flags) / COPIES),
    onStep: (name, ms) => console.log(`${name}: ${(ms / 1000).toFixed(1)} s`),
  });
  await record.close();
  const made = await copyFlags(openRecord, database, COPIES, options);
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  console.log(`${made.files} files, ${made.flags} flags; CPU ${((userCPUTime + systemCPUTime) / 1e6).toFixed(1)} s, ${Math.round(maxRSS / 1e3)} MB at most`);
}
