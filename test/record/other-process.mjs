// A second process for the tests: `record` writes batches until it is killed and prints how many files are committed;
// `hold` keeps the writer lock; `exclusive` locks the database itself. Arguments: mode, database.
import Database from 'better-sqlite3';
import { openRecord } from '../../dist/record/index.js';

const [mode, path] = process.argv.slice(2);
const share = { name: 'office', root: '/srv/office' };

function outcomeOf(number) {
  const facts = {
    share: share.name, root: share.root, path: `d${number % 7}/f${number}.txt`, sizeBytes: number, modifiedAtMs: 1, changedAtMs: 1,
    device: '1', inode: String(number), mode: 0o600, uid: 0, gid: 0, audience: 'owner', location: 'unregistered',
  };
  const reading = {
    outcome: 'matched', format: 'text', bytesRead: number, unreadParts: [], unreadPartCount: 0, notes: [],
    types: [{ type: 'us-ssn', count: 1, high: 1, medium: 0, low: 0, distinct: 1 }],
    findings: [{ type: 'us-ssn', place: { members: [] }, masked: '***', fingerprint: '0', confidence: 'high', margin: 1, evidence: [] }],
    people: { lower: 1, likely: 1, upper: 1 }, ledger: { rows: new Uint8Array(40).fill(1) }, namePaired: {}, documentClasses: [], elapsedMs: 1,
  };
  return { facts, reading, verdicts: [{ rule: 'r', verdict: 'violation', severity: 'high', reason: 'x', missing: [] }] };
}

async function recordUntilKilled() {
  const record = await openRecord(path);
  const digests = { engineDigest: 'e', patternDigest: 'p', policyDigest: 'o' };
  const { runId } = await record.runs.startRun({ startedAtMs: 1, shares: [share], versions: {}, ...digests, actor: 'child' });
  for (let done = 0; ; done += 20) {
    const files = Array.from({ length: 20 }, (_, i) => outcomeOf(done + i));
    await record.journal.start(runId, files.map(({ facts }) => facts));
    await record.catalogue.recordBatch({ runId, files });
    process.stdout.write(`${done + 20}\n`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function hold() {
  await openRecord(path, { holder: 'scan of /srv/office' });
  process.stdout.write('held\n');
  setInterval(() => {}, 1_000);
}

function lockDatabase() {
  const database = new Database(path);
  database.exec('BEGIN EXCLUSIVE');
  process.stdout.write('locked\n');
  // Held by name: a connection that nobody refers to is collected, and its lock with it.
  setInterval(() => database.inTransaction, 1_000);
}

await { record: recordUntilKilled, hold, exclusive: lockDatabase }[mode]();
