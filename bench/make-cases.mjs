/**
 * node bench/make-cases.mjs DIR [SEED] [ROUNDS]: writes labelled cases, one JSON line each: DIR/looked-at and DIR/held-out,
 * two sets of phrases (see cases/phrases.mjs for what that proves). Then: npm run accuracy -- DIR
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { casesOf } from './cases/make-cases.mjs';
import { seeded } from './corpus.mjs';

const [folder, seed = '1', rounds = '2'] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: node bench/make-cases.mjs DIR [SEED] [ROUNDS]');
  process.exit(2);
}
for (const [set, name] of [['a', 'looked-at'], ['b', 'held-out']]) {
  mkdirSync(join(folder, name), { recursive: true });
  const lines = [...casesOf(seeded(Number(seed)), set, Number(rounds))].map((one) => JSON.stringify({ ...one, source: `${one.source} (${name})` }));
  writeFileSync(join(folder, name, 'cases.jsonl'), `${lines.join('\n')}\n`);
  console.log(`${lines.length} cases in ${join(folder, name)}`);
}
