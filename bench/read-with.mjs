/**
 * node bench/read-with.mjs READER LIST: reads every file that LIST names with one reader and prints
 * `{ passSeconds, refused }` as JSON: CPU of each pass over the list, and the files that it throws on. Its own process, so that readers
 * share neither heap nor compiled code. Loading the reader is not counted. The first pass warms up; the later ones say what a
 * scan of many files costs.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

const PASSES = 6;

/** Each gives a function from a path to the text, all of it made. */
const READERS = {
  async ours() {
    const { openForReading } = await import('../dist/extract/index.js');
    const contentKey = randomBytes(32);
    // To the end, also behind a part that is told as unread.
    return async (path) => {
      const reading = await openForReading(path, { name: basename(path), contentKey });
      const parts = reading.parts[Symbol.asyncIterator]();
      while (!(await parts.next()).done);
    };
  },
  async mammoth() {
    const { default: mammoth } = await import('mammoth');
    return (path) => mammoth.extractRawText({ buffer: readFileSync(path) });
  },
  async sheetjs() {
    const { default: sheetjs } = await import('xlsx');
    return async (path) => {
      const workbook = sheetjs.read(readFileSync(path), { dense: true });
      for (const name of workbook.SheetNames) sheetjs.utils.sheet_to_csv(workbook.Sheets[name]);
    };
  },
  async 'pdf-parse'() {
    const { PDFParse } = await import('pdf-parse');
    return async (path) => {
      const parser = new PDFParse({ data: new Uint8Array(readFileSync(path)) });
      try {
        await parser.getText();
      } finally {
        await parser.destroy();
      }
    };
  },
};

const [reader, list] = process.argv.slice(2);
const read = await READERS[reader]();
const paths = readFileSync(list, 'utf8').split('\n').filter(Boolean);
const refused = new Set();
const passSeconds = [];
for (let pass = 0; pass < PASSES; pass += 1) {
  const before = process.cpuUsage();
  for (const path of paths) {
    try {
      await read(path);
    } catch {
      refused.add(path);
    }
  }
  const { user, system } = process.cpuUsage(before);
  passSeconds.push((user + system) / 1e6);
}
// A reader that refuses everything is called wrongly: its time says nothing.
if (refused.size === paths.length) throw new Error(`${reader} reads none of the files`);
process.stdout.write(`\n${JSON.stringify({ passSeconds, refused: [...refused] })}\n`, () => process.exit(0));
