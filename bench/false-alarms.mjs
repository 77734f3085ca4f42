/**
 * npm run false-alarms -- DIR [DIR...]: scans folders that hold no personal data, and 20 MB of generated decoy tables,
 * and lists every file with a high or medium finding of an identifier that must stay calm. Exit 1 when there is any.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { writeDecoys } from './decoys.mjs';

const CALM = ['us-ssn', 'payment-card', 'us-bank-account', 'us-driver-license', 'us-passport', 'medicare-mbi'];
const CLI = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'sharewarden-decoys-'));
const decoys = join(work, 'decoys');
writeDecoys(decoys, 20e6);

const args = ['scan', ...process.argv.slice(2), decoys, '--state', join(work, 'state'), '--no-reports', '--quiet', '--format', 'jsonl'];
const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'inherit'], cwd: work });
let files = 0;
let alarms = 0;
const others = new Map();
for await (const line of createInterface({ input: child.stdout })) {
  const { share, path, types, places } = JSON.parse(line);
  files += 1;
  for (const [type, { high, medium }] of Object.entries(types)) {
    if (high + medium === 0) continue;
    if (!CALM.includes(type)) {
      others.set(type, (others.get(type) ?? 0) + 1);
      continue;
    }
    alarms += 1;
    const first = places.find((place) => place.type === type && place.confidence !== 'low');
    console.log(`${type}: ${high} high, ${medium} medium in ${share}/${path} (${first?.place ?? ''} ${first?.masked ?? ''})`);
  }
}
console.log(`${files} files, ${alarms} false alarms of ${CALM.join(', ')}`);
console.log(`files with other types: ${[...others].map(([type, count]) => `${type} ${count}`).join(', ') || 'none'}`);
rmSync(work, { recursive: true, force: true });
process.exitCode = alarms > 0 ? 1 : 0;
