import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Answers,
  answerAssessment,
  assessFactor,
  closeAssessment,
  confirmationOf,
  decideAssessment,
  describeAssessment,
  listAssessments,
  loadLaw,
  type ManualIncident,
  openAssessments,
  openManualIncident,
  showAssessment,
} from '../../src/breach/index.ts';
import { PERSON_FLAG_DECEASED, PERSON_FLAG_MINOR } from '../../src/model/index.ts';
import { crowd, FIRST_NIGHT_MS, type FileOnShare, type Nights, openNights } from './breach-fixture.ts';

const policy = { digest: 'policy-1' };
let nights: Nights;

beforeEach(async () => {
  nights = await openNights();
});
afterEach(() => nights.end());

/** A night's scan with what follows it. */
async function scan(files: Readonly<Record<string, FileOnShare>>) {
  const runId = await nights.night(files);
  return openAssessments({ record: nights.record, runId, nowMs: FIRST_NIGHT_MS + runId * 1000, policy });
}

describe('opening assessments', () => {
  it('opens one for copies and re-exports, one for what is unrelated, none for what is fine', async () => {
    const opened = await scan({
      'roster.csv': { people: crowd(1, 40), content: 'roster' },
      'copy of roster.csv': { people: crowd(1, 40), content: 'roster' },
      'extract.xlsx': { people: crowd(5, 10) },
      'payroll.csv': { people: crowd(500, 12) },
      'closed.csv': { people: crowd(900, 12), fine: true },
    });
    expect(opened).toMatchObject([
      { number: 'BA-2026-0001', change: 'opened', files: 3, people: { lower: 40, likely: 40, upper: 40 } },
      { number: 'BA-2026-0002', change: 'opened', files: 1, people: { likely: 12 } },
    ]);
  });

  it('fills the record of a small case with what the scan knows and asks the rest', async () => {
    const person = { ...crowd(1, 1)[0], flags: PERSON_FLAG_MINOR | PERSON_FLAG_DECEASED };
    await scan({});
    await scan({ 'letter.docx': { people: [person] } });
    const assessment = await showAssessment(nights.record, '2026-0001');
    expect(assessment.facts).toMatchObject({
      files: 1,
      people: { lower: 1, likely: 1, upper: 1 },
      residents: { MO: 1 },
      minors: 1,
      deceased: 1,
      statutory: { people: { likely: 1 }, letters: [{ letter: 'a' }] },
      rules: [{ rule: 'sr-05', files: 1 }],
      window: { firstSeenRunId: 2, lastWithoutRunId: 1 },
    });
    expect(assessment.groups.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
    for (const question of assessment.groups.flatMap(({ asked }) => asked)) expect(question.why).not.toBe('');
    const text = describeAssessment(assessment).join('\n');
    expect(text).toContain(
      '1 person (date of birth, Social Security number) readable by every account of the organization (1 file); by rule sr-05.',
    );
    expect(text).toContain('? key-exposed:');
    expect(text).toContain('letter.docx (exposed; readable by every account of the organization; owner mreyes)');
    expect(text).not.toMatch(/undefined|NaN|\[object/);
  });

  it('knows no earlier scan on the first night', async () => {
    await scan({ 'roster.csv': { people: crowd(1, 3) } });
    const { facts } = await showAssessment(nights.record, 'BA-2026-0001');
    expect(facts.window.firstSeenRunId).toBe(1);
    expect(facts.window.lastWithoutRunId).toBeUndefined();
  });

  it('keeps statutory elements apart from federal protected PII', async () => {
    const cards = [1, 2].map((ssn) => ({ nameBirth: ssn, name: ssn, elements: ['person-name', 'payment-card'] }));
    const withCode = [3].map((name) => ({
      nameBirth: name,
      name,
      elements: ['person-name', 'payment-card', 'payment-card-code'],
    }));
    await scan({ 'cards.csv': { people: cards }, 'cards with codes.csv': { people: withCode } });
    const [alone, coded] = await listAssessments(nights.record);
    expect(alone).toMatchObject({ statutoryPeople: { upper: 0 }, route: 'outside-the-statute', people: { likely: 2 } });
    expect(coded).toMatchObject({ statutoryPeople: { upper: 1 }, route: 'assess' });
    const shown = await showAssessment(nights.record, alone?.number ?? '');
    expect(shown.facts.protectedPii).toEqual([{ type: 'payment-card', origin: '2 CFR 200.1', status: 'R' }]);
  });

  it('counts people over the cluster and not per file', async () => {
    const opened = await scan({
      'a.csv': { people: crowd(1, 100) },
      'b.csv': { people: [...crowd(1, 80), ...crowd(600, 20)] },
    });
    expect(opened).toMatchObject([{ files: 2, people: { lower: 120, likely: 120, upper: 120 } }]);
  });

  it('says what is held of each person, of which state, who is a minor or deceased, each person once', async () => {
    const [first, second] = crowd(1, 2);
    const known = { ...first, elements: ['person-name', 'medical-term'], state: 'IL', flags: PERSON_FLAG_MINOR };
    const again = { ...first, state: '', flags: PERSON_FLAG_DECEASED };
    const third = { name: 9, elements: ['person-name', 'medical-term'] };
    await scan({ 'a.csv': { people: [again, second ?? {}, third] }, 'b.csv': { people: [known, second ?? {}] } });
    const { facts, groups } = await showAssessment(nights.record, '2026-0001');
    expect(facts.elementSets).toEqual([
      { types: ['person-name', 'medical-term'], people: 1 },
      { types: ['person-name', 'us-ssn', 'date-of-birth'], people: 1 },
      { types: ['person-name', 'us-ssn', 'date-of-birth', 'medical-term'], people: 1 },
    ]);
    expect(facts).toMatchObject({ residents: { IL: 1, MO: 1, '': 1 }, minors: 1, deceased: 1 });
    expect(facts.merges).toMatchObject({ rows: 5, sameRow: 1, sameNumber: 1 });
    const lines = groups[4]?.known.map(({ field, value }) => `${field}: ${value}`).join('\n');
    expect(lines).toContain('merged: 1 (the same record in another file), 1 (same number)');
  });

  it('refuses an unknown number', async () => {
    await expect(showAssessment(nights.record, '2026-0042')).rejects.toThrow(
      /there is no such assessment.*breach list/,
    );
  });
});

describe('night after night', () => {
  const roster = { people: crowd(1, 20) };

  it('writes nothing when nothing changed', async () => {
    await scan({ 'roster.csv': roster });
    const again = await scan({ 'roster.csv': roster });
    expect(again).toMatchObject([{ number: 'BA-2026-0001', change: 'unchanged' }]);
    expect((await showAssessment(nights.record, '2026-0001')).events).toHaveLength(1);
  });

  it('adds a file that joins, and leaves earlier events as they were', async () => {
    await scan({ 'roster.csv': roster });
    const before = await nights.record.assessments.events(1);
    const added = await scan({ 'roster.csv': roster, 'export.csv': { people: [...crowd(1, 20), ...crowd(70, 5)] } });
    expect(added).toMatchObject([{ change: 'changed', files: 2, people: { likely: 25 } }]);
    const after = await nights.record.assessments.events(1);
    expect(after.slice(0, 1)).toEqual(before);
    expect(after.map(({ kind }) => kind)).toEqual(['opened', 'files-added']);
  });

  it('says when a file is gone and when it is back, and never forgets the people', async () => {
    await scan({ 'roster.csv': roster, 'other.txt': { people: [], fine: true } });
    await scan({ 'other.txt': { people: [], fine: true } });
    const gone = await showAssessment(nights.record, '2026-0001');
    expect(gone).toMatchObject({ files: 0, filesNoLongerExposed: 1, people: { likely: 20 } });
    expect(gone.memberFiles).toMatchObject([{ path: 'roster.csv', state: 'gone' }]);
    await scan({ 'roster.csv': roster, 'other.txt': { people: [], fine: true } });
    const back = await showAssessment(nights.record, '2026-0001');
    expect(back.events.map(({ kind }) => kind)).toEqual(['opened', 'files-gone', 'files-back']);
    expect(back.memberFiles).toMatchObject([{ state: 'exposed' }]);
  });

  it('keeps the elements of a file that was cleaned', async () => {
    await scan({ 'roster.csv': roster });
    await scan({ 'roster.csv': { people: [], fine: true, content: 'emptied' } });
    const cleaned = await showAssessment(nights.record, '2026-0001');
    expect(cleaned.facts.elements.map(({ type, count }) => [type, count])).toContainEqual(['us-ssn', 20]);
    expect(cleaned.facts.people.likely).toBe(20);
    expect(cleaned.memberFiles).toMatchObject([{ state: 'no longer exposed' }]);
    expect(cleaned.route).toBe('assess');
  });

  it('counts new people of a file that was changed', async () => {
    await scan({ 'roster.csv': roster });
    const changed = await scan({ 'roster.csv': { people: crowd(11, 20) } });
    expect(changed).toMatchObject([{ number: 'BA-2026-0001', change: 'changed', people: { likely: 30 } }]);
    expect(changed).toHaveLength(1);
  });

  it('does not open a closed one again for the same bytes, and opens a new one for other people', async () => {
    await scan({ 'roster.csv': roster });
    await nights.record.assessments.append({
      assessmentId: 1,
      atMs: 1,
      who: 'R. Vance',
      kind: 'closed',
      why: 'done',
      data: {},
      status: 'closed',
    });
    expect(await scan({ 'roster.csv': roster })).toEqual([]);
    expect(await scan({ 'roster.csv': { people: crowd(300, 6) } })).toMatchObject([
      { number: 'BA-2026-0002', change: 'opened' },
    ]);
  });
});

describe('answers', () => {
  const answer = (key: string, value: string, expectedVersion?: number) =>
    answerAssessment({
      record: nights.record,
      number: '2026-0001',
      key,
      value,
      who: 'R. Vance',
      why: 'asked the custodian',
      nowMs: 5,
      ...(expectedVersion !== undefined && { expectedVersion }),
    });

  it('stand beside each other and the last one counts', async () => {
    await scan({ 'roster.csv': { people: crowd(1, 3) } });
    await answer('encrypted', 'yes');
    await answer('key-exposed', 'no');
    expect((await showAssessment(nights.record, '2026-0001')).route).toBe('safe-harbour');
    await answer('key-exposed', 'unknown');
    const shown = await showAssessment(nights.record, '2026-0001');
    expect(shown.route).toBe('assess');
    expect(shown.events).toHaveLength(4);
  });

  it('survive a file that joins later', async () => {
    await scan({ 'roster.csv': { people: crowd(1, 3) } });
    await answer('role', 'owner');
    await scan({ 'roster.csv': { people: crowd(1, 3) }, 'copy.csv': { people: crowd(1, 3) } });
    expect((await showAssessment(nights.record, '2026-0001')).answers).toEqual({ role: 'owner' });
  });

  it.each([
    ['no such question', 'key-exposd', 'no', /no such question/],
    ['no such choice', 'role', 'tenant', /is not one of owner, holder, unknown/],
    ['not a number', 'notice-cost-usd', 'much', /not a whole number/],
    ['perhaps somebody’s number', 'notified-at-one-time', '486314127', /at most eight digits/],
    ['a day of this machine’s own time', 'detected-at', '3/1/2026', /not a date/],
    ['a time without its zone', 'detected-at', '2026-03-01T10:00', /not a date/],
    ['not a date', 'detected-at', 'soon', /not a date/],
    ['empty', 'mitigation', ' ', /is empty/],
  ])('are refused: %s', async (_what, key, value, says) => {
    await scan({ 'roster.csv': { people: crowd(1, 3) } });
    await expect(answer(key, value)).rejects.toThrow(says);
  });

  it('may be a day or an instant with its zone', async () => {
    await scan({ 'roster.csv': { people: crowd(1, 3) } });
    await answer('incident-start', '1969-12-30');
    await answer('detected-at', '1969-12-31T12:30-06:00');
    const { answers } = await showAssessment(nights.record, '2026-0001');
    expect(answers).toMatchObject({ 'incident-start': '1969-12-30', 'detected-at': '1969-12-31T12:30-06:00' });
  });

  it('are refused when somebody else wrote meanwhile', async () => {
    await scan({ 'roster.csv': { people: crowd(1, 3) } });
    await answer('role', 'owner', 1);
    await expect(answer('role', 'holder', 1)).rejects.toThrow(/somebody else changed it/);
  });
});

describe('numbers of which most digits show', () => {
  it('are numbers for the statute, and no redacted ones', async () => {
    const count = (type: string) => ({ type, count: 2, high: 2, medium: 0, low: 0, distinct: 2 });
    const people = [1, 2].map((name) => ({ name, elements: ['person-name', 'us-ssn'] }));
    const reading = {
      types: [count('person-name'), count('us-ssn-last-four'), count('us-ssn-partly-masked')],
      namePaired: { 'us-ssn': 2, 'us-ssn-last-four': 2 },
    };
    await scan({ 'letters.docx': { people, reading } });
    const { facts, proposal } = await showAssessment(nights.record, '2026-0001');
    expect(facts.onlyRedacted).toBe(false);
    expect(facts.statutory.typesFound).toEqual(['us-ssn-partly-masked']);
    expect(facts.elements.find(({ type }) => type === 'us-ssn-partly-masked')).toMatchObject({ count: 2, withName: 2 });
    expect(proposal.route).toBe('assess');
  });
});

describe('an incident that people report', () => {
  const told = (changes: Partial<ManualIncident> = {}) =>
    openManualIncident({
      ...{ record: nights.record, nowMs: FIRST_NIGHT_MS, who: 'R. Vance', why: 'A folder was left in a lobby' },
      ...{ people: { lower: 2, likely: 2, upper: 2 }, types: ['us-ssn'], named: true, residents: { MO: 2 } },
      ...{ files: [], policyDigest: 'policy-1', ...changes },
    });

  it('needs no scan, and says of nothing that a scan saw it', async () => {
    const shown = await showAssessment(nights.record, await told());
    expect(shown.openedRunId).toBeUndefined();
    expect(shown.proposal.steps[0]).toMatchObject({ outcome: 'treated as yes', unknown: ['computerized'] });
    expect(shown.proposal.turnsOn).toContainEqual({ key: 'computerized', answer: 'no', also: [], route: 'paper' });
    const text = describeAssessment(shown).join('\n');
    expect(text).toContain('2 people (Social Security number). Told: A folder was left in a lobby');
    expect(text).not.toMatch(/\bscan \d|The scan could read|undefined/);
  });

  it('is left alone by the scans that follow', async () => {
    await told();
    const opened = await scan({ 'roster.csv': { people: crowd(1, 3) } });
    expect(opened.map(({ number, change, people }) => [number, change, people.likely])).toEqual([
      ['BA-2026-0001', 'unchanged', 2],
      ['BA-2026-0002', 'opened', 3],
    ]);
  });

  it.each<[string, Partial<ManualIncident>, RegExp]>([
    ['a kind of data that nobody knows', { types: ['us-snn'] }, /is not known/],
    ['more residents than people', { residents: { MO: 3 } }, /3 residents are more than 2/],
    ['a file that no scan recorded', { files: [{ share: 'x', path: 'y' }] }, /no such recorded file/],
    ['nobody named', { who: ' ' }, /nobody is named/],
  ])('is refused with %s', async (_what, changes, says) => {
    await expect(told(changes)).rejects.toThrow(says);
  });
});

describe('two people at once', () => {
  it("nobody writes over words that they have not seen, and nobody's words are lost", async () => {
    await scan({ 'roster.csv': { people: crowd(1, 3) } });
    const entry = { record: nights.record, number: '2026-0001', why: 'asked', nowMs: 5 };
    const both = await Promise.allSettled([
      answerAssessment({ ...entry, key: 'role', value: 'owner', who: 'R. Vance', expectedVersion: 1 }),
      answerAssessment({ ...entry, key: 'role', value: 'holder', who: 'D. Ruiz', expectedVersion: 1 }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = both.find((each) => each.status === 'rejected');
    expect(String(lost?.reason)).toMatch(/somebody else changed it meanwhile \(version 2, you saw 1\)/);
    await answerAssessment({ ...entry, key: 'role', value: 'holder', who: 'D. Ruiz', expectedVersion: 2 });
    const { events, answers } = await showAssessment(nights.record, '2026-0001');
    expect(events.map(({ kind }) => kind)).toEqual(['opened', 'answered', 'answered']);
    expect(answers.role).toBe('holder');
  });
});

describe('a decision', () => {
  const entry = { number: 'BA-2026-0001', why: 'by the record', nowMs: FIRST_NIGHT_MS + 60_000 };
  const decide = (decision: string, given: { name?: string; confirmation?: string } = {}) => {
    const { name = 'Dana Ruiz' } = given;
    const confirmation = given.confirmation ?? confirmationOf(entry.number, decision, name);
    return decideAssessment({ record: nights.record, ...entry, decision, name, role: 'custodian', confirmation });
  };
  const answer = (key: string, value: string) =>
    answerAssessment({ record: nights.record, ...entry, who: 'Dana Ruiz', key, value });

  it('is refused as long as the record does not carry it, without a name, and unconfirmed', async () => {
    await scan({ 'roster.csv': { people: crowd(1, 3) } });
    await expect(decide('no-notice')).rejects.toThrow(/carries "assess".*Answer first:.*harm/);
    await answer('harm', 'not-reasonably-likely');
    await expect(decide('no-notice')).rejects.toThrow(/nobody has scored/);
    await expect(decide('notify-consumers', { name: 'Dana' })).rejects.toThrow(/first and last name/);
    await expect(decide('notify-consumers', { confirmation: 'yes' })).rejects.toThrow(
      /Give --confirm "I, Dana Ruiz, decide BA-2026-0001: notify-consumers"/,
    );
    await expect(decide('forget-it')).rejects.toThrow(/no such decision/);
    expect((await showAssessment(nights.record, entry.number)).decisions).toEqual([]);
  });

  it('is refused for a closed record, and so is every other entry', async () => {
    await scan({ 'roster.csv': { people: crowd(1, 3) } });
    await answer('computerized', 'no');
    await decide('paper');
    await answer('eta-funded', 'no');
    await answer('fti-present', 'no');
    await decide('paper');
    await answer('lessons', 'none');
    await closeAssessment({ record: nights.record, ...entry, who: 'Dana Ruiz' });
    await expect(answer('role', 'owner')).rejects.toThrow(/it is closed.*breach reopen/);
    await expect(decide('notify-consumers')).rejects.toThrow(/it is closed/);
  });
});

describe('the way to a closed record', () => {
  const number = 'BA-2026-0001';
  const entry = { number, who: 'Dana Ruiz', why: 'as known', nowMs: FIRST_NIGHT_MS + 60_000 };
  const standingAnswers: Answers = { role: 'owner', 'eta-funded': 'no', 'fti-present': 'no' };
  const next = async () => (await showAssessment(nights.record, number)).next.map(({ command }) => command);

  it('is told step by step, and following it closes the record', async () => {
    const runId = await nights.night({ 'intake.csv': { people: crowd(1, 3) } });
    const { record } = nights;
    await openAssessments({ record, runId, nowMs: FIRST_NIGHT_MS, policy, standingAnswers });
    expect(await next()).toEqual([`sharewarden breach answer ${number} harm ... --and lessons=... --because "..."`]);
    await answerAssessment({ record, ...entry, key: 'harm', value: 'not-reasonably-likely' });
    await answerAssessment({ record, ...entry, key: 'lessons', value: 'none' });
    expect((await next()).map((line) => line.split(' ')[2])).toEqual(['assess', 'decide']);
    const { factors } = loadLaw().risk;
    for (const { id } of factors)
      await assessFactor({ record, ...entry, factor: id, score: 'proposed', evidence: 'scan' });
    const { risk } = await showAssessment(record, number);
    expect(risk.factors.every(({ scoredBy }) => scoredBy === 'Dana Ruiz')).toBe(true);
    const [decide = ''] = await next();
    const confirmation = /--confirm "(.*?)"/.exec(decide)?.[1]?.replace('First Last', 'Dana Ruiz') ?? '';
    expect(decide).toContain('--role "privacy officer" --despite-risk "..."');
    const signer = { name: 'Dana Ruiz', role: 'privacy officer', despiteRisk: 'given back unopened', confirmation };
    await decideAssessment({ record, ...entry, decision: 'no-notice', ...signer });
    expect(await next()).toEqual([`sharewarden breach close ${number} --because "..."`]);
    await closeAssessment({ record, ...entry });
    expect(await next()).toEqual([]);
  });

  it('names the duties that are due before anybody decides, and the answers that they rest on', async () => {
    await scan({ 'intake.csv': { people: crowd(1, 3) } });
    expect((await next())[0]).toContain(
      'answer BA-2026-0001 role ... --and fti-present=... eta-funded=... harm=... lessons=',
    );
    await answerAssessment({ record: nights.record, ...entry, key: 'role', value: 'holder' });
    expect((await next()).join()).toContain('breach notify BA-2026-0001 notify-owner');
  });

  it('an answer of the configuration is told as such, and a person may answer otherwise', async () => {
    const runId = await nights.night({ 'intake.csv': { people: crowd(1, 3) } });
    const { record } = nights;
    await openAssessments({ record, runId, nowMs: FIRST_NIGHT_MS, policy, standingAnswers });
    const roleOf = async () => (await showAssessment(record, number)).groups[7]?.known.at(-1);
    expect(await roleOf()).toMatchObject({ value: 'owner', from: 'configuration' });
    await answerAssessment({ record, ...entry, key: 'role', value: 'holder' });
    expect(await roleOf()).toMatchObject({ value: 'holder', from: 'answered' });
  });
});
