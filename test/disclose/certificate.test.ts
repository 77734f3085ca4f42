import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signedCertificate } from '../../src/disclose/certificate.ts';
import {
  activeSigningKey,
  type Clearance,
  handOver,
  listSigningKeys,
  makeSigningKey,
  measureLeak,
  searchDisclosures,
  traceLeak,
} from '../../src/disclose/index.ts';
import { openRecord } from '../../src/record/index.ts';
import { PROJECT, temporaryFolders } from '../end-to-end/run-cli.ts';
import { agreementYaml, SSNS } from './exports.ts';
import { clearHere, KEY, TODAY, threadHere } from './in-process.ts';

const folderFor = temporaryFolders();
const COLUMNS = '- { name: ssn, form: pseudonym }\n- { name: weeks }';
const EXPORT = `ssn,weeks\n${SSNS.map((ssn, at) => `${ssn},${10 + at}`).join('\n')}\n`;

describe('a certificate', () => {
  const folder = folderFor('certificate');
  const keys = folderFor('keys');
  const at = (name: string): string => join(folder, name);
  const nowMs = Date.parse(`${TODAY}T12:00:00Z`);
  let record: Awaited<ReturnType<typeof openRecord>>;
  let cleared: Awaited<ReturnType<typeof clearHere>>;

  const request = (clearance: Clearance, file: string) => ({
    clearance,
    agreement: cleared.agreement,
    exceptions: [],
    signing: { key: activeSigningKey(keys), passphrase: 'correct horse' },
    disclosures: record.disclosures,
    who: 'A. Analyst',
    nowMs,
    versions: { sharewarden: 'test' },
    patternDigest: 'p',
    policyDigest: 'q',
    certificateFile: file,
    certificateFolder: folder,
  });

  /** The verifier as a recipient runs it: one file, alone in a folder. */
  const verify = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [at('alone/verify-certificate.mjs'), ...args], {
      encoding: 'utf8',
    });
    return { status, problems: stdout.split('\n').flatMap((line) => /^([a-z-]+): /.exec(line)?.[1] ?? []), stderr };
  };
  const holds = { status: 0, problems: [], stderr: '' };
  const fails = (...problems: string[]) => ({ status: 1, problems, stderr: '' });
  const altered = (change: (text: string) => string): string => {
    writeFileSync(at('altered.json'), change(readFileSync(at('certificate.json'), 'utf8')));
    return at('altered.json');
  };

  beforeAll(async () => {
    writeFileSync(at('agreement.yaml'), agreementYaml('certified', COLUMNS));
    writeFileSync(at('export.csv'), EXPORT);
    mkdirSync(at('alone'));
    copyFileSync(join(PROJECT, 'dist/disclose/verify-certificate.js'), at('alone/verify-certificate.mjs'));
    record = await openRecord(at('record.sqlite'), { fingerprintKey: KEY });
    writeFileSync(at('signer.pem'), makeSigningKey(keys, 'Data steward', 'correct horse', nowMs).publicKeyPem);
    writeFileSync(at('stranger.pem'), makeSigningKey(folderFor('other'), 'Stranger', undefined, nowMs).publicKeyPem);
    cleared = await fixedTo('copy.csv');
    await handOver(request(cleared, at('certificate.json')));
  });
  afterAll(() => record.close());

  it('is signed with a key that only its owner can read', () => {
    expect(readdirSync(keys).map((name) => statSync(join(keys, name)).mode & 0o777)).toEqual([0o600]);
    expect(readFileSync(join(keys, readdirSync(keys)[0] ?? ''), 'utf8')).toContain('ENCRYPTED PRIVATE KEY');
    expect(listSigningKeys(keys)).toHaveLength(1);
  });

  it('holds for what was cleared, by the verifier that stands alone', () => {
    expect(verify(at('certificate.json'), '--key', at('signer.pem'), at('copy.csv'))).toEqual(holds);
  });

  it('fails for each kind of tampering with a message of its own', () => {
    const [certificate, key, copy] = [at('certificate.json'), at('signer.pem'), at('copy.csv')];
    mkdirSync(at('received'), { recursive: true });
    const received = at('received/copy.csv');
    const bytes = readFileSync(copy);
    for (const place of [0, Math.floor(bytes.length / 2), bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed[place] = (changed[place] ?? 0) ^ 1;
      writeFileSync(received, changed);
      expect(verify(certificate, '--key', key, received)).toEqual(fails('file-changed'));
    }
    writeFileSync(received, bytes);
    writeFileSync(at('received/more.csv'), 'more');
    expect(verify(certificate, '--key', key, at('received'))).toEqual(fails('file-extra'));
    expect(verify(certificate, '--key', key, at('received/more.csv'))).toEqual(fails('file-missing', 'file-extra'));
    writeFileSync(at('received/renamed.csv'), bytes);
    expect(verify(certificate, '--key', key, at('received/renamed.csv'))).toEqual(fails('file-renamed'));
    for (const name of ['copy.csv', 'more.csv', 'renamed.csv']) rmSync(at(`received/${name}`));
    expect(verify(certificate, '--key', key, at('received'))).toEqual(fails('file-missing'));
    expect(verify(certificate, '--key', at('stranger.pem'), copy)).toEqual(fails('unknown-key'));
    const { keyId } = activeSigningKey(keys);
    writeFileSync(at('revoked.json'), JSON.stringify({ keyIds: [keyId] }));
    expect(verify(certificate, '--key', key, '--revoked', at('revoked.json'), copy)).toEqual(fails('revoked-key'));
    expect(
      verify(
        altered((text) => text.replace('Institute of Labor Studies', 'Somebody Else')),
        '--key',
        key,
        copy,
      ),
    ).toEqual(fails('certificate-altered'));
    expect(
      verify(
        altered((text) => text.replace('"2099-12-31"', '"2021-12-31"')),
        '--key',
        key,
        copy,
      ),
    ).toEqual(fails('certificate-altered', 'agreement-expired'));
    expect(
      verify(
        altered((text) => text.replace(/"merkleRoot": "./, '"merkleRoot": "g')),
        '--key',
        key,
        copy,
      ),
    ).toEqual(fails('certificate-altered', 'root-wrong'));
    expect(
      verify(
        altered((text) => text.slice(0, -20)),
        '--key',
        key,
        copy,
      ),
    ).toEqual(fails('not-a-certificate'));
    expect(verify(certificate, '--key', key).status).toBe(2);
    expect(verify(certificate, copy)).toMatchObject({ status: 2, stderr: expect.stringContaining('another way') });
  });

  it('that is authentic fails once its agreement has expired, has not begun, or an exception of it has ended', () => {
    const authentic = (agreement: object, expires: string): string => {
      const { agreement: read } = cleared;
      writeFileSync(
        at('other.json'),
        signedCertificate(
          {
            ...request(cleared, ''),
            id: 'x',
            issuedAtMs: nowMs,
            files: cleared.files,
            agreement: { ...read, agreement: { ...read.agreement, ...agreement } },
            exceptions: [{ check: 'small-class', reason: 'agreed by the board', by: 'A. Director', expires }],
            excepted: [],
          },
          activeSigningKey(keys),
          'correct horse',
        ),
      );
      return at('other.json');
    };
    const [key, copy] = [at('signer.pem'), at('copy.csv')];
    expect(verify(authentic({}, '2099-01-01'), '--key', key, copy)).toEqual(holds);
    expect(verify(authentic({ expires: '2021-12-31' }, '2099-01-01'), '--key', key, copy)).toEqual(
      fails('agreement-expired'),
    );
    expect(verify(authentic({ begins: '2098-01-01' }, '2099-01-01'), '--key', key, copy)).toEqual(
      fails('agreement-not-begun'),
    );
    expect(verify(authentic({}, '2021-01-01'), '--key', key, copy)).toEqual(fails('exception-expired'));
  });

  it('comes before the copy: one without the other is never left', async () => {
    const inAnother = await fixedTo('second.csv');
    const refused = { ...record.disclosures, add: () => Promise.reject(new Error('the disk is full')) };
    await expect(handOver({ ...request(inAnother, at('second.json')), disclosures: refused })).rejects.toThrow('disk');
    expect(readdirSync(folder).filter((name) => name.startsWith('second'))).toEqual([]);
    const late = await fixedTo('third.csv');
    writeFileSync(at('third.csv'), 'somebody wrote this meanwhile');
    await expect(handOver(request(late, at('third.json')))).rejects.toThrow('is there already');
    expect(readdirSync(folder).filter((name) => name.startsWith('third'))).toEqual(['third.csv']);
    expect(readFileSync(at('third.csv'), 'utf8')).toBe('somebody wrote this meanwhile');
  });

  it('is made after a draft that a killed run left behind', async () => {
    writeFileSync(at('fourth.csv.sharewarden-draft'), 'half a copy');
    const made = await fixedTo('fourth.csv');
    await handOver(request(made, at('fourth.json')));
    expect(readFileSync(at('fourth.csv'), 'utf8')).toBe(readFileSync(at('copy.csv'), 'utf8'));
    expect(readdirSync(folder).filter((name) => name.endsWith('.sharewarden-draft'))).toEqual([]);
  });

  it('is on the log, from which a leaked file and a leaked part of it are traced', async () => {
    const log = await record.disclosures.list();
    expect(searchDisclosures(log, ['labor', 'copy.csv'])).toHaveLength(1);
    const whole = await traceLeak(record.disclosures, await measureLeak(threadHere(), at('copy.csv'), TODAY));
    expect(whole[0]).toMatchObject({
      kind: 'same-file',
      disclosure: {
        recipient: 'Institute of Labor Studies',
        agreement: 'certified',
        who: 'A. Analyst, signed by Data steward',
      },
    });
    const [head = '', , second = '', third = ''] = readFileSync(at('copy.csv'), 'utf8').split('\n');
    writeFileSync(at('leak.csv'), [head, third, second].join('\n'));
    const part = await traceLeak(record.disclosures, await measureLeak(threadHere(), at('leak.csv'), TODAY));
    expect(part[0]).toMatchObject({ kind: 'same-rows', sharedRows: 2 });
  });

  function fixedTo(name: string) {
    return clearHere({ agreement: at('agreement.yaml'), exports: [at('export.csv')], fixTo: at(name) });
  }
});
