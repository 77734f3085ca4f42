/** A csv of people before it is disclosed, through the whole program: time, CPU and memory of the check and of the fixed copy. */
import { createWriteStream, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { seeded } from './corpus.mjs';

const ROWS = 1_000_000;
const RESIDENT_MIB_MAX = 700;
const AGREEMENT = `id: bench
recipient: Institute of Labor Studies
purpose: evaluation of training outcomes
basis: consent
begins: 2020-01-01
expires: 2099-12-31
signatures: [{ name: A. Director, for: agency, on: 2020-01-01 }, { name: B. Dean, for: recipient, on: 2020-01-01 }]
columns:
  - { name: ssn, form: pseudonym }
  - { name: birth date, form: age-band }
  - { name: zip, form: zip3 }
  - { name: sex }
  - { name: outcome, sensitive: true }
  - { name: weeks }
suppressRows: true
`;
const HEADER = 'ssn,name,birth date,zip,sex,outcome,weeks,notes\n';
const NOTES = ['went well', 'found work with a welder', 'moved; call back in spring', ''];
const FIRST = ['Rosa', 'Thomas', 'Denise', 'Marcus', 'Angela', 'Howard'];
const LAST = ['Ortega', 'Whitfield', 'Kowalski', 'Delgado', 'Pruitt', 'Novak'];

/** `run(args, options)` measures one start of the command line. */
export function clearing(run) {
  return {
    name: 'clear',
    question: `A csv of ${ROWS} people times --scale: the check, and a copy with pseudonyms, age bands, three-digit ZIPs and the rows of people who stand out left out.`,
    async run({ work, scale }) {
      const folder = join(work, 'clear');
      mkdirSync(folder);
      const at = (name) => join(folder, name);
      writeFileSync(at('agreement.yaml'), AGREEMENT);
      // Deadlines are wall time: other work on the machine must not end the run.
      writeFileSync(at('sharewarden.yaml'), 'limits: { fileTimeoutSeconds: 600 }\n');
      const lines = [];
      for (const args of [['agreements', 'add', at('agreement.yaml')], ['keys', 'make', '--signer', 'bench', '--no-passphrase']])
        await run(['--state', at('state'), ...args], { cwd: folder });
      for (const rows of [Math.round((ROWS * scale) / 10), Math.round(ROWS * scale)]) {
        await writePeople(at('export.csv'), rows);
        const megabytes = statSync(at('export.csv')).size / 1e6;
        for (const [what, expected, flags] of [
          ['check', 1, ['--check-only']],
          ['fixed copy', 0, ['--fix', at('copy.csv')]],
        ]) {
          const done = await run(
            ['--state', at('state'), 'clear', at('export.csv'), '--agreement', at('agreement.yaml'), '--json', ...flags],
            { cwd: folder },
          );
          const peak = Math.round(done.peakBytes / 2 ** 20);
          lines.push(
            `- ${what}, ${rows} rows, ${Math.round(megabytes)} MB: ${done.wallSeconds.toFixed(0)} s, ${done.cpuSeconds.toFixed(1)} s of CPU (${(megabytes / done.cpuSeconds).toFixed(2)} MB/s), peak ${peak} MiB (${peak > RESIDENT_MIB_MAX ? '**over**' : 'under'} ${RESIDENT_MIB_MAX}), exit code ${done.code}${done.code === expected ? '' : `, **${expected} was expected** ${done.stderr.slice(0, 300)}`}`,
          );
        }
        rmSync(at('copy.csv'), { force: true });
      }
      return lines;
    },
  };
}

async function writePeople(file, rows) {
  const out = createWriteStream(file);
  const random = seeded(7);
  const two = (number) => String(number).padStart(2, '0');
  const pick = (list) => list[Math.floor(random() * list.length)];
  out.write(HEADER);
  for (let row = 0; row < rows; ) {
    let text = '';
    for (let some = 0; some < 5000 && row < rows; some += 1, row += 1) {
      const number = (row * 7919) % 980_100;
      const ssn = `${486 + (row % 15)}-${two(1 + (number % 99))}-${String(1 + Math.floor(number / 99)).padStart(4, '0')}`;
      const born = `${1950 + Math.floor(random() * 55)}-${two(1 + Math.floor(random() * 12))}-${two(1 + Math.floor(random() * 28))}`;
      text += `${ssn},${pick(FIRST)} ${pick(LAST)},${born},6${two(Math.floor(random() * 60))}${two(Math.floor(random() * 99))},${pick(['F', 'M'])},${pick(['employed', 'not', 'unknown'])},${Math.floor(random() * 80)},${pick(NOTES)}\n`;
    }
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
}
