import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { filesAt, makeSigningKey, verifyCertificate } from '../../src/disclose/index.ts';
import { openRecord } from '../../src/record/index.ts';
import { PROJECT, temporaryFolders } from '../end-to-end/run-cli.ts';
import { agreementYaml } from './exports.ts';
import { KEY, TODAY } from './in-process.ts';

const folderFor = temporaryFolders();
const MOMENTS_MIN = 10;

it('killed before any step of writing, leaves no copy without certificate and log row, and the next run makes it', async () => {
  const folder = folderFor('killed');
  mkdirSync(join(folder, 'copies'));
  mkdirSync(join(folder, 'patterns/us'), { recursive: true });
  cpSync(join(PROJECT, 'patterns/us/us-itin.yaml'), join(folder, 'patterns/us/us-itin.yaml'));
  writeFileSync(join(folder, 'agreement.yaml'), agreementYaml('killed', '- { name: program }\n- { name: weeks }'));
  writeFileSync(join(folder, 'export.csv'), `program,weeks,note\n${'welding,12,went well\n'.repeat(20)}`);
  const { publicKeyPem } = makeSigningKey(join(folder, 'keys'), 'Data steward', undefined, 0);
  const run = (killAt: number, targets: readonly string[]) =>
    spawnSync(
      process.execPath,
      [join(import.meta.dirname, 'killed-hand-over.mjs'), folder, String(killAt), ...targets],
      { encoding: 'utf8' },
    );
  const copies = (): string[] => readdirSync(join(folder, 'copies')).filter((name) => name.endsWith('.csv'));
  const standing = async (): Promise<void> => {
    const record = await openRecord(join(folder, 'record.sqlite'), { fingerprintKey: KEY });
    const log = await record.disclosures.list();
    await record.close();
    for (const name of copies()) {
      const path = join(folder, 'copies', name);
      const [received] = filesAt(path);
      const row = log.find(({ files }) =>
        files.some((file) => file.name === name && file.contentSha256 === received?.sha256),
      );
      expect(row, `${name} is on the log`).toBeDefined();
      const certificate = readFileSync(join(folder, 'certificates', `${row?.id}.json`), 'utf8');
      expect(
        verifyCertificate({
          certificate,
          files: filesAt(path),
          trustedKeys: [publicKeyPem],
          revokedKeyIds: [],
          today: TODAY,
        }),
      ).toEqual([]);
    }
  };

  const targets: string[] = [];
  for (let killAt = 1; ; killAt += 1) {
    const target = `copy-${killAt}.csv`;
    const { signal, status, stderr } = run(killAt, [target]);
    targets.push(target);
    if (signal === null) {
      expect([status, stderr]).toEqual([0, '']);
      break;
    }
    expect(signal).toBe('SIGKILL');
  }
  expect(targets.length - 1).toBeGreaterThanOrEqual(MOMENTS_MIN);
  const placed = copies();
  await standing();
  const open = targets.filter((target) => !placed.includes(target));
  expect(open.length).toBeGreaterThanOrEqual(MOMENTS_MIN - 2);
  const { status, stderr } = run(0, open);
  expect([status, stderr]).toEqual([0, '']);
  expect(copies().sort()).toEqual([...targets].sort());
  for (const target of open) expect(existsSync(join(folder, 'copies', `${target}.sharewarden-draft`))).toBe(false);
  await standing();
}, 300_000);
