/**
 * npm run fuzz -- [--seed N] [--inputs N] [--threads N] [folder...]: real documents, broken at random, through the worker pool of a scan.
 * Every input must end as one outcome, without a crash, without a stop by the watchdog. Prints the seed of each that does not; those
 * of our own fixtures belong into fixtures/fuzz-seeds.txt, which a test replays.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { createRandom } from '../fixtures/make/random.ts';
import { loadPatterns } from '../src/detect/index.ts';
import { DEFAULT_LIMITS } from '../src/extract/index.ts';
import type { BatchItem } from '../src/scan/batch-item.ts';
import { createReaderPool } from '../src/scan/reader-pool.ts';
import { type FuzzSample, type FuzzSeed, formatSeed, readSamples } from './fuzz/corpus.ts';
import { mutate } from './fuzz/mutate.ts';

const PROJECT = new URL('../../../', import.meta.url).pathname;
const FIXTURES = join(PROJECT, 'fixtures/documents');
const SAMPLE_BYTES_MAX = 400_000;
const BATCH_FILES = 20;
const READER_TIMEOUT_MS = 20_000;
const TOLD_EVERY_INPUTS = 1_000;
const RESIDENT_LIMIT_BYTES = 680 * 1024 * 1024;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    inputs: { type: 'string', default: '20000' },
    threads: { type: 'string', default: '2' },
  },
});
const firstSeed = Number(values.seed);
const inputs = Number(values.inputs);
const threads = Number(values.threads);

const groups = [FIXTURES, ...positionals].map((folder) => readSamples(folder, SAMPLE_BYTES_MAX));
const samples = groups.flat();
const byPath = new Map<string, FuzzSample>(samples.map((sample) => [sample.path, sample]));

/** Every second input is one of our own, so that a big folder does not crowd them out. */
function seedOf(seed: number): FuzzSeed {
  const random = createRandom(seed ^ 0x5eed);
  const own = groups[0] ?? [];
  const sample = random.pick(random.int(0, 1) === 0 ? own : samples);
  return { seed, sample: sample.path, donor: random.pick(samples).path };
}

function bytesOf({ seed, sample, donor }: FuzzSeed): Buffer {
  const empty = Buffer.alloc(0);
  return mutate(seed, byPath.get(sample)?.bytes ?? empty, byPath.get(donor)?.bytes ?? empty);
}

/** Why an outcome is not what a scan promises; nothing when it is. */
function faultOf(item: BatchItem | undefined): string | undefined {
  if (item === undefined) return 'no outcome';
  switch (item.kind) {
    case 'not-started':
      return 'never started';
    case 'lost':
      return `${item.reason}: ${item.detail}`;
    case 'read': {
      const { outcome, unreadParts, reason } = item.reading;
      const crashed = unreadParts.find((part) => part.reason === 'reader-crashed' || part.reason === 'too-slow');
      if (crashed) return `${crashed.reason}: ${crashed.detail ?? ''}`;
      return outcome === 'unread' && reason === undefined ? 'unread without a reason' : undefined;
    }
    case 'recognised':
      throw new Error('nothing is known of a fuzzed file');
    default:
      return item satisfies never;
  }
}

const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
const pool = createReaderPool({
  pack: loadPatterns([join(PROJECT, 'patterns')]),
  allowances: [],
  asOf: '2026-11-24',
  fingerprintKey: new Uint8Array(32).fill(7),
  limits: { ...DEFAULT_LIMITS, timeoutMs: READER_TIMEOUT_MS },
  findingsPerType: 5,
  threads,
  residentLimitBytes: RESIDENT_LIMIT_BYTES,
});
const outcomes = new Map<string, number>();
const faults: { readonly seed: FuzzSeed; readonly fault: string }[] = [];
let nextSeed = firstSeed;
let noted = 0;
let residentBytesMax = 0;

const { usageOf } = (await import(pathToFileURL(join(PROJECT, 'bench/measure.mjs')).href)) as {
  usageOf(pid: number): { readonly residentBytes: number; readonly cpuSeconds: number };
};
const watch = setInterval(() => {
  residentBytesMax = Math.max(residentBytesMax, usageOf(process.pid).residentBytes);
}, 100);

async function readAll(seeds: readonly FuzzSeed[], lane: number): Promise<void> {
  const requests = seeds.map((seed, index) => {
    const path = join(folder, `${lane}-${index}`);
    writeFileSync(path, bytesOf(seed));
    return { path, name: basename(seed.sample), timeoutMs: 2 * READER_TIMEOUT_MS };
  });
  let waiting = requests.map((request, index) => ({ request, seed: seeds[index] }));
  while (waiting.length > 0) {
    const items = await pool.read(waiting.map(({ request }) => request));
    const again: typeof waiting = [];
    waiting.forEach((input, index) => {
      const item = items[index];
      if (item?.kind === 'not-started') again.push(input);
      else note(input.seed, item);
    });
    if (again.length === waiting.length) throw new Error('the pool starts nothing');
    waiting = again;
  }
}

function note(seed: FuzzSeed | undefined, item: BatchItem | undefined): void {
  const outcome = item?.kind === 'read' ? item.reading.outcome : (item?.kind ?? 'none');
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  const fault = faultOf(item);
  noted += 1;
  if (noted % TOLD_EVERY_INPUTS === 0)
    console.error(
      `${noted} of ${inputs} inputs, faults ${faults.length + (fault ? 1 : 0)}, ${Math.round(performance.now() / 1_000)} s`,
    );
  if (!fault || !seed) return;
  faults.push({ seed, fault });
  console.log(`${formatSeed(seed)}\t# ${fault}`);
}

async function lane(number: number): Promise<void> {
  while (nextSeed < firstSeed + inputs) {
    const from = nextSeed;
    nextSeed = Math.min(firstSeed + inputs, from + BATCH_FILES);
    const seeds = Array.from({ length: nextSeed - from }, (_, index) => seedOf(from + index));
    await readAll(seeds, number);
  }
}

try {
  await Promise.all(Array.from({ length: threads }, (_, number) => lane(number)));
} finally {
  clearInterval(watch);
  await pool.close();
  rmSync(folder, { recursive: true });
}
const { cpuSeconds } = usageOf(process.pid);
const counted = [...outcomes.values()].reduce((sum, count) => sum + count, 0);
console.log(
  `${inputs} inputs of ${samples.length} documents from seed ${firstSeed}: ${[...outcomes].map(([outcome, count]) => `${outcome} ${count}`).join(', ')}; faults ${faults.length}; at most ${Math.round(residentBytesMax / 1024 ** 2)} MB resident, readers included; ${Math.round(cpuSeconds)} s of processor time`,
);
process.exitCode = faults.length === 0 && counted === inputs ? 0 : 1;
