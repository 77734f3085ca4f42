// `policy diff` over a record made for it, as an operator runs it: a process of its own, no file read.
// node bench/policy-diff.mjs [files] [dist]   (default 100000; run `npm run build` first)
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const fileCount = Number(process.argv[2] ?? 100_000);
const dist = resolve(process.argv[3] ?? 'dist');
const { openRecord } = await import(pathToFileURL(join(dist, 'record/index.js')).href);

const home = mkdtempSync(join(tmpdir(), 'policy-diff-'));
const policies = resolve('policies');
const key = Buffer.alloc(32, 7);
const FILES_IN_FOLDER = 50;
const MATCHED_EACH = 5;

function factsOf(number) {
  const folder = Math.floor(number / FILES_IN_FOLDER);
  return {
    share: 'cases',
    root: join(home, 'cases'),
    path: `unit-${Math.floor(folder / 20)}/case-${folder % 20}/participant-${number}.csv`,
    sizeBytes: 4_096,
    modifiedAtMs: Date.now() - (number % 3_000) * 86_400_000,
    changedAtMs: Date.now(),
    device: '1',
    inode: String(number + 1),
    mode: number % 4 === 0 ? 0o644 : 0o640,
    uid: 1000,
    gid: 1000,
    owner: 'jdoe',
    audience: number % 4 === 0 ? 'everyone' : 'team',
    location: 'unregistered',
  };
}

function readingOf(number) {
  const matched = number % MATCHED_EACH === 0;
  const people = 1 + (number % 40);
  return {
    outcome: matched ? 'matched' : 'clean',
    format: 'csv',
    bytesRead: 4_096,
    contentDigest: number.toString(16).padStart(64, '0'),
    unreadParts: [],
    unreadPartCount: 0,
    notes: [],
    types: matched
      ? ['us-ssn', 'person-name'].map((type) => ({ type, count: people, high: people, medium: 0, low: 0, distinct: people }))
      : [],
    findings: matched
      ? Array.from({ length: 5 }, (_, row) => ({
          type: 'us-ssn',
          place: { members: [], row: row + 2, column: 'SSN' },
          masked: '***-**-0000',
          fingerprint: '0'.repeat(32),
          confidence: 'high',
          margin: 60,
          evidence: ['the column is headed SSN'],
        }))
      : [],
    people: matched ? { lower: people, likely: people, upper: people } : { lower: 0, likely: 0, upper: 0 },
    ledger: { rows: new Uint8Array() },
    namePaired: matched ? { 'us-ssn': people } : {},
    documentClasses: [],
    elapsedMs: 1,
  };
}

async function makeRecord(state) {
  const record = await openRecord(join(state, 'record.sqlite'), { fingerprintKey: key });
  const { runId } = await record.runs.startRun({
    startedAtMs: Date.now(),
    shares: [{ name: 'cases', root: join(home, 'cases') }],
    versions: {},
    engineDigest: 'e',
    patternDigest: 'p',
    policyDigest: 'o',
    actor: 'bench',
  });
  for (let first = 0; first < fileCount; first += 500) {
    const numbers = Array.from({ length: Math.min(500, fileCount - first) }, (_, index) => first + index);
    await record.catalogue.recordBatch({
      runId,
      files: numbers.map((number) => ({ facts: factsOf(number), reading: readingOf(number), verdicts: [] })),
    });
  }
  await record.close();
}

function changedPolicies() {
  const changed = join(home, 'policies');
  cpSync(policies, changed, { recursive: true });
  const path = join(changed, 'owd-19-2019/rules/sr-05.yaml');
  const text = readFileSync(path, 'utf8').replace('file.audience == "everyone"', 'file.audience == "everyone" && people.likely < 20');
  writeFileSync(path, text);
  return changed;
}

try {
  const state = join(home, 'state');
  await makeRecord(state);
  const changed = changedPolicies();
  const startedMs = performance.now();
  const result = spawnSync(
    process.execPath,
    [join(dist, 'cli/main.js'), 'policy', 'diff', policies, changed, '--json', '--state', state, '--config', '/dev/null'],
    {
      encoding: 'utf8',
      maxBuffer: 1e8,
      env: {
        ...process.env,
        SHAREWARDEN_KEY: key.toString('hex'),
        NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(
          'process.on("exit",()=>{const u=process.resourceUsage();console.error(JSON.stringify({cpuS:(u.userCPUTime+u.systemCPUTime)/1e6,peakMB:u.maxRSS/1e3}))})',
        )}`,
      },
    },
  );
  if (result.status !== 0) throw new Error(result.stderr);
  const { files, flagsOpened, flagsClosed, rules } = JSON.parse(result.stdout);
  const { cpuS, peakMB } = JSON.parse(result.stderr.trim().split('\n').at(-1));
  const changes = rules.map(({ rule, placesNowTold, placesNowUntold, placesOpened, placesClosed }) =>
    `${rule} opened ${placesOpened}, closed ${placesClosed}, told ${placesNowTold}, untold ${placesNowUntold}`,
  );
  console.log(
    `${files} files: ${((performance.now() - startedMs) / 1000).toFixed(1)} s, CPU ${cpuS.toFixed(1)} s, ` +
      `${Math.round(peakMB)} MB resident; flags opened ${flagsOpened}, closed ${flagsClosed}; ${changes.join('; ')}`,
  );
} finally {
  rmSync(home, { recursive: true, force: true });
}
