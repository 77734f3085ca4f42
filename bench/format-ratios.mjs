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
    const lines = [
      '| corpus | format | files | library | first pass: ours, library, s | ratio | later passes: ours, library, s | ratio | wanted |',
      '|---|---|--:|---|--:|--:|--:|--:|--:|',
    ];
    for (const [corpus, folder] of [['generated', generated], ...(documents ? [['documents given', documents]] : [])]) {
      for (const rival of RIVALS) lines.push(await compare(corpus, folder, rival, work));
    }
    return [
      ...lines,
      '',
      `Medians of ${PAIRS} pairs, ours and the library in turn. The first pass over the list warms up; a scan of many files is like the later ones, of which each process gives its median. Files that the library refuses are left out: ours would be charged with reading them.`,
    ];
  },
};

async function compare(corpus, folder, { extension, library, target }, work) {
  const paths = filesOf(folder, extension);
  const list = join(work, `${extension}.list`);
  const pairs = [];
  let read = paths;
  try {
    writeFileSync(list, paths.join('\n'));
    const { refused } = await readWith(library, list);
    read = paths.filter((path) => !refused.includes(path));
    writeFileSync(list, read.join('\n'));
    for (let pair = 0; pair < PAIRS; pair += 1) pairs.push([await readWith('ours', list), await readWith(library, list)]);
  } catch (error) {
    return `| ${corpus} | ${extension} | ${paths.length} | ${library} | ${error.killed ? 'hangs' : 'crashes'} | - | - | - | ${target} |`;
  }
  const times = (of) => {
    const measured = pairs.map(([ours, theirs]) => [of(ours), of(theirs)]);
    const [a, b] = [0, 1].map((side) => median(measured.map((pair) => pair[side])).toFixed(2));
    return `${a}, ${b} | **${median(measured.map(([ours, theirs]) => theirs / ours)).toFixed(1)}**`;
  };
  const leftOut = paths.length > read.length ? ` (${paths.length - read.length} left out)` : '';
  const first = times(({ passSeconds }) => passSeconds[0]);
  const later = times(({ passSeconds }) => median(passSeconds.slice(1)));
  return `| ${corpus} | ${extension} | ${read.length}${leftOut} | ${library} | ${first} | ${later} | ${target} |`;
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
  many(1, 'register.xlsx', () => xlsx(random, 30_000));
}
