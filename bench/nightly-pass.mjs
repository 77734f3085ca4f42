// A pass over a share on which nothing changed: walk and compare together, then the summary, then the flags.
// node bench/nightly-pass.mjs [files] [dist]   (default 200000; run `npm run build` first)
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const fileCount = Number(process.argv[2] ?? 200_000);
const dist = resolve(process.argv[3] ?? 'dist');
const { walk } = await import(pathToFileURL(join(dist, 'walk/index.js')).href);
const { openRecord } = await import(pathToFileURL(join(dist, 'record/index.js')).href);

const home = mkdtempSync(join(tmpdir(), 'nightly-'));
const root = join(home, 'share');
const empty = { lower: 0, likely: 0, upper: 0 };
const matched = {
  outcome: 'matched',
  types: [{ type: 'us-ssn', count: 1, high: 1, medium: 0, low: 0, distinct: 1 }],
  findings: [
    {
      type: 'us-ssn',
      place: { members: [], line: 1 },
      masked: '***-**-0000',
      fingerprint: '0'.repeat(32),
      confidence: 'high',
      margin: 60,
      evidence: ['label says SSN'],
    },
  ],
};

/** One file in a hundred of those that hold something is against a rule. */
const FLAGGED = '007';
const VERDICT = { rule: 'sr-05', verdict: 'violation', severity: 'high', reason: 'open to all', missing: [] };

function makeTree() {
  for (let made = 0, folder = 0; made < fileCount; folder += 1) {
    const directory = join(root, `unit-${String(Math.floor(folder / 20)).padStart(4, '0')}`, `case-${folder % 20}`);
    mkdirSync(directory, { recursive: true });
    for (let i = 0; i < 50 && made < fileCount; i += 1, made += 1) {
      writeFileSync(join(directory, `participant-${i}-notes.txt`), 'x');
    }
  }
}

function readingOf(facts) {
  return {
    outcome: 'clean',
    format: 'text',
    bytesRead: facts.sizeBytes,
    contentDigest: facts.inode.padStart(64, '0'),
    unreadParts: [],
    unreadPartCount: 0,
    notes: [],
    types: [],
    findings: [],
    people: empty,
    ledger: { rows: new Uint8Array() },
    namePaired: {},
    documentClasses: [],
    elapsedMs: 1,
    ...(facts.inode.endsWith('7') && matched),
  };
}

async function pass(label) {
  const record = await openRecord(join(home, 'state', 'record.db'));
  const shares = [{ name: 'share', root }];
  const digests = { engineDigest: 'e', patternDigest: 'p', policyDigest: 'o' };
  const before = process.resourceUsage();
  const startedCpuMs = (before.userCPUTime + before.systemCPUTime) / 1e3;
  const started = performance.now();
  let writingMs = 0;
  let peakBytes = 0;
  const { runId } = await record.runs.startRun({ startedAtMs: Date.now(), shares, versions: {}, ...digests, actor: 'bench' });
  const statuses = {};
  let batch = [];
  const write = async () => {
    const before = performance.now();
    await record.catalogue.recordBatch({ runId, files: batch });
    writingMs += performance.now() - before;
    batch = [];
  };
  for await (const listing of walk(shares, {})) {
    for (const { facts, status } of await record.catalogue.meet(runId, listing)) {
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (status === 'unchanged') continue;
      const reading = readingOf(facts);
      batch.push({ facts, reading, verdicts: reading.outcome === 'matched' && facts.inode.endsWith(FLAGGED) ? [VERDICT] : [] });
    }
    if (batch.length >= 256) await write();
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
  }
  if (batch.length > 0) await write();
  const walkedMs = performance.now() - started;
  const summary = await record.runs.finishRun({ runId, finishedAtMs: Date.now(), complete: true, actor: 'bench' });
  const summarizedMs = performance.now() - started;
  const changes = await record.flags.follow({ runId, atMs: Date.now() });
  const totalMs = performance.now() - started;
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
  await record.close();
  const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
  console.log(
    `${label}: met ${summary.met}, ${JSON.stringify(statuses)}, walk and compare ${seconds(walkedMs)} (writing ${seconds(writingMs)}), ` +
      `with summary ${seconds(summarizedMs)}, with flags ${seconds(totalMs)} (opened ${changes.opened}), ` +
      `CPU ${seconds((userCPUTime + systemCPUTime) / 1e3 - startedCpuMs)}, ${Math.round(peakBytes / 1e6)} MB resident`,
  );
}

try {
  makeTree();
  await pass('first night');
  await pass('next night');
} finally {
  rmSync(home, { recursive: true, force: true });
}
