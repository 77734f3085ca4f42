import { strFromU8, unzipSync, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  answerAssessment,
  assessFactor,
  composeDocument,
  confirmationOf,
  decideAssessment,
  documentsOf,
  exportEvidence,
  loadLaw,
  openAssessments,
  showAssessment,
  verifyEvidence,
} from '../../src/breach/index.ts';
import { crowd, FIRST_NIGHT_MS, type Nights, openNights } from './breach-fixture.ts';

const law = loadLaw();
const entry = { who: 'Dana Ruiz', why: 'as known', nowMs: FIRST_NIGHT_MS + 60_000 };
const number = '2026-0001';
let nights: Nights;

beforeEach(async () => {
  nights = await openNights();
  const runId = await nights.night({ 'roster.csv': { people: crowd(1, 1_001) } });
  await openAssessments({ record: nights.record, runId, nowMs: FIRST_NIGHT_MS, policy: { digest: 'policy-1' } });
});
afterEach(() => nights.end());

const answer = (key: string, value: string) =>
  answerAssessment({ record: nights.record, number, key, value, ...entry });

async function decide(decision: string): Promise<void> {
  const [name, role] = ['Dana Ruiz', 'custodian'];
  const confirmation = confirmationOf('BA-2026-0001', decision, name);
  await decideAssessment({ record: nights.record, number, decision, name, role, confirmation, ...entry });
}

async function noNotice(): Promise<void> {
  await answer('harm', 'not-reasonably-likely');
  for (const { id } of law.risk.factors)
    await assessFactor({ record: nights.record, number, factor: id, score: 'low', evidence: 'access log', ...entry });
  await decide('no-notice');
}

describe('documents', () => {
  it('hold every content that the law requires, for a breach of 1,001 people', async () => {
    await answer('contacts-missing', 'yes');
    const documents = documentsOf(await showAssessment(nights.record, number), law);
    expect(documents.map(({ id }) => id)).toEqual([
      'assessment-report',
      'notice-letter',
      'notice-email',
      'substitute-notice',
      'attorney-general',
      'consumer-agencies',
      'state-referral',
    ]);
    for (const { id, checklist } of documents) {
      const required = law.documents.documents.find((document) => document.id === id)?.requires ?? [];
      expect(checklist.map(({ says, met }) => [says, met])).toEqual(required.map(({ says }) => [says, true]));
    }
  });

  it('the letter says each of the five in words of its own, and names nobody', async () => {
    const { blocks } = composeDocument(await showAssessment(nights.record, number), law, 'notice-letter');
    const text = JSON.stringify(blocks);
    for (const words of [/What happened/, /Social Security number/, /telephone number/i, /consumer reporting agency/i])
      expect(text).toMatch(words);
    expect(text).toMatch(/Review your account statements.*credit reports/);
    expect(text).toMatch(/\[name of the person, filled in by the agency\]/);
  });

  it('a memo is written only for a signed decision, and says how long it is kept', async () => {
    const before = await showAssessment(nights.record, number);
    expect(documentsOf(before, law).map(({ id }) => id)).not.toContain('no-notice-memo');
    expect(() => composeDocument(before, law, 'no-notice-memo')).toThrow(/lacks: .*Named person.*five years/);
    await noNotice();
    const memo = composeDocument(await showAssessment(nights.record, number), law, 'no-notice-memo');
    expect(JSON.stringify(memo.blocks)).toMatch(/Keep until 2031-03-01/);
    await answer('accessed', 'yes');
    const after = await showAssessment(nights.record, number);
    expect(after.decision?.toSignAgain).toBe(true);
    expect(documentsOf(after, law).map(({ id }) => id)).not.toContain('no-notice-memo');
  });
});

describe('evidence', () => {
  const exported = () =>
    exportEvidence({ record: nights.record, number, ...entry, versions: { sharewarden: '1' }, view: {} });

  it('verifies without the record, and refuses a changed byte anywhere, a missing and an extra file by name', async () => {
    await noNotice();
    const { bytes, seal } = await exported();
    expect(verifyEvidence(bytes, seal)).toMatchObject({ intact: true, number: 'BA-2026-0001' });
    const files = unzipSync(bytes);
    expect(Object.keys(files)).toContain('no-notice-memo.pdf');
    const rebuilt = (changed: Record<string, Uint8Array>) =>
      verifyEvidence(zipSync(changed, { level: 0, mtime: new Date(1980, 0, 1) })).problems.join('\n');
    const { 'events.json': events = new Uint8Array(), ...rest } = files;
    expect(rebuilt(rest)).toMatch(/events\.json is missing/);
    expect(rebuilt({ ...files, 'extra.txt': events })).toMatch(/extra\.txt is not in the manifest/);
    const altered = new Uint8Array(events);
    altered[40] = (altered[40] ?? 0) ^ 1;
    expect(rebuilt({ ...files, 'events.json': altered })).toMatch(/events\.json was changed/);
    for (let at = 0; at < bytes.length; at += Math.ceil(bytes.length / 60)) {
      const copy = new Uint8Array(bytes);
      copy[at] = (copy[at] ?? 0) ^ 1;
      expect(isIntact(copy), `byte ${at}`).toBe(false);
    }
    expect(verifyEvidence(bytes, '0'.repeat(64)).problems[0]).toMatch(/another seal/);
    expect(strFromU8(files['manifest.json'] ?? new Uint8Array())).toContain('"sharewarden":"1"');
    expect((await nights.record.audit.list()).at(-1)).toMatchObject({ action: 'assessment-exported', data: { seal } });
  });
});

function isIntact(bytes: Uint8Array): boolean {
  try {
    return verifyEvidence(bytes).intact;
  } catch {
    return false;
  }
}
