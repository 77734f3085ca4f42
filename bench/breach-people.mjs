// People of one exposure against the truth: a list of a million rows in three places, two copies and one re-export with other
// columns and another order. Scanned, recorded and assessed through the doors of the rooms, in this process.
// node bench/breach-people.mjs [rows]   (default 1200000; run `npm run build` first; keeps its figures in bench/results)
import { closeSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { machine } from './measure.mjs';

const rowCount = Number(process.argv[2] ?? 1_200_000);
const room = (name) => import(pathToFileURL(resolve('dist', name, 'index.js')).href);
const [{ openAssessments, showAssessment }, { loadPatterns }, { DEFAULT_LIMITS }, { loadPolicy }, { openRecord }, { scanShares }] =
  await Promise.all(['breach', 'detect', 'extract', 'judge', 'record', 'scan'].map(room));

const FIRST = ['Maria', 'James', 'Linda', 'Robert', 'Susan', 'David', 'Karen', 'Thomas', 'Nancy', 'Daniel'];
const LAST = ['Garcia', 'Miller', 'Wilson', 'Moore', 'Taylor', 'Jackson', 'Martin', 'Thompson', 'White', 'Harris'];
const SERIALS = 9_999;
const GROUPS = 99;
const AREAS = 560;
/** Shares no factor with the number of SSNs below, so that no two rows have the same one. */
const STEP = 104_729_003;

/** Numbers of leaflets and manuals are nobody's, and the scan knows it. */
const PUBLISHED = /^(?:219-09-9999|457-55-5462|123-45-67(?:89|80)|(\d)\1\1-(\d)\2-(\d)\3{3})$/;

function ssnOf(index) {
  const number = Number((BigInt(index) * BigInt(STEP)) % BigInt(SERIALS * GROUPS * AREAS));
  const [serial, group] = [1 + (number % SERIALS), 1 + (Math.floor(number / SERIALS) % GROUPS)];
  const area = 100 + Math.floor(number / (SERIALS * GROUPS));
  const ssn = `${area}-${String(group).padStart(2, '0')}-${String(serial).padStart(4, '0')}`;
  return PUBLISHED.test(ssn) ? ssnOf(index + rowCount) : ssn;
}

/** Invented people, each with another SSN; one in four lives in Illinois. */
function person(index) {
  const ssn = ssnOf(index);
  const birth = `${String(1 + (index % 12)).padStart(2, '0')}/${String(1 + (index % 28)).padStart(2, '0')}/${1940 + (index % 60)}`;
  return { first: FIRST[index % 10], last: LAST[Math.floor(index / 10) % 10], ssn, birth, state: index % 4 === 0 ? 'IL' : 'MO' };
}

function writeList(path, header, line, order) {
  const file = openSync(path, 'w');
  writeSync(file, `${header}\n`);
  for (let from = 0; from < rowCount; from += 10_000) {
    const lines = [];
    for (let index = from; index < Math.min(rowCount, from + 10_000); index++) lines.push(line(person(order(index))));
    writeSync(file, `${lines.join('\n')}\n`);
  }
  closeSync(file);
}

/** Of this process and, on Linux, of the reader processes that it has ended; see proc(5). */
function cpuSeconds() {
  const { user, system } = process.cpuUsage();
  const fields = existsSync('/proc/self/stat') ? readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ') : [];
  return (user + system) / 1e6 + (Number(fields[13] ?? 0) + Number(fields[14] ?? 0)) / 100;
}
async function measured(work) {
  const [cpu, wall] = [cpuSeconds(), performance.now()];
  const result = await work();
  return { result, cpuS: cpuSeconds() - cpu, wallS: (performance.now() - wall) / 1000 };
}

const folder = mkdtempSync(join(tmpdir(), 'sharewarden-people-'));
try {
  const root = join(folder, 'share');
  for (const name of ['Public', 'Backup', 'Old']) mkdirSync(join(root, name), { recursive: true });
  const list = join(root, 'Public/roster.csv');
  writeList(list, 'First Name,Last Name,SSN,Date of Birth,State', (p) => [p.first, p.last, p.ssn, p.birth, p.state].join(','), (i) => i);
  copyFileSync(list, join(root, 'Backup/roster (2).csv'));
  const reExport = (p) => [p.state, p.ssn, p.birth, `"${p.last}, ${p.first}"`].join(',');
  writeList(join(root, 'Old/export.csv'), 'State,SSN,DOB,Name', reExport, (i) => rowCount - 1 - i);

  const fingerprintKey = new Uint8Array(32).fill(7);
  const record = await openRecord(join(folder, 'record.sqlite'), { fingerprintKey });
  const policy = loadPolicy([resolve('policies')]);
  const scan = await measured(() =>
    scanShares({
      shares: [{ name: 'share', root }],
      walk: { include: [], exclude: [], locations: [{ path: '**', class: 'unregistered', audience: 'everyone' }], skip: [] },
      ...{ record, policy, fingerprintKey, pack: loadPatterns([resolve('patterns')]), allowances: [], registers: {}, settings: {} },
      ...{ threads: 1, limits: { ...DEFAULT_LIMITS, timeoutMs: 3_600_000 }, residentLimitBytes: 2 ** 32, findingsPerType: 50 },
      ...{ fresh: false, versions: {}, actor: 'bench', clockMs: Date.now },
    }),
  );
  const afterScanMb = process.resourceUsage().maxRSS / 1e3;
  const opened = await measured(() => openAssessments({ record, runId: scan.result.runId, nowMs: Date.now(), policy }));
  const again = await measured(() => openAssessments({ record, runId: scan.result.runId, nowMs: Date.now(), policy }));
  const [summary] = opened.result;
  const { facts } = await showAssessment(record, summary.number);
  await record.close();

  const illinois = Math.ceil(rowCount / 4);
  const truth = { assessments: 1, files: 3, lower: rowCount, likely: rowCount, upper: rowCount, IL: illinois, MO: rowCount - illinois };
  const counted = { assessments: opened.result.length, files: summary.files, ...summary.people, ...facts.residents };
  const wrong = Object.entries(truth).filter(([what, count]) => counted[what] !== count);
  const megabytes = ['Public/roster.csv', 'Backup/roster (2).csv', 'Old/export.csv'].reduce((sum, name) => sum + statSync(join(root, name)).size / 1e6, 0);
  const lines = [
    `# People of one exposure, ${new Date().toISOString().slice(0, 10)}`,
    '',
    `Machine: ${machine()}; other work ran on it, so CPU seconds count. Made by bench/breach-people.mjs ${rowCount}.`,
    '',
    '| what | truth | counted |',
    '|---|---|---|',
    ...Object.entries(truth).map(([what, count]) => `| ${what} | ${count} | ${counted[what]} |`),
    '',
    '| step | CPU s | wall s |',
    '|---|---|---|',
    `| scan of three files, ${Math.round(megabytes)} MB, one worker | ${scan.cpuS.toFixed(1)} | ${scan.wallS.toFixed(1)} |`,
    `| assessment opened: clusters, people, residents, elements, sealed under its key | ${opened.cpuS.toFixed(1)} | ${opened.wallS.toFixed(1)} |`,
    `| the same again, nothing changed | ${again.cpuS.toFixed(1)} | ${again.wallS.toFixed(1)} |`,
    '',
    `Peak resident memory: ${Math.round(afterScanMb)} MB after the scan, ${Math.round(process.resourceUsage().maxRSS / 1e3)} MB after the assessment.`,
    `Records: ${facts.merges.rows}; the same in another file ${facts.merges.sameRow}, same number ${facts.merges.sameNumber}.`,
  ];
  for (const line of lines) console.log(line);
  if (wrong.length > 0) throw new Error(`not the truth: ${wrong.map(([what]) => what).join(', ')}`);
  writeFileSync(resolve(`bench/results/${new Date().toISOString().slice(0, 10)}-breach-people.md`), `${lines.join('\n')}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
