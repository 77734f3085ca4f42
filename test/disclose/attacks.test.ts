import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { temporaryFolders } from '../end-to-end/run-cli.ts';
import { ATTACKED_COLUMNS, ATTACKS, type Attack, HONEST } from './attacks.ts';
import { agreementYaml, SSNS } from './exports.ts';
import { clearHere } from './in-process.ts';

const folderFor = temporaryFolders();

async function cleared({ file, content }: Attack, fix: boolean) {
  const folder = folderFor('attack');
  const agreement = join(folder, 'agreement.yaml');
  writeFileSync(agreement, agreementYaml('attack', ATTACKED_COLUMNS));
  writeFileSync(join(folder, file), content);
  return clearHere({
    agreement,
    exports: [join(folder, file)],
    ...(fix ? { fixTo: join(folder, `copy${extname(file)}`) } : {}),
  });
}

/** All bytes of a copy, those of its parts unpacked, as text. */
function contentOf(path: string): string {
  const bytes = readFileSync(path);
  const parts = bytes.subarray(0, 2).toString() === 'PK' ? Object.values(unzipSync(bytes)) : [];
  return [bytes, ...parts.map((part) => Buffer.from(part))].map((one) => one.toString('utf8')).join('\n');
}

describe('what must not be cleared', () => {
  it.each(ATTACKS.map((attack) => [attack.title, attack] as const))('%s', async (_title, attack) => {
    const { verdict, stops } = await cleared(attack, false);
    expect(verdict).not.toBe('cleared');
    const told = JSON.stringify(stops.map(({ file: _name, ...one }) => one));
    for (const ssn of SSNS)
      for (const value of [ssn, ssn.replaceAll('-', ''), 'Ortega']) expect(told).not.toContain(value);
  });
});

describe('what goes', () => {
  it.each(HONEST.map((honest) => [honest.title, honest] as const))('%s', async (_title, honest) => {
    const { verdict, stops } = await cleared(honest, false);
    expect(verdict, JSON.stringify(stops)).toBe('cleared');
  });
});

describe('a fixed copy of what must not be cleared', () => {
  it.each(ATTACKS.map((attack) => [attack.title, attack] as const))('%s', async (_title, attack) => {
    const made = await cleared(attack, true).catch((error: Error) => error);
    if (made instanceof Error || made.copy === undefined) return;
    expect(existsSync(made.copy.draft)).toBe(true);
    const text = contentOf(made.copy.draft);
    for (const ssn of SSNS)
      for (const value of [ssn, ssn.replaceAll('-', ''), 'Ortega', 'ortega', 'ORTEGA', 'HIV'])
        expect(text.includes(value), 'a value is left').toBe(false);
  });
});
