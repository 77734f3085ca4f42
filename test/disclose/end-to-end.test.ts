import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli, temporaryFolders } from '../end-to-end/run-cli.ts';
import { agreementYaml, NAMES, SSNS } from './exports.ts';

const folderFor = temporaryFolders();

describe('from an agreement to a disclosure that is traced, on the command line', () => {
  const folder = folderFor('disclosure');
  const at = (name: string): string => join(folder, name);
  const run = (...args: string[]) =>
    runCli(['--state', at('state'), ...args], { env: { SHAREWARDEN_PASSPHRASE: 'correct horse' } });

  it('clears, fixes, certifies, logs, verifies and traces', async () => {
    writeFileSync(at('agreement.yaml'), agreementYaml('study', '- { name: ssn, form: pseudonym }\n- { name: weeks }'));
    writeFileSync(
      at('export.csv'),
      `ssn,name,weeks\n${SSNS.map((ssn, row) => `${ssn},${NAMES[row]},${10 + row}`).join('\n')}\n`,
    );
    mkdirSync(at('exports'));
    for (const name of ['a.csv', 'b.csv', 'c.csv'])
      writeFileSync(at(`exports/${name}`), readFileSync(at('export.csv')));
    const clear = (name: string, ...flags: string[]) =>
      run('clear', at(name), '--agreement', at('agreement.yaml'), ...flags);
    expect((await run('keys', 'make', '--signer', 'Data steward')).code).toBe(0);
    expect((await run('agreements', 'add', at('agreement.yaml'))).code).toBe(0);

    const blocked = await clear('exports', '--json', '--html', at('clearance.html'));
    expect(blocked.code, blocked.stderr).toBe(1);
    expect(JSON.parse(blocked.stdout)).toMatchObject({
      verdict: 'blocked',
      files: [{ path: 'a.csv' }, { path: 'b.csv' }, { path: 'c.csv' }],
    });
    expect(existsSync(at('state/certificates'))).toBe(false);

    const fixed = await clear(
      'export.csv',
      '--fix',
      at('copy.csv'),
      '--html',
      at('clearance.html'),
      '--certificate',
      at('certificate.json'),
      '--by',
      'A. Analyst',
    );
    expect(fixed.code, fixed.stdout + fixed.stderr).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(
      ['agreement.yaml', 'clearance.html', 'certificate.json', 'copy.csv', 'export.csv', 'exports', 'state'].sort(),
    );
    const told = [
      blocked.stdout,
      fixed.stdout,
      readFileSync(at('clearance.html'), 'utf8'),
      readFileSync(at('copy.csv'), 'utf8'),
    ];
    for (const value of [...SSNS, ...NAMES]) expect(told.join('\n')).not.toContain(value);

    writeFileSync(at('signer.pem'), (await run('keys', 'public')).stdout);
    const verified = await run('verify', at('certificate.json'), '--key', at('signer.pem'), at('copy.csv'));
    expect(verified.stdout, verified.stderr).toContain('holds');
    const traced = await run('disclosures', 'trace', at('copy.csv'), '--json');
    expect(JSON.parse(traced.stdout)[0]).toMatchObject({
      kind: 'same-file',
      disclosure: { who: 'A. Analyst, signed by Data steward' },
    });

    const listed = await run('disclosures', 'list', 'institute', 'copy.csv', '--json');
    expect(JSON.parse(listed.stdout)).toMatchObject([
      { who: 'A. Analyst, signed by Data steward', agreement: 'study' },
    ]);

    const { keyId } = JSON.parse(readFileSync(at('certificate.json'), 'utf8')).signer as { keyId: string };
    expect((await run('keys', 'rotate', '--signer', 'Data steward')).stdout).toContain(`${keyId} is retired`);
    expect((await run('verify', at('certificate.json'), at('copy.csv'))).code).toBe(0);
    expect((await run('keys', 'revoke', keyId, '--because', 'it was copied from a laptop')).code).toBe(0);
    const revoked = await run('verify', at('certificate.json'), at('copy.csv'));
    expect([revoked.code === 0, revoked.stdout + revoked.stderr]).toEqual([
      false,
      expect.stringContaining('revoked-key'),
    ]);
  }, 600_000);
});
