import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { runCli, temporaryFolders } from './run-cli.ts';

const folderFor = temporaryFolders();

interface Shown {
  readonly number: string;
  readonly version: number;
  readonly files: number;
  readonly people: { lower: number; likely: number; upper: number };
  readonly statutoryPeople: { likely: number };
  readonly facts: { residents: Record<string, number>; regimes: readonly string[] };
  readonly proposal: {
    readonly route: string;
    readonly duties: readonly { duty: string; provisional: boolean; status: string }[];
    readonly turnsOn: readonly { key: string; answer: string; route: string }[];
  };
  readonly decisions: readonly { decision: string; name: string; intact: boolean }[];
  readonly clocks: readonly { duty: string; state: string; atMs?: number }[];
  readonly risk: { readonly factors: readonly { id: string }[] };
}

/** A share of its own with its state folder, and the commands over it. */
function desk(name: string) {
  const root = folderFor(name);
  const [share, state] = [join(root, 'share'), join(root, 'state')];
  mkdirSync(share);
  const config = join(root, 'sharewarden.yaml');
  writeFileSync(config, "locations:\n  - { path: '**', class: unregistered, audience: everyone }\n");
  const cli = (...args: string[]) => runCli(['--state', state, '--config', config, ...args]);
  const ok = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await cli(...args);
    if (code !== 0) throw new Error(`${args.join(' ')}: ${stderr}${stdout}`);
    return stdout;
  };
  const signed = ['--because', 'as known today', '--by', 'Dana Ruiz'];
  return {
    share,
    cli,
    ok,
    put(path: string, content: string | Uint8Array) {
      mkdirSync(dirname(join(share, path)), { recursive: true });
      writeFileSync(join(share, path), content);
    },
    scan: () => cli('scan', share),
    list: async () => JSON.parse(await ok('breach', 'list', '--json')) as { number: string }[],
    show: async () => JSON.parse(await ok('breach', 'show', NUMBER, '--json')) as Shown,
    answer: (key: string, value: string) => cli('breach', 'answer', NUMBER, key, value, ...signed),
    async answers(given: Readonly<Record<string, string>>) {
      const [[key, value] = ['', ''], ...further] = Object.entries(given);
      const and = further.map(([other, words]) => `${other}=${words}`);
      await ok('breach', 'answer', NUMBER, key, value, ...signed, ...(and.length > 0 ? ['--and', ...and] : []));
    },
    async decide(decision: string, name = 'Dana Ruiz') {
      const confirm = `I, ${name}, decide ${NUMBER}: ${decision}`;
      return cli(
        ...['breach', 'decide', NUMBER, decision, '--name', name, '--role', 'custodian'],
        ...['--confirm', confirm, '--because', 'by the record'],
      );
    },
    notify: (duty: string, ...more: string[]) =>
      cli('breach', 'notify', NUMBER, duty, '--to', 'as the duty says', '--method', 'written', ...signed, ...more),
    async score(factors: readonly { id: string }[]) {
      const ids = factors.map(({ id }) => id).join(',');
      await ok('breach', 'assess', NUMBER, ids, 'low', '--evidence', 'statement of the recipient', ...signed);
    },
    close: () => cli('breach', 'close', NUMBER, ...signed),
  };
}

/** The one assessment of each desk. */
const NUMBER = `BA-${new Date().getUTCFullYear()}-0001`;

const FIRST = ['Maria', 'James', 'Linda', 'Robert', 'Susan', 'David', 'Karen', 'Thomas', 'Nancy', 'Daniel'];
const LAST = ['Garcia', 'Miller', 'Wilson', 'Moore', 'Taylor', 'Jackson', 'Martin', 'Thompson', 'White', 'Harris'];

