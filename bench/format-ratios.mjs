/** The readers of office formats against the usual library for each, over the same files in the same run. */
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { seeded } from './corpus.mjs';
import { median } from './measure.mjs';
import { docx, pdf, xlsx } from './office-files.mjs';

const READ_WITH = fileURLToPath(new URL('./read-with.mjs', import.meta.url));
const PAIRS = 3;

/** A reader that takes longer over one list hangs. */
const READER_TIMEOUT_MS = 300_000;

const RIVALS = [
  { extension: 'pdf', library: 'pdf-parse', target: 4 },
  { extension: 'docx', library: 'mammoth', target: 2.5 },
  { extension: 'xlsx', library: 'sheetjs', target: 5 },
];

export const formatRatios = {
  name: 'formats',
  question: 'Reading alone, CPU time, against the usual library alone: same files, one run, each reader in its own process.',
  async run({ work, documents }) {
    const generated = join(work, 'office');
    writeOfficeFiles(generated);
    const lines = ['| corpus | format | files | ours, CPU s | library | library, CPU s | ratio | wanted |', '|---|---|--:|--:|---|--:|--:|--:|'];
    for (const [corpus, folder] of [['generated', generated], ...(documents ? [['documents given', documents]] : [])]) {
      for (const rival of RIVALS) lines.push(await compare(corpus, folder, rival, work));
    }
    return [...lines, '', `Medians of ${PAIRS} pairs; files that a reader refuses count with the time it took.`];
  },
};

async function compare(corpus, folder, { extension, library, target }, work) {
  const paths = filesOf(folder, extension);
  const list = join(work, `${extension}.list`);
  writeFileSync(list, paths.join('\n'));
  const ours = [];
  const theirs = [];
  const ratios = [];
  let failed = [0, 0];
  try {
    for (let pair = 0; pair < PAIRS; pair += 1) {
      const a = await readWith('ours', list);
      const b = await readWith(library, list);
      ours.push(a.cpuSeconds);
      theirs.push(b.cpuSeconds);
      ratios.push(b.cpuSeconds / a.cpuSeconds);
      failed = [a.failed, b.failed];
    }
  } catch (error) {
    return `| ${corpus} | ${extension} | ${paths.length} | - | ${library} | ${error.killed ? 'hangs' : 'crashes'} | - | ${target} |`;
  }
  const cell = (values, refused) => `${median(values).toFixed(2)}${refused > 0 ? ` (${refused} not or partly read)` : ''}`;
  return `| ${corpus} | ${extension} | ${paths.length} | ${cell(ours, failed[0])} | ${library} | ${cell(theirs, failed[1])} | **${median(ratios).toFixed(1)}** | ${target} |`;
}

async function readWith(reader, list) {
  const { stdout } = await promisify(execFile)(process.execPath, [READ_WITH, reader, list], {
    timeout: READER_TIMEOUT_MS,
    killSignal: 'SIGKILL',
    maxBuffer: 2 ** 26,
  });
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

/** Files made to stop a reader say nothing about its speed. */
function filesOf(folder, extension) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.toLowerCase().endsWith(`.${extension}`))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes('/bombs/'))
    .sort();
}

function writeOfficeFiles(folder) {
  mkdirSync(folder, { recursive: true });
  const random = seeded(11);
  const many = (count, name, make) => {
    for (let file = 0; file < count; file += 1) writeFileSync(join(folder, `${file}-${name}`), make(file));
  };
  many(24, 'report.pdf', (file) => pdf(random, 1 + (file % 12)));
  many(40, 'letter.docx', (file) => docx(random, 4000 + (file % 10) * 8000));
  many(6, 'people.xlsx', (file) => xlsx(random, 200 + (file % 5) * 1500));
}
