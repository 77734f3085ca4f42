import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  answerAssessment,
  closeAssessment,
  confirmationOf,
  decideAssessment,
  destroyPeopleKey,
  exportEvidence,
  openAssessments,
  openManualIncident,
  recordNotice,
  reopenAssessment,
  showAssessment,
  verifyEvidence,
} from '../../src/breach/index.ts';
import { createIncidentKeys } from '../../src/record/incident-keys.ts';
import { SHARE } from '../record/sample-files.ts';
import { crowd, FIRST_NIGHT_MS, KEY, ledgerOf, type Nights, openNights } from './breach-fixture.ts';

const policy = { digest: 'policy-1' };
const entry = { who: 'Dana Ruiz', why: 'retention is over', nowMs: FIRST_NIGHT_MS + 60_000 };
const number = 'BA-2026-0001';
const roster = { people: crowd(1, 5), content: 'roster' };
let folder: string;
let nights: Nights;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sharewarden-key-'));
  nights = await openNights(folder);
  await scan({ 'roster.csv': roster, 'payroll.csv': { people: crowd(90, 4) } });
});
afterEach(async () => {
  await nights.end();
  rmSync(folder, { recursive: true, force: true });
});

async function scan(files: Parameters<Nights['night']>[0]) {
  const runId = await nights.night(files);
  return openAssessments({ record: nights.record, runId, nowMs: FIRST_NIGHT_MS + runId * 1000, policy });
}

async function closed(): Promise<void> {
  const { record } = nights;
  const answers = {
    role: 'owner',
    'eta-funded': 'no',
    'fti-present': 'no',
    harm: 'reasonably-likely',
    lessons: 'none',
  };
  for (const [key, value] of Object.entries(answers)) await answerAssessment({ record, number, key, value, ...entry });
  const [name, decision] = ['Dana Ruiz', 'notify-consumers'];
  const confirmation = confirmationOf(number, decision, name);
  await decideAssessment({ record, number, decision, name, role: 'custodian', confirmation, ...entry });
  const sent = { recipient: 'the people', method: 'written', sentAtMs: entry.nowMs };
  await recordNotice({ record, number, duty: 'notify-consumers', ...sent, ...entry });
  await closeAssessment({ record, number, ...entry });
}

/** The whole database as it lies on the disk, the log of writes ahead included. */
const onDisk = (): Buffer =>
  Buffer.concat(
    readdirSync(folder).map((name) => (name.endsWith('.lock') ? Buffer.of() : readFileSync(join(folder, name)))),
  );

function stored<Row>(sql: string): Row[] {
  const raw = new Database(join(folder, 'record.sqlite'), { readonly: true });
  try {
    return raw.prepare(sql).all() as Row[];
  } finally {
    raw.close();
  }
}

const sealedKeys = () =>
  stored<{ sealed_key: Buffer | null }>('SELECT sealed_key FROM incident_keys ORDER BY assessment_id');
const sealedPeople = () => stored<{ people: Buffer }>('SELECT people FROM assessment_files ORDER BY assessment_id');

describe('the key of an incident', () => {
  it("is its own: the same people of two incidents are not the same bytes, and neither are the installation's", async () => {
    await openManualIncident({
      ...{
        record: nights.record,
        nowMs: 5,
        who: 'Dana Ruiz',
        why: 'told',
        named: true,
        residents: {},
        types: ['us-ssn'],
      },
      ...{
        people: { lower: 5, likely: 5, upper: 5 },
        policyDigest: 'p',
        files: [{ share: SHARE.name, path: 'roster.csv' }],
      },
    });
    const rows = Buffer.from(ledgerOf(roster.people).rows);
    const [first, , third] = sealedPeople();
    expect(first?.people).not.toEqual(third?.people);
    for (const { people } of sealedPeople()) expect(people.includes(rows.subarray(0, 8))).toBe(false);
    for (const id of [1, 3]) expect((await nights.record.assessments.ledgerOf(id, 1))?.rows).toEqual(rows);
    expect(new Set(sealedKeys().map(({ sealed_key }) => sealed_key?.toString('hex'))).size).toBe(3);
  });

  it('destroyed: no comparison is possible any more, the counts and the record stay', async () => {
    await closed();
    const before = await showAssessment(nights.record, number);
    const [sealed] = sealedKeys();
    if (!sealed?.sealed_key) throw new Error('no key was kept');
    expect(onDisk().includes(sealed.sealed_key)).toBe(true);

    await destroyPeopleKey({ record: nights.record, number, ...entry });

    expect(onDisk().includes(sealed.sealed_key)).toBe(false);
    expect(await nights.record.assessments.ledgerOf(1, 1)).toBeUndefined();
    const [people] = sealedPeople();
    const store = new Database(join(folder, 'record.sqlite'), { readonly: true });
    // Whoever holds the installation's key and the whole database cannot open them either.
    expect(createIncidentKeys({ store } as never, KEY).unseal(1, 1, people?.people ?? Buffer.of())).toBeUndefined();
    store.close();

    const after = await showAssessment(nights.record, number);
    expect([after.people, after.statutoryPeople, after.facts]).toEqual([
      before.people,
      before.statutoryPeople,
      before.facts,
    ]);
    expect(after.decisions).toMatchObject([{ decision: 'notify-consumers', intact: true }]);
    expect(after.peopleKey).toBe('destroyed');
    expect(JSON.stringify(after.groups)).toMatch(/key destroyed on 2026-03-01 .* by Dana Ruiz/);
    expect((await nights.record.assessments.ledgerOf(2, 2))?.rows.length).toBeGreaterThan(0);
    expect((await nights.record.audit.verifyAudit()).intact).toBe(true);
    const { bytes, seal } = await exportEvidence({ record: nights.record, number, ...entry, versions: {}, view: {} });
    expect(verifyEvidence(bytes, seal)).toMatchObject({ intact: true, peopleKey: 'destroyed' });
  });

  it('destroyed: a scan lays nothing to the incident, also when it is opened again', async () => {
    await closed();
    await destroyPeopleKey({ record: nights.record, number, ...entry });
    await reopenAssessment({ record: nights.record, number, ...entry });
    const opened = await scan({ 'roster.csv': roster, 'export.csv': { people: crowd(1, 5) } });
    expect(opened.map(({ number, change, files }) => [number, change, files])).toEqual([
      [number, 'unchanged', 1],
      ['BA-2026-0002', 'changed', 0],
      ['BA-2026-0003', 'opened', 1],
    ]);
    expect((await showAssessment(nights.record, number)).people.likely).toBe(5);
  });

  it('is refused while it is open, twice, and where there is none', async () => {
    const destroy = (which = number) => destroyPeopleKey({ record: nights.record, number: which, ...entry });
    await expect(destroy()).rejects.toThrow(/it is open, and scans still compare.*Close it first/);
    await closed();
    await expect(destroyPeopleKey({ record: nights.record, number, ...entry, why: '...' })).rejects.toThrow(
      /no reason/,
    );
    await destroy();
    await expect(destroy()).rejects.toThrow(/destroyed already/);
    const paper = await openManualIncident({
      ...{
        record: nights.record,
        nowMs: 5,
        who: 'Dana Ruiz',
        why: 'told',
        named: true,
        residents: {},
        types: ['us-ssn'],
      },
      ...{ people: { lower: 2, likely: 2, upper: 2 }, policyDigest: 'p', files: [] },
    });
    await expect(destroy(paper)).rejects.toThrow(/keeps no fingerprints/);
  });
});
