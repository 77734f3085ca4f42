/** Files far bigger than memory, through the whole program: peak resident memory must not follow the size. */
import { once } from 'node:events';
import { createWriteStream, mkdirSync, rmSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, Zip, ZipDeflate } from 'fflate';
import { peopleCsv, personRow, seeded } from './corpus.mjs';
import { SHEET_END, SHEET_START, sheetRow, workbookParts } from './office-files.mjs';

const GB = 1e9;
const MB = 1e6;

/** What all threads together may hold. */
const RESIDENT_BYTES_MAX = 700 * 2 ** 20;

/** How the scan says that something was not read. */
const EXIT_UNREAD = 3;

/** Sheets have no more rows than this (Excel specifications and limits). */
const SHEET_ROWS_MAX = 1_048_576;

/** `scan(share, state, threads)` measures one run; `scale` shrinks a trial: 0.01 gives 100 MB and 10 MB. */
export function bigFiles(scan, stateBelow) {
  return {
    name: 'big-files',
    question: 'A csv of 10 GB and an xlsx of 1 GB times --scale, each with one worker through the whole program.',
    async run({ work, scale }) {
      const lines = [];
      for (const [name, sizeBytes, write] of [
        ['people.csv', 10 * GB * scale, writeCsv],
        ['people.xlsx', GB * scale, writeXlsx],
      ]) {
        const { bavail, bsize } = statfsSync(work);
        if (bavail * bsize < 2 * sizeBytes) {
          lines.push(`- ${name}: not run, no room for ${Math.round(sizeBytes / MB)} MB`);
          continue;
        }
        const share = join(work, `big-${name}`);
        mkdirSync(share);
        const file = join(share, name);
        await write(file, sizeBytes);
        const run = await scan(share, stateBelow(work, 'big'), 1);
        const written = statSync(file).size;
        rmSync(share, { recursive: true });
        const verdict = run.peakBytes > RESIDENT_BYTES_MAX ? '**over** 700 MiB' : 'under 700 MiB';
        lines.push(
          `- ${name} of ${Math.round(written / MB)} MB: ${run.wallSeconds.toFixed(0)} s, ${run.cpuSeconds.toFixed(0)} s of CPU, ${(written / MB / run.cpuSeconds).toFixed(1)} MB/s of CPU time, peak ${Math.round(run.peakBytes / 2 ** 20)} MiB (${verdict}), exit code ${run.code}${run.code === EXIT_UNREAD ? ': **not all of it was read**' : ''}`,
        );
      }
      return lines;
    },
  };
}

async function writeCsv(file, sizeBytes) {
  const out = createWriteStream(file);
  const random = seeded(3);
  for (let size = 0; size < sizeBytes; ) {
    const table = peopleCsv(random, Math.min(8 * MB, sizeBytes - size));
    const block = size === 0 ? table : table.slice(table.indexOf('\n') + 1);
    size += block.length;
    if (!out.write(block)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
}

/** Sheets of at most a million rows, until the packed file has its size. */
async function writeXlsx(file, sizeBytes) {
  const out = createWriteStream(file);
  const random = seeded(5);
  let packedBytes = 0;
  const zip = new Zip((error, chunk, final) => {
    if (error) throw error;
    packedBytes += chunk.length;
    out.write(chunk);
    if (final) out.end();
  });
  const member = (name) => {
    const deflated = new ZipDeflate(name, { level: 1 });
    zip.add(deflated);
    return deflated;
  };
  let sheets = 0;
  while (packedBytes < sizeBytes) {
    sheets += 1;
    const sheet = member(`xl/worksheets/sheet${sheets}.xml`);
    sheet.push(strToU8(SHEET_START));
    for (let row = 1; row <= SHEET_ROWS_MAX && packedBytes < sizeBytes; ) {
      let rows = '';
      for (let some = 0; some < 1000 && row <= SHEET_ROWS_MAX; some += 1, row += 1) rows += sheetRow(personRow(random), row);
      sheet.push(strToU8(rows));
      if (out.writableNeedDrain) await once(out, 'drain');
    }
    sheet.push(strToU8(SHEET_END), true);
  }
  for (const [name, text] of Object.entries(workbookParts(sheets))) member(name).push(strToU8(text), true);
  zip.end();
  await once(out, 'close');
}
