// The web app on a record with many flags: processor and wall time of each kind of question, at the 50th and 95th percentile.
// node bench/make-flags.mjs DATABASE 200000; node bench/review.mjs DATABASE [samples]   (npm run build first; the record is changed)
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { loadPolicy } from '../dist/judge/index.js';
import { openRecord } from '../dist/record/index.js';
import { createServer, hashPassword, SESSION_LIMITS } from '../dist/review/index.js';
import { machine } from './measure.mjs';

const [, , database, samplesText = '20'] = process.argv;
if (!database) throw new Error('name a database that bench/make-flags.mjs made');
const samples = Number(samplesText);
const project = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const SHARE = { name: 'made', root: '/made' };
const PASSWORD = 'seven green bicycles';

const options = { access: 'decide', fingerprintKey: Buffer.alloc(32, 7) };
const record = await openRecord(database, options);
const passwordHash = await hashPassword(PASSWORD);
for (const [name, role, areas] of [['bench-officer', 'privacy-officer', []], ['bench-custodian', 'custodian', ['Unit 3']]])
  if (!(await record.review.accounts.get(name)))
    await record.review.accounts.add({ name, role, areas, passwordHash, mustChangePassword: false, atMs: Date.now(), who: 'bench' });
const policy = loadPolicy([project('policies')]);
const app = await createServer(
  {
    record,
    areas: [{ name: 'Unit 3', folders: [{ share: SHARE, path: 'Unit 3' }] }],
    policy,
    rules: new Map(policy.rules.map((rule) => [rule.id, rule])),
    unsetPlanKeys: [],
    versions: {},
    pagesFolder: project('pages'),
    reportsFolder: project('reports'),
    htmxFile: createRequire(import.meta.url).resolve('htmx.org/dist/htmx.min.js'),
    limits: SESSION_LIMITS,
    now: () => Date.now(),
    log: () => {},
  },
  { behindProxy: false, hosts: [] },
);

async function signIn(name) {
  let cookie = '';
  let token = '';
  const ask = async (method, url, form) => {
    const payload = form && new URLSearchParams({ 'form-token': token, ...form }).toString();
    const headers = { cookie, ...(form && { 'content-type': 'application/x-www-form-urlencoded' }) };
    const answer = await app.inject({ method, url, headers, ...(payload && { payload }) });
    for (const each of answer.cookies) if (each.value) cookie = `${each.name}=${each.value}`;
    token = /name="form-token" value="([^"]+)"/.exec(answer.body)?.[1] ?? token;
    return answer;
  };
  await ask('GET', '/sign-in');
  await ask('POST', '/sign-in', { name, secret: PASSWORD });
  await ask('GET', '/account');
  const post = (url, payload) =>
    app.inject({ method: 'POST', url, payload, headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' } });
  return Object.assign(ask, { post, token: () => token });
}

const lines = [];
const at = (list, share) => Math.round([...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.ceil(list.length * share) - 1)]);

/** The first one fills caches and is not counted. */
async function timed(times, index, work) {
  const before = process.cpuUsage();
  const startedMs = performance.now();
  await work(index);
  const { user, system } = process.cpuUsage(before);
  if (index === 0) return;
  times.cpu.push((user + system) / 1_000);
  times.wall.push(performance.now() - startedMs);
}

function tell(name, { cpu, wall }) {
  lines.push(`| ${name} | ${at(cpu, 0.5)} | ${at(cpu, 0.95)} | ${at(wall, 0.95)} |`);
  console.log(lines.at(-1));
}

async function measured(name, times, work) {
  const taken = { cpu: [], wall: [] };
  for (let index = 0; index <= times; index += 1) await timed(taken, index, work);
  tell(name, taken);
}
const fine = async (answer, status = 200) => {
  if (answer.statusCode !== status) throw new Error(`answered ${answer.statusCode}`);
  return answer;
};

const officer = await signIn('bench-officer');
const custodian = await signIn('bench-custodian');
const { flags, active } = await record.flags.counts();
for (const [who, ask] of [['privacy officer', officer], ['custodian of one folder of 1,000 files', custodian]]) {
  await measured(`home, ${who}`, samples, async () => fine(await ask('GET', '/')));
  await measured(`queue, ${who}`, samples, async () => fine(await ask('GET', '/queue')));
  await measured(`queue by severity and rule, ${who}`, samples, async () => fine(await ask('GET', '/queue?severity=high&rule=sr-01')));
  await measured(`queue by part of a name, ${who}`, samples, async () => fine(await ask('GET', '/queue?q=participants%2012345')));
}
const { next: tenth } = await record.flags.list({ active: true, limit: 450 });
await measured('tenth page of the queue', samples, async () => fine(await officer('GET', `/queue?after=${tenth}`)));
await measured('one exposure', samples, async (index) => fine(await officer('GET', `/exposures/${index + 1}`)));
await measured('queue, new in the last scan', samples, async () => fine(await officer('GET', '/queue?changed=new')));
await measured('queue of one owner, most people first', samples, async () => fine(await officer('GET', '/queue?owner=kolsen&sort=people')));
const bulk = Math.max(5, Math.round(samples / 2));
const { flags: chosen } = await record.flags.matching({ active: true, limit: 5_000 });
const ids = chosen.map(({ flagId }) => flagId);
let batch;
const post = async (path, fields) => {
  const payload = new URLSearchParams([['form-token', officer.token()], ...fields]).toString();
  const answer = await officer.post(path, payload);
  await fine(answer, 303);
  batch = /[?&]batch=(\d+)/.exec(answer.headers.location)?.[1];
  return fine(await officer('GET', answer.headers.location));
};
const decided = { cpu: [], wall: [] };
const undone = { cpu: [], wall: [] };
for (let index = 0; index <= bulk; index += 1) {
  const standing = await record.flags.matching({ flagIds: ids, limit: 5_000 });
  const fields = standing.flags.map(({ flagId, expectedVersion }) => ['flag', `${flagId}:${expectedVersion}`]);
  const decision = [['decision', 'false-alarm'], ['why', 'measured'], ['back', '/queue'], ['across', 'rule']];
  await timed(decided, index, () => post('/decisions', [...decision, ...fields]));
  if (!batch) throw new Error('nothing was decided');
  await timed(undone, index, () => post('/undo', [['batch', batch], ['back', '/queue']]));
}
tell('5,000 decided at once, with the page that follows', decided);
tell('the 5,000 taken back, with the page that follows', undone);
await app.close();
await record.close();

const day = new Date().toISOString().slice(0, 10);
mkdirSync(project('bench/results'), { recursive: true });
const text = [
  `# The web app on ${flags.toLocaleString('en-US')} flags (${active.toLocaleString('en-US')} active), SQLite, ${day}`,
  '',
  `Machine: ${machine()}. Milliseconds; ${samples} samples each (${bulk} of the bulk decision); wall time on a machine that others use.`,
  '',
  '| question | processor, 50 % | processor, 95 % | wall, 95 % |',
  '|---|---:|---:|---:|',
  ...lines,
  '',
];
writeFileSync(project(`bench/results/${day}-review.md`), text.join('\n'));
