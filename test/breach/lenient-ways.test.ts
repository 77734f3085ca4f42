import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  answerAssessment,
  assessFactor,
  composeDocument,
  confirmationOf,
  decideAssessment,
  loadLaw,
  openAssessments,
  showAssessment,
} from '../../src/breach/index.ts';
import { loadPolicy } from '../../src/judge/index.ts';
import { PROJECT } from '../end-to-end/run-cli.ts';
import { crowd, FIRST_NIGHT_MS, type Nights, openNights } from './breach-fixture.ts';

const NUMBER = 'BA-2026-0001';
const NAME = 'Dana Ruiz';
const entry = { number: NUMBER, why: 'as known', nowMs: FIRST_NIGHT_MS + 86_400_000 };
let folder: string;
let nights: Nights;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sharewarden-lenient-'));
  nights = await openNights(folder);
  const runId = await nights.night({ 'intake.csv': { people: crowd(1, 3) } });
  const policy = loadPolicy([join(PROJECT, 'policies')]);
  await openAssessments({ record: nights.record, runId, nowMs: FIRST_NIGHT_MS, policy });
});
afterEach(async () => {
  await nights.end();
  rmSync(folder, { recursive: true, force: true });
});

const answer = (key: string, value: string) =>
  answerAssessment({ record: nights.record, ...entry, who: NAME, key, value });
async function score(value: string): Promise<void> {
  for (const { id } of loadLaw().risk.factors)
    await assessFactor({ record: nights.record, ...entry, who: NAME, factor: id, score: value, evidence: 'the log' });
}
const noNotice = (role: string, despiteRisk?: string) =>
  decideAssessment({
    record: nights.record,
    ...entry,
    ...{ decision: 'no-notice', name: NAME, role, confirmation: confirmationOf(NUMBER, 'no-notice', NAME) },
    ...(despiteRisk !== undefined && { despiteRisk }),
  });

describe('the lenient way out of an assessment', () => {
  it('is closed at a high risk of harm but for a privacy officer with a written reason, which the memo carries', async () => {
    await answer('harm', 'not-reasonably-likely');
    await score('high');
    const reason = 'The only reader was the payroll clerk, 486-31-4127 was hers';
    for (const [role, despite] of [
      ['custodian', reason],
      ['chief of staff', reason],
      ['privacy officer', undefined],
      ['Privacy Officer', ' '],
      ['privacy officer', '...'],
    ] as const)
      await expect(noNotice(role, despite), `${role}: ${despite}`).rejects.toThrow(
        /no-notice.*risk of harm is high.*privacy officer.*--despite-risk/,
      );
    expect((await showAssessment(nights.record, NUMBER)).decisions).toEqual([]);
    await noNotice('Privacy-Officer', reason);
    const signed = await showAssessment(nights.record, NUMBER);
    expect(signed.decisions).toMatchObject([{ decision: 'no-notice', intact: true }]);
    const memo = JSON.stringify(composeDocument(signed, loadLaw(), 'no-notice-memo').blocks);
    expect(memo).toContain('The only reader was the payroll clerk');
    expect(memo).not.toContain('486-31-4127');
  });

  it('needs no such reason where people have scored the risk lower', async () => {
    await answer('harm', 'not-reasonably-likely');
    await score('moderate');
    await noNotice('custodian');
    expect((await showAssessment(nights.record, NUMBER)).decisions).toHaveLength(1);
  });

  it('is not opened by answering that somebody has signed', async () => {
    await answer('harm', 'not-reasonably-likely');
    await expect(answer('harm-signed-by', 'Olga Petrov')).rejects.toThrow(/only a signature answers it/);
    expect((await showAssessment(nights.record, NUMBER)).proposal.route).toBe('assess');
  });

  it('is not a later day of discovery: another day may be right, none is forgotten or lies ahead', async () => {
    await answer('detected-at', '2026-02-20');
    await expect(answer('detected-at', 'unknown')).rejects.toThrow(/forget the day/);
    await expect(answer('detected-at', '2027-01-01')).rejects.toThrow(/in the future/);
    await answer('detected-at', '2026-02-25');
    const { clocks } = await showAssessment(nights.record, NUMBER, {
      nowMs: entry.nowMs,
      targets: { noticeTargetDays: 1 },
    });
    expect(clocks.find(({ duty }) => duty === 'notify-consumers')?.state).toBe('overdue');
  });

  it('is not an officer without a name who holds notices back', async () => {
    await answer('law-enforcement-hold', 'yes');
    for (const key of ['law-enforcement-officer', 'law-enforcement-agency'])
      for (const value of ['.', '-', '???']) await expect(answer(key, value)).rejects.toThrow(/says nothing/);
    const { clocks } = await showAssessment(nights.record, NUMBER);
    expect(clocks.map(({ state }) => state)).not.toContain('waits-for-law-enforcement');
  });
});

describe('an entry of an assessment', () => {
  it.each([
    ["UPDATE assessment_events SET why = 'another reason' WHERE version = 2", 'entry 2 of BA-2026-0001 was altered'],
    [
      `UPDATE assessment_events SET data = '{"key":"role","value":"holder"}' WHERE version = 2`,
      'entry 2 of BA-2026-0001 was altered',
    ],
    ['UPDATE assessment_events SET at_ms = at_ms + 1 WHERE version = 1', 'entry 1 of BA-2026-0001 was altered'],
    ['DELETE FROM assessment_events WHERE version = 2', 'entry 2 of BA-2026-0001 was removed'],
  ])('that somebody changed in the database is named: %s', async (change, problem) => {
    await answer('role', 'owner');
    expect(await nights.record.audit.verifyAudit()).toMatchObject({ intact: true });
    const database = new Database(join(folder, 'record.sqlite'));
    for (const action of ['update', 'delete']) database.exec(`DROP TRIGGER assessment_events_refuse_${action}`);
    database.exec(change);
    database.close();
    expect(await nights.record.audit.verifyAudit()).toMatchObject({ intact: false, problem });
  });
});
