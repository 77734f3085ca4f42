/** Measuring whole processes: wall and CPU seconds and peak resident memory of a command, by the system's own accounting. */
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { Worker } from 'node:worker_threads';

/** Runs a command to its end. `cpuSeconds` and `peakBytes` cover the processes that it starts; sampled ten times a second. */
export function measure(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const beganMs = performance.now();
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], ...options });
    let stderr = '';
    let peakBytes = 0;
    let cpuSeconds = 0;
    const watch = setInterval(() => {
      const usage = usageOf(child.pid);
      peakBytes = Math.max(peakBytes, usage.residentBytes);
      cpuSeconds = Math.max(cpuSeconds, usage.cpuSeconds);
    }, 100);
    child.stderr.on('data', (text) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(watch);
      resolve({ code, wallSeconds: (performance.now() - beganMs) / 1000, cpuSeconds, peakBytes, stderr });
    });
  });
}

/** Linux only: elsewhere CPU and memory stay 0. A process with everything that it started: memory now, CPU so far. */
export function usageOf(pid) {
  const usage = { residentBytes: 0, cpuSeconds: 0 };
  const waiting = [pid];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    try {
      const status = readFileSync(`/proc/${next}/status`, 'utf8');
      const fields = readFileSync(`/proc/${next}/stat`, 'utf8').split(') ')[1].split(' ');
      const children = readFileSync(`/proc/${next}/task/${next}/children`, 'utf8');
      // Own time, and that of children that ended.
      usage.cpuSeconds += [11, 12, 13, 14].reduce((sum, field) => sum + Number(fields[field]), 0) / 100;
      usage.residentBytes += Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024;
      waiting.push(...children.split(' ').filter((child) => child !== ''));
    } catch {
      // It ended meanwhile.
    }
  }
  return usage;
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

export function has(command) {
  return spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
}

export function machine() {
  const [cpu] = cpus();
  return `${cpus().length} cores, ${cpu?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node.js ${process.versions.node}`;
}

const BUSY = `
  const { parentPort } = require('node:worker_threads');
  let sum = 0;
  for (let i = 0; i < 1.5e9; i += 1) sum = (Math.imul(sum, 31) + i) | 0;
  parentPort.postMessage(sum);
`;

/** What this machine gives at most: work done by two busy threads that share nothing, against one, in the same time. */
export async function twoThreadsGain() {
  const seconds = async (threads) => {
    const beganMs = performance.now();
    const work = Array.from({ length: threads }, () => new Worker(BUSY, { eval: true }));
    await Promise.all(work.map((thread) => new Promise((resolve) => thread.once('exit', resolve))));
    return (performance.now() - beganMs) / 1000;
  };
  const one = [];
  const two = [];
  for (let run = 0; run < 3; run += 1) {
    one.push(await seconds(1));
    two.push(await seconds(2));
  }
  return (2 * median(one)) / median(two);
}
