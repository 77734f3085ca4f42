// Paging, counting and bulk decisions over a record with many flags, as make-flags.mjs makes it. Changes that record.
// node bench/flag-figures.mjs DATABASE [dist]   (run `npm run build` and `node bench/make-flags.mjs DATABASE` first)
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [, , database, dist = 'dist'] = process.argv;
if (!database) throw new Error('name the database that make-flags.mjs has made');
const { openRecord } = await import(pathToFileURL(resolve(dist, 'record/index.js')).href);
const record = await openRecord(database, { fingerprintKey: Buffer.alloc(32, 7), holder: 'bench' });

const PAGES = 40;
const DECIDED = 5_000;
const share = { name: 'made', root: '/made' };
const QUERIES = {
  'most serious first': { active: true },
  'most people first': { active: true, sort: 'people' },
  'newest first': { active: true, sort: 'newest' },
  'one rule': { active: true, rules: ['sr-12'] },
  'one share': { active: true, shares: [share] },
  'one owner': { active: true, owner: 'tnguyen' },
  'nobody assigned': { active: true, assignee: null },
  'medium and low': { active: true, severities: ['medium', 'low'] },
};

/** CPU milliseconds of this process. */
function cpuMs() {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  return (userCPUTime + systemCPUTime) / 1e3;
}

async function measured(work) {
  const [startedCpuMs, startedMs] = [cpuMs(), performance.now()];
  const result = await work();
  return { result, cpuMs: cpuMs() - startedCpuMs, wallMs: performance.now() - startedMs };
}

const ms = (value) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;

async function paging(name, query) {
  const times = [];
  let after;
  do {
    const page = await measured(() => record.flags.list({ ...query, limit: 50, ...(after && { after }) }));
    times.push(page.cpuMs);
    after = page.result.next;
  } while (after && times.length < PAGES);
  const sorted = [...times].sort((a, b) => a - b);
  console.log(`| ${name} | ${ms(times[0])} | ${ms(sorted[Math.floor(sorted.length / 2)])} | ${ms(sorted.at(-1))} |`);
}

async function ofFlags(count) {
  const flags = [];
  for (let after; flags.length < count; ) {
    const page = await record.flags.list({ active: true, limit: 500, ...(after && { after }) });
    flags.push(...page.flags.map(({ flagId, version }) => ({ flagId, expectedVersion: version })));
    after = page.next;
    if (!after) break;
  }
  return flags.slice(0, count);
}

const entry = { who: 'bench', why: 'measured' };
const counted = await measured(() => record.flags.counts({ nowMs: Date.now() }));
console.log(`${counted.result.flags} flags; counts by state, severity and rule: CPU ${ms(counted.cpuMs)}`);
console.log('\n| pages of 50, CPU | first | median | slowest |\n|---|---|---|---|');
for (const [name, query] of Object.entries(QUERIES)) await paging(name, query);
const flags = await ofFlags(DECIDED);
const steps = {
  assign: (given) => record.flags.assign({ ...entry, flags: given, atMs: Date.now(), assignee: 'jdoe' }),
  decide: (given) => record.flags.decide({ ...entry, flags: given, atMs: Date.now(), decision: { kind: 'false-alarm' } }),
  undo: (given) => record.flags.undo({ ...entry, flags: given, atMs: Date.now() }),
};
console.log(`\n| ${DECIDED} flags in one transaction | CPU | wall |\n|---|---|---|`);
let standing = flags;
for (const [name, step] of Object.entries(steps)) {
  const { result, ...times } = await measured(() => step(standing));
  if (result.written.length !== standing.length) throw new Error(`${name}: ${result.refused.length} refused`);
  standing = result.written.map(({ flagId, version }) => ({ flagId, expectedVersion: version }));
  console.log(`| ${name} | ${ms(times.cpuMs)} | ${ms(times.wallMs)} |`);
}
const verified = await measured(() => record.audit.verifyAudit());
console.log(`\naudit verify: ${verified.result.intact ? 'whole' : 'BROKEN'}, CPU ${ms(verified.cpuMs)}; ${Math.round(process.resourceUsage().maxRSS / 1e3)} MB at most`);
await record.close();
