/** What is measured: one plain object each. `run` returns lines for people. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { COMPLEXITY } from './complexity.mjs';
import { bigFiles } from './big-files.mjs';
import { clearing } from './clear.mjs';
import { writeMixedShare } from './corpus.mjs';
import { formatRatios } from './format-ratios.mjs';
import { textSpeed } from './text-speed.mjs';
import { has, measure, median, twoThreadsGain } from './measure.mjs';

const CLI = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const PAIRS = 3;
const MB = 1e6;

function scan(share, state, threads, extra = []) {
  const args = [CLI, 'scan', share, '--state', state, '--threads', String(threads), '--no-reports', '--quiet', ...extra];
  return measure(process.execPath, args, { cwd: state });
}

/** The same scan on a machine of one processor. */
function scanOnOneProcessor(share, state) {
  const args = [CLI, 'scan', share, '--state', state, '--threads', '1', '--no-reports', '--quiet'];
  return measure('taskset', ['-c', '0', process.execPath, ...args], { cwd: state });
}

function stateBelow(work, name) {
  const state = join(work, `${name}-${Math.random().toString(36).slice(2)}`);
  mkdirSync(state);
  return state;
}

const memory = (bytes) => `${Math.round(bytes / 2 ** 20)} MiB`;

/** Several numbers of one shape, and the ratio of the medians. */
async function paired(first, second) {
  const a = [];
  const b = [];
  for (let pair = 0; pair < PAIRS; pair += 1) {
    a.push(await first());
    b.push(await second());
  }
  const wall = (runs) => median(runs.map(({ wallSeconds }) => wallSeconds));
  const cpu = (runs) => median(runs.map(({ cpuSeconds }) => cpuSeconds));
  const peak = (runs) => Math.max(...runs.map((run) => run.peakBytes));
  return {
    a: { seconds: wall(a), cpuSeconds: cpu(a), peakBytes: peak(a) },
    b: { seconds: wall(b), cpuSeconds: cpu(b), peakBytes: peak(b) },
    ratio: wall(a) / wall(b),
  };
}

/** CPU is sampled ten times a second: a ratio to less than this is chance. */
const COMPARABLE_SECONDS = 2;

export const BENCHMARKS = [
  COMPLEXITY,
  formatRatios,
  bigFiles(scan, stateBelow),
  clearing((args, options) => measure(process.execPath, [CLI, ...args], options)),
  {
    name: 'rivals',
    question: 'A mixed share of 200 MB times --scale, whole scan with one worker, against ClamAV (SSN and cards) and ripgrep (one SSN pattern, text as it lies).',
    async run({ work, scale }) {
      const share = join(work, 'rivals');
      const files = writeMixedShare(share, 200 * MB * scale);
      const lines = [`- ${files} files; ratios of CPU time, medians of ${PAIRS} runs in turn`];
      const rivals = [
        ['ClamAV', 'clamscan', clamArguments(work, share)],
        ['ripgrep', 'rg', ['-c', '-a', '\\b\\d{3}-\\d{2}-\\d{4}\\b', share]],
      ].filter(([, command]) => has(command));
      const cpu = (runs) => median(runs.map(({ cpuSeconds }) => cpuSeconds));
      const ours = [];
      const theirs = rivals.map(() => []);
      for (let run = 0; run < PAIRS; run += 1) {
        ours.push(await scan(share, stateBelow(work, 'rivals'), 1));
        for (const [index, [, command, args]] of rivals.entries()) theirs[index].push(await measure(command, args));
      }
      lines.push(`- Sharewarden: ${cpu(ours).toFixed(1)} s of CPU, peak ${memory(Math.max(...ours.map((run) => run.peakBytes)))}`);
      for (const [index, [name]] of rivals.entries()) {
        const seconds = cpu(theirs[index]);
        const ratio = seconds < COMPARABLE_SECONDS ? 'too short to compare' : `we take **${(cpu(ours) / seconds).toFixed(2)}** times that`;
        lines.push(`- ${name}: ${seconds.toFixed(1)} s of CPU; ${ratio}`);
      }
      return lines;
    },
  },
  {
    name: 'two-workers',
    question: 'A new mixed share of 200 MB times --scale, one worker against two.',
    async run({ work, scale }) {
      const share = join(work, 'mixed');
      const files = writeMixedShare(share, 200 * MB * scale);
      const one = () => scan(share, stateBelow(work, 'one'), 1);
      const two = () => scan(share, stateBelow(work, 'two'), 2);
      const { a, b, ratio } = await paired(one, two);
      return [
        `- ${files} files: one worker ${a.seconds.toFixed(1)} s, two workers ${b.seconds.toFixed(1)} s, medians of ${PAIRS}`,
        `- CPU of all threads: one worker ${a.cpuSeconds.toFixed(1)} s, two workers ${b.cpuSeconds.toFixed(1)} s; no run on ${cpus().length} processors can take less than its share of that`,
        `- speed-up **${ratio.toFixed(2)}**; two busy threads that share nothing gain ${(await twoThreadsGain()).toFixed(2)} on this machine in the same run`,
        await againstOneProcessor(share, b.seconds),
        `- peak resident memory of both processes: one worker ${memory(a.peakBytes)}, two workers ${memory(b.peakBytes)}`,
      ];
    },
  },
  textSpeed(scan, stateBelow, clamArguments),
  {
    name: 'unchanged',
    question: 'A second scan of 100,000 unchanged files.',
    async run({ work }) {
      const share = join(work, 'unchanged');
      for (let directory = 0; directory < 1000; directory += 1) {
        mkdirSync(join(share, `d${directory}`), { recursive: true });
        for (let file = 0; file < 100; file += 1) writeFileSync(join(share, `d${directory}`, `f${file}.txt`), `note ${file}\n`);
      }
      const state = stateBelow(work, 'unchanged');
      const first = await scan(share, state, 2);
      const second = await scan(share, state, 2);
      return [
        `- first scan ${first.wallSeconds.toFixed(1)} s; second ${second.wallSeconds.toFixed(1)} s (${Math.round(100_000 / second.wallSeconds)} files/s), peak ${memory(second.peakBytes)}`,
      ];
    },
  },
];

/** One worker of a machine with two processors keeps the second one busy with recording, garbage and compiling. */
async function againstOneProcessor(share, twoWorkersSeconds) {
  if (!has('taskset')) return '- one worker on one processor: not run, taskset is not there';
  const runs = [];
  for (let run = 0; run < PAIRS; run += 1) runs.push(await scanOnOneProcessor(share, stateBelow(share, '../pinned')));
  const seconds = median(runs.map(({ wallSeconds }) => wallSeconds));
  return `- one worker on one processor ${seconds.toFixed(1)} s: two workers on two processors are **${(seconds / twoWorkersSeconds).toFixed(2)}** times as fast`;
}

/** ClamAV's structured-data scan with a signature database of one line, so that only the data scan costs. */
function clamArguments(work, share) {
  const database = join(work, 'one.ndb');
  writeFileSync(database, 'Sharewarden.Bench.Never:0:*:536861726577617264656e2d6e657665722d6d617463686573\n');
  return [
    `--database=${database}`,
    '--detect-structured=yes',
    '--structured-ssn-format=2',
    '--max-filesize=2000M',
    '--max-scansize=2000M',
    '--no-summary',
    '-r',
    share,
  ];
}
