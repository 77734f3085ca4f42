/**
 * npm run bench [-- --documents DIR --only NAME,NAME --folder DIR --scale 0.01]: measures and keeps the figures as bench/results/<date>.md.
 * Every comparison is a ratio within one run on one machine; a single absolute figure says little.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { machine } from './measure.mjs';
import { BENCHMARKS } from './benchmarks.mjs';

const { values: flags } = parseArgs({ options: {
 documents: { type: 'string' }, only: { type: 'string' }, folder: { type: 'string' }, scale: { type: 'string', default: '1' } } });
const only = flags.only?.split(',');
const work = mkdtempSync(join(flags.folder ?? tmpdir(), 'sharewarden-bench-'));
const results = fileURLToPath(new URL('./results', import.meta.url));
const lines = [`# ${new Date().toISOString().slice(0, 10)}`, '', `Machine: ${machine()}`, ...(flags.scale === '1' ? [] : ['', `Trial at --scale ${flags.scale}.`]), ''];

try {
  for (const { name, question, run } of BENCHMARKS) {
    if (only && !only.includes(name)) continue;
    console.log(`${name}: ${question}`);
    const figures = await run({ work, documents: flags.documents, scale: Number(flags.scale) });
    lines.push(`## ${name}`, '', question, '', ...figures, '');
    for (const figure of figures) console.log(`  ${figure}`);
  }
  mkdirSync(results, { recursive: true });
  const file = join(results, `${new Date().toISOString().slice(0, 10)}${only ? `-${only.join('-')}` : ''}.md`);
  writeFileSync(file, `${lines.join('\n').trim()}\n`);
  console.log(`kept in ${file}`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
