import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { Assessment } from '../../src/breach/index.ts';
import { NUMBER, openDesk } from './breach-desk.ts';
import { runCli, temporaryFolders } from './run-cli.ts';

const folderFor = temporaryFolders();
const desk = (name: string) => openDesk(folderFor(name));
const exactly = (count: number) => ({ lower: count, likely: count, upper: count });

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

const dutiesOf = ({ proposal }: Assessment): string[] => proposal.duties.map(({ duty }) => duty);

describe('worked cases', { timeout: 480_000 }, () => {
  it('three-person misfile, by the command line: from flag to a closed record', async () => {
    const root = folderFor('misfile');
    const config = join(root, 'sharewarden.yaml');
    mkdirSync(join(root, 'share'));
    writeFileSync(join(root, 'share', 'intake.csv'), roster(3));
    writeFileSync(
      config,
      "locations:\n  - { path: '**', class: unregistered, audience: everyone }\nbreach: { answers: { role: owner, eta-funded: 'no', fti-present: 'no' } }\n",
    );
    const cli = (...args: string[]) => runCli([...args, '--state', join(root, 'state'), '--config', config]);
    const signed = ['--because', 'as known today', '--by', 'Dana Ruiz'];
    const breach = (command: string, ...args: string[]) => cli('breach', command, NUMBER, ...args, ...signed);
    const decide = (...more: string[]) =>
      breach('decide', 'no-notice', '--name', 'Dana Ruiz', '--role', 'custodian', ...more);
    const confirm = ['--confirm', `I, Dana Ruiz, decide ${NUMBER}: no-notice`];
    const show = async () => JSON.parse((await cli('breach', 'show', NUMBER, '--json')).stdout) as Assessment;

    expect((await cli('scan', join(root, 'share'))).code).toBe(1);
    const found = await show();
    expect(found).toMatchObject({ people: exactly(3), proposal: { route: 'assess' } });
    const lessons = 'lessons=Audience is reviewed in June.';
    const answered = await breach('answer', 'harm', 'not-reasonably-likely', '--and', lessons);
    expect(answered.stdout).toMatch(/Next: Score.*\n.*breach assess .* all proposed/);
    expect((await breach('assess', 'all', 'low', '--evidence', 'statement of the recipient')).code).toBe(0);
    expect((await decide(...confirm)).code).toBe(0);
    const decided = await show();
    expect(decided.decisions).toMatchObject([{ decision: 'no-notice', name: 'Dana Ruiz', intact: true }]);
    const kept = decided.clocks.find(({ duty }) => duty === 'keep-no-notice-memo');
    expect(kept?.state).toBe('keep-until');
    expect(new Date(kept?.atMs ?? 0).getUTCFullYear()).toBe(new Date().getUTCFullYear() + 5);
    expect((await breach('close')).code).toBe(0);
    expect((await cli('audit', 'verify')).code).toBe(0);
  });

  const lost = {
    why: 'Laptop lost on a bus',
    types: ['us-ssn'],
    files: [{ share: 'share', path: 'Laptop/backup.zip' }],
  };

  it('encrypted laptop backup, no key beside it: a safe harbour once a person says so', async () => {
    const { put, scan, openManual, show, answers, decide } = await desk('backup');
    put('Laptop/backup.zip', encryptedZip());
    put('Laptop/notes.txt', 'Meeting at noon.');
    await scan();
    await openManual({ ...lost, people: { lower: 0, likely: 40, upper: 40 } });
    expect((await show()).proposal).toMatchObject({ route: 'assess' });
    await expect(decide('safe-harbour')).rejects.toThrow(/carries "assess"/);
    await answers({ encrypted: 'yes' });
    const unknownKey = await show();
    expect(unknownKey.proposal.route).toBe('assess');
    expect(unknownKey.proposal.turnsOn).toContainEqual({
      key: 'key-exposed',
      answer: 'no',
      also: [],
      route: 'safe-harbour',
    });
    await answers({ 'key-exposed': 'no' });
    expect((await show()).proposal.route).toBe('safe-harbour');
    await decide('safe-harbour');
  });

  it('encrypted laptop backup with the key beside it: no safe harbour', async () => {
    const { put, scan, openManual, show, answers, decide } = await desk('backup-key');
    put('Laptop/backup.zip', encryptedZip());
    put('Laptop/backup password.txt', 'It is the usual one.');
    await scan();
    await openManual({ ...lost, people: exactly(40) });
    await answers({ encrypted: 'yes', 'key-exposed': 'yes' });
    expect((await show()).proposal.route).toBe('assess');
    await expect(decide('safe-harbour')).rejects.toThrow(/carries "assess"/);
    await expect(openManual({ ...lost, people: exactly(40), types: ['us-snn'] })).rejects.toThrow(/is not known/);
  });

  it.each([
    [1_000, false],
    [1_001, true],
  ])('%i residents: Attorney General and agencies %s', async (count, told) => {
    const { put, scan, show, answers } = await desk(`residents-${count}`);
    put('Public/roster.csv', roster(count));
    await scan();
    await answers({ role: 'owner', harm: 'reasonably-likely' });
    const shown = await show();
    expect(shown.people).toEqual(exactly(count));
    expect(shown.proposal.route).toBe('notify-consumers');
    expect(dutiesOf(shown).includes('notify-attorney-general')).toBe(told);
  });

  it('border counties: residents by state, neighbours with their mark', async () => {
    const { put, scan, show } = await desk('border');
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
    const { put, scan, show, answers, notify, decide, close } = await desk('holder');
    put('Public/roster.csv', roster(12));
    await scan();
    await answers({
      role: 'holder',
      harm: 'reasonably-likely',
      'eta-funded': 'no',
      'fti-present': 'no',
      lessons: 'None open.',
    });
    expect(dutiesOf(await show())).toEqual(['notify-owner', 'notify-consumers']);
    await decide('notify-consumers');
    await expect(close()).rejects.toThrow(/open duties: notify-owner, notify-consumers/);
    await notify('notify-owner');
    await expect(notify('notify-tx')).rejects.toThrow(/none of this assessment/);
    await expect(notify('notify-consumers', { method: 'substitute' })).rejects.toThrow(/nothing on record allows it/);
    await notify('notify-consumers', { count: 12 });
    await close();
    expect((await show()).status).toBe('closed');
  });

  it('only the last four digits: redacted, outside what the statute covers, with its clause', async () => {
    const { openManual, show } = await desk('last-four');
    await openManual({ why: 'List mailed to the wrong office', people: exactly(4), types: ['us-ssn-last-four'] });
    expect((await show()).proposal.route).toBe('outside-the-statute');
  });

  it('medical with other papers: the regime is named beside the statute', async () => {
    const { put, scan, show } = await desk('medical');
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
    const { openManual, show, answers, decide } = await desk('paper');
    await openManual({ why: 'A folder was left in a lobby', people: exactly(2), types: ['us-ssn'] });
    await answers({ computerized: 'no' });
    expect((await show()).proposal.route).toBe('paper');
    await decide('notify-consumers');
    await decide('paper');
    const { decisions } = await show();
    expect(decisions.map(({ decision, intact }) => [decision, intact])).toEqual([
      ['notify-consumers', true],
      ['paper', true],
    ]);
  });

  it('an e-mail to the wrong recipient, returned unopened: evidence decides, contradictions are refused', async () => {
    const { put, scan, show, answer, answers } = await desk('returned');
    put(
      'Outbox/mail.eml',
      'From: a@board.example\r\nTo: b@other.example\r\nSubject: List\r\n\r\nMaria Garcia, SSN 212-44-1234\r\n',
    );
    await scan();
    await answers({ recipient: 'returned-unopened', accessed: 'no', acquired: 'no' });
    expect((await show()).proposal.route).toBe('assess');
    await answers({ 'no-access-proven': 'yes' });
    expect((await show()).proposal.route).toBe('not-a-breach');
    await expect(answer('acquired', 'yes')).rejects.toThrow(/contradicts/);
    await answers({ 'detected-at': '2026-03-02' });
    await expect(answer('contained-at', '2026-03-01')).rejects.toThrow(/lies before detected-at/);
    await expect(answer('acess', 'yes')).rejects.toThrow(/accessed/);
    const { version } = await show();
    await answer('misused', 'no', version);
    await expect(answer('misused', 'no', version)).rejects.toThrow(/somebody else changed it meanwhile/);
    await answers({ circumstances: 'SSN 212-44-1234 went out' });
    expect(JSON.stringify(await show())).not.toContain('212-44-1234');
  });

  // A million rows at full size: bench/breach-people.mjs.
  it('the same rows copied in three places are one assessment of as many people', async () => {
    const { put, scan, list, show, root } = await desk('copies');
    put('Public/roster.csv', roster(12_000));
    for (const [folder, name] of [
      ['Backup', 'roster (2).csv'],
      ['Old', 'roster.csv'],
    ] as const) {
      mkdirSync(join(root, folder));
      copyFileSync(join(root, 'Public/roster.csv'), join(root, folder, name));
    }
    await scan();
    expect(await list()).toHaveLength(1);
    expect(await show()).toMatchObject({ files: 3, people: exactly(12_000) });
  });
});

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
