/** Speed of one file of each shape of text, one worker, against ripgrep and ClamAV over the same file in the same run. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { has, measure, median } from './measure.mjs';
import { TEXT_SHAPES, writeShape } from './text-shapes.mjs';

const PAIRS = 3;
const MB = 1e6;
const BLOCK_BYTES = 10 * MB;
const FILE_BYTES = 100 * MB;

/** `scan(share, state)` gives what `measure` does; `clamArguments(work, share)` are those of a scan for structured data. */
export function textSpeed(scan, stateBelow, clamArguments) {
  return {
    name: 'text',
    question: `One file of ${FILE_BYTES / MB} MB times --scale of each shape of text, one worker: MB for each second of CPU, less what a scan of an empty file takes.`,
    async run({ work, scale }) {
      const start = await startSeconds(work, scan, stateBelow);
      const lines = [
        `- start of the program: ${start.toFixed(1)} s of CPU, taken off below; every 10 MB of a file are other ones`,
        '',
        "| shape | MB/s of CPU | peak MiB | ripgrep, one SSN pattern, MB/s | ClamAV, SSN and cards, MB/s | our time to ClamAV's |",
        '|---|---|---|---|---|---|',
      ];
      for (const one of TEXT_SHAPES) lines.push(await shapeLine(one, { work, scale, start, scan, stateBelow, clamArguments }));
      return lines;
    },
  };
}

async function startSeconds(work, scan, stateBelow) {
  const share = join(work, 'empty');
  mkdirSync(share);
  writeFileSync(join(share, 'empty.txt'), 'nothing\n');
  const runs = [];
  for (let run = 0; run < PAIRS; run += 1) runs.push(await scan(share, stateBelow(work, 'empty'), 1));
  return median(runs.map(({ cpuSeconds }) => cpuSeconds));
}

async function shapeLine(one, { work, scale, start, scan, stateBelow, clamArguments }) {
  const share = join(work, one.shape.replaceAll(' ', '-'));
  const file = join(share, one.name);
  mkdirSync(share);
  let sizeBytes = 0;
  for (let seed = 1; sizeBytes < FILE_BYTES * scale; seed += 1) {
    const block = writeShape(one, Math.min(BLOCK_BYTES, FILE_BYTES * scale), seed);
    writeFileSync(file, block, { flag: 'a' });
    sizeBytes += Buffer.byteLength(block);
  }
  const runs = { ours: [], rg: [], clam: [] };
  for (let run = 0; run < PAIRS; run += 1) {
    runs.ours.push(await scan(share, stateBelow(work, 'text'), 1));
    if (has('rg')) runs.rg.push(await measure('rg', ['-c', '-a', '\\b\\d{3}-\\d{2}-\\d{4}\\b', file]));
    if (has('clamscan')) runs.clam.push(await measure('clamscan', clamArguments(work, share)));
  }
  rmSync(share, { recursive: true });
  const seconds = (of) => median(of.map(({ cpuSeconds }) => cpuSeconds));
  const ours = seconds(runs.ours) - start;
  const speed = (of) => (of.length === 0 ? 'absent' : seconds(of) < 0.2 ? 'too short to tell' : (sizeBytes / MB / seconds(of)).toFixed(0));
  const ratio = runs.clam.length === 0 || seconds(runs.clam) < 0.2 ? '' : (ours / seconds(runs.clam)).toFixed(2);
  const peak = Math.round(Math.max(...runs.ours.map(({ peakBytes }) => peakBytes)) / 2 ** 20);
  return `| ${one.shape} | **${(sizeBytes / MB / ours).toFixed(1)}** | ${peak} | ${speed(runs.rg)} | ${speed(runs.clam)} | ${ratio} |`;
}