/** Invented people, each with another SSN; `state` by number. */
function roster(count: number, state: (index: number) => string = () => 'MO', from = 0): string {
  const rows = Array.from({ length: count }, (_, offset) => {
    const index = from + offset;
    const ssn = `${String(212 + Math.floor(index / 90_000)).padStart(3, '0')}-${String(10 + (index % 80)).padStart(2, '0')}-${String(1001 + ((index * 7) % 8999)).padStart(4, '0')}`;
    // No two of 16,800 people share a name and a birth date.
    const birth = `${String(1 + (Math.floor(index / 28) % 12)).padStart(2, '0')}/${String(1 + (index % 28)).padStart(2, '0')}/${1950 + (Math.floor(index / 336) % 50)}`;
    return `${FIRST[index % 10]},${LAST[Math.floor(index / 10) % 10]},${ssn},${birth},${state(index)}`;
  });
  return `First Name,Last Name,SSN,Date of Birth,State\n${rows.join('\n')}\n`;
}

const dutiesOf = ({ proposal }: Shown): string[] => proposal.duties.map(({ duty }) => duty);

describe('worked cases', { timeout: 240_000 }, () => {
  it('three-person misfile: from flag to a closed record in a few commands', async () => {
    const { put, scan, show, answers, decide, score, notify, close, cli } = desk('misfile');
    put('Public/intake.csv', roster(3));
    expect((await scan()).code).toBe(1);
    expect(await show()).toMatchObject({ people: { lower: 3, likely: 3, upper: 3 }, proposal: { route: 'assess' } });
    const early = await decide('no-notice');
    expect(early.code).toBe(2);
    expect(early.stderr).toMatch(/harm/);
    await answers({ role: 'owner', 'eta-funded': 'no', harm: 'not-reasonably-likely' });
    expect((await decide('no-notice')).stderr).toMatch(/nobody has scored/);
    await score((await show()).risk.factors);
    expect((await decide('no-notice')).code).toBe(0);
    const decided = await show();
    expect(decided.decisions).toMatchObject([{ decision: 'no-notice', name: 'Dana Ruiz', intact: true }]);
    const kept = decided.clocks.find(({ duty }) => duty === 'keep-no-notice-memo');
    expect(kept?.state).toBe('keep-until');
    expect(new Date(kept?.atMs ?? 0).getUTCFullYear()).toBe(new Date().getUTCFullYear() + 5);
    expect((await close()).stderr).toMatch(/lessons/);
    await answers({ lessons: 'Share audience is reviewed in June.' });
    expect((await close()).code).toBe(0);
    expect((await notify('notify-owner')).stderr).toMatch(/it is closed/);
    expect((await cli('audit', 'verify')).code).toBe(0);
  });

  it('encrypted laptop backup, no key beside it: a safe harbour once a person says so', async () => {
    const { put, scan, ok, show, answers, decide } = desk('backup');
    put('Laptop/backup.zip', encryptedZip());
    put('Laptop/notes.txt', 'Meeting at noon.');
    await scan();
    await ok(
      ...openManual(
        'Laptop lost on a bus',
        '--people',
        '0-40',
        '--types',
        'us-ssn',
        '--named',
        '--file',
        'share:Laptop/backup.zip',
      ),
    );
    expect((await show()).proposal).toMatchObject({ route: 'assess' });
    expect((await decide('safe-harbour')).code).toBe(2);
    await answers({ encrypted: 'yes' });
    const unknownKey = await show();
    expect(unknownKey.proposal.route).toBe('assess');
    expect(unknownKey.proposal.turnsOn).toContainEqual({ key: 'key-exposed', answer: 'no', route: 'safe-harbour' });
    await answers({ 'key-exposed': 'no' });
    expect((await show()).proposal.route).toBe('safe-harbour');
    expect((await decide('safe-harbour')).code).toBe(0);
  });

  it('encrypted laptop backup with the key beside it: no safe harbour', async () => {
    const { put, scan, ok, show, answers, decide, cli } = desk('backup-key');
    put('Laptop/backup.zip', encryptedZip());
    put('Laptop/backup password.txt', 'It is the usual one.');
    await scan();
    await ok(
      ...openManual(
        'Laptop lost on a bus',
        '--people',
        '40',
        '--types',
        'us-ssn',
        '--named',
        '--file',
        'share:Laptop/backup.zip',
      ),
    );
    await answers({ encrypted: 'yes', 'key-exposed': 'yes' });
    expect((await show()).proposal.route).toBe('assess');
    expect((await decide('safe-harbour')).code).toBe(2);
    expect((await cli('breach', 'open', '--manual', '--because', 'x', '--types', 'us-snn')).stderr).toMatch(
      /is not known/,
    );
  });

  it.each([
    [1_000, false],
    [1_001, true],
  ])('%i residents: Attorney General and agencies %s', async (count, told) => {
    const { put, scan, show, answers } = desk(`residents-${count}`);
    put('Public/roster.csv', roster(count));
    await scan();
    await answers({ role: 'owner', harm: 'reasonably-likely' });
    const shown = await show();
    expect(shown.people).toEqual({ lower: count, likely: count, upper: count });
    expect(shown.proposal.route).toBe('notify-consumers');
    expect(dutiesOf(shown).includes('notify-attorney-general')).toBe(told);
  });

  it('border counties: residents by state, neighbours with their mark', async () => {
    const { put, scan, show } = desk('border');
    put(
      'Public/roster.csv',
      roster(620, (index) => (index < 500 ? 'IL' : index < 600 ? 'MO' : 'NE')),
    );
    await scan();
    const shown = await show();
    expect(shown.facts.residents).toEqual({ IL: 500, MO: 100, NE: 20 });
    const neighbours = shown.proposal.duties.filter(({ duty }) => /^notify-(il|ne|ia)$/.test(duty));
    expect(neighbours.map(({ duty, status }) => [duty, status])).toEqual([
      ['notify-il', 'S'],
      ['notify-ne', 'S'],
    ]);
  });

  it('holder, not owner: the owner is told at once, beside everything else', async () => {
    const { put, scan, show, answers, notify, decide, close } = desk('holder');
    put('Public/roster.csv', roster(12));
    await scan();
    await answers({ role: 'holder', harm: 'reasonably-likely', 'eta-funded': 'no', lessons: 'None open.' });
    expect(dutiesOf(await show())).toEqual(['notify-owner', 'notify-consumers']);
    expect((await decide('notify-consumers')).code).toBe(0);
    expect((await close()).stderr).toMatch(/open duties: notify-owner, notify-consumers/);
    expect((await notify('notify-owner')).code).toBe(0);
    expect((await notify('notify-tx')).stderr).toMatch(/none of this assessment/);
    expect((await notify('notify-consumers', '--method', 'substitute')).stderr).toMatch(/nothing on record allows it/);
    expect((await notify('notify-consumers', '--count', '12')).code).toBe(0);
    expect((await close()).code).toBe(0);
  });

  it('only the last four digits: redacted, a safe harbour with its clause', async () => {
    const { scan, ok, show, put } = desk('last-four');
    put('notes.txt', 'Meeting at noon.');
    await scan();
    await ok(
      ...openManual('List mailed to the wrong office', '--people', '4', '--types', 'us-ssn-last-four', '--named'),
    );
    expect((await show()).proposal.route).not.toBe('assess');
  });

  it('medical with other papers: the regime is named beside the statute', async () => {
    const { put, scan, show } = desk('medical');
    put(
      'Public/case.csv',
      'First Name,Last Name,SSN,Diagnosis\nMaria,Garcia,212-44-1234,Type 2 diabetes\nJames,Miller,212-45-2345,Asthma\n',
    );
    await scan();
    const shown = await show();
    expect(shown.people.likely).toBe(2);
    expect(shown.facts.regimes).toContain('medical');
    expect(dutiesOf(shown)).toContain('medical');
  });

  it('paper only: the statute does not apply, the Plan does', async () => {
    const { put, scan, ok, show, answers, decide } = desk('paper');
    put('notes.txt', 'Meeting at noon.');
    await scan();
    await ok(...openManual('A folder was left in a lobby', '--people', '2', '--types', 'us-ssn', '--named'));
    await answers({ computerized: 'no' });
    expect((await show()).proposal.route).toBe('paper');
    expect((await decide('notify-consumers')).code).toBe(0);
    expect((await decide('paper')).code).toBe(0);
    const { decisions } = await show();
    expect(decisions.map(({ decision, intact }) => [decision, intact])).toEqual([
      ['notify-consumers', true],
      ['paper', true],
    ]);
  });

  it('an e-mail to the wrong recipient, returned unopened: evidence decides, contradictions are refused', async () => {
    const { put, scan, show, answer, answers, cli } = desk('returned');
    put(
      'Outbox/mail.eml',
      `From: a@board.example\r\nTo: b@other.example\r\nSubject: List\r\n\r\nMaria Garcia, SSN 212-44-1234\r\n`,
    );
    await scan();
    await answers({ recipient: 'returned-unopened', accessed: 'no', acquired: 'no' });
    expect((await show()).proposal.route).toBe('assess');
    await answers({ 'no-access-proven': 'yes' });
    expect((await show()).proposal.route).toBe('not-a-breach');
    expect((await answer('acquired', 'yes')).stderr).toMatch(/contradicts/);
    await answers({ 'detected-at': '2026-03-02' });
    expect((await answer('contained-at', '2026-03-01')).stderr).toMatch(/lies before detected-at/);
    expect((await answer('acess', 'yes')).stderr).toMatch(/accessed/);
    const { number, version } = await show();
    const entry = ['breach', 'answer', number, 'misused', 'no', '--because', 'logs', '--seen', String(version)];
    expect((await cli(...entry)).code).toBe(0);
    expect((await cli(...entry)).stderr).toMatch(/somebody else changed it meanwhile/);
    const words = await cli(
      'breach',
      'answer',
      number,
      'circumstances',
      'SSN 212-44-1234 went out',
      '--because',
      'told',
    );
    expect(words.code).toBe(0);
    expect(JSON.stringify(await show())).not.toContain('212-44-1234');
  });

  it('the same rows copied in three places are one assessment of as many people', async () => {
    const { put, scan, list, show, share } = desk('copies');
    put('Public/roster.csv', roster(12_000));
    mkdirSync(join(share, 'Backup'));
    mkdirSync(join(share, 'Old'));
    copyFileSync(join(share, 'Public/roster.csv'), join(share, 'Backup/roster (2).csv'));
    copyFileSync(join(share, 'Public/roster.csv'), join(share, 'Old/roster.csv'));
    await scan();
    expect(await list()).toHaveLength(1);
    expect(await show()).toMatchObject({ files: 3, people: { lower: 12_000, likely: 12_000, upper: 12_000 } });
  });
});

function openManual(what: string, ...more: string[]): string[] {
  return ['breach', 'open', '--manual', '--because', what, '--by', 'Dana Ruiz', ...more];
}

/** A zip whose one member says that it is encrypted with AES-256 (WinZip), as far as a reader without the key can see. */
function encryptedZip(): Uint8Array {
  const extra = new Uint8Array([2, 0, 65, 69, 3, 0, 0]);
  const bytes = zipSync({ 'roster.csv': [strToU8('x'.repeat(200)), { level: 0, extra: { 39169: extra } }] });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 4 <= bytes.length; at++) {
    const signature = view.getUint32(at, true);
    if (signature === 0x04034b50) setEncrypted(view, at + 6, at + 8);
    if (signature === 0x02014b50) setEncrypted(view, at + 8, at + 10);
  }
  return bytes;
}

function setEncrypted(view: DataView, flagsAt: number, methodAt: number): void {
  view.setUint16(flagsAt, view.getUint16(flagsAt, true) | 1, true);
  view.setUint16(methodAt, 99, true);
}
