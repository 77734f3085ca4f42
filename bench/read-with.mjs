/**
 * node bench/read-with.mjs READER LIST: reads every file that LIST names with one reader and prints
 * `{ cpuSeconds, failed }` as JSON. Its own process, so that readers share neither heap nor compiled code. Loading the reader is
 * not counted; warming up is, as it is in a scan.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** Each gives a function from a path to the text, all of it made. */
const READERS = {
  async ours() {
    const { openForReading } = await import('../dist/extract/index.js');
    const contentKey = randomBytes(32);
    return async (path) => {
      const reading = await openForReading(path, { name: basename(path), contentKey });
      for await (const part of reading.parts) if (part.kind === 'unread') throw new Error(part.reason);
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
let failed = 0;
const before = process.cpuUsage();
for (const path of paths) {
  try {
    await read(path);
  } catch {
    failed += 1;
  }
}
// A reader that refuses everything is called wrongly: its time says nothing.
if (failed === paths.length) throw new Error(`${reader} reads none of the files`);
const { user, system } = process.cpuUsage(before);
process.stdout.write(`\n${JSON.stringify({ cpuSeconds: (user + system) / 1e6, failed })}\n`, () => process.exit(0));
