import { describe, expect, it } from 'vitest';
import { type JudgeInput, loadPolicy } from '../../src/judge/index.ts';
import { inputOf, PACKS } from './pack-fixture.ts';

const policy = loadPolicy([PACKS]);
const kinds = (input: JudgeInput) =>
  Object.fromEntries(policy.judge(input).map((verdict) => [verdict.rule, verdict.verdict]));

describe('judging a file', () => {
  it('asks for an assessment where everyone can read numbers with names', () => {
    const verdicts = policy.judge(inputOf({ audience: 'everyone' }));
    const exposed = verdicts.find((verdict) => verdict.rule === 'sr-05');
    expect(exposed).toMatchObject({ verdict: 'needs-assessment', severity: 'critical', missing: [] });
    expect(exposed?.reason).toContain('3 people');
  });

  it('says nothing of a clean file', () => {
    expect(policy.judge(inputOf({}, { outcome: 'clean', types: [], namePaired: {} }))).toEqual([]);
  });

  it('says nothing of names, e-mail addresses and telephone numbers, wherever they lie', () => {
    const types = ['person-name', 'email-address', 'phone-number', 'postal-address'].map((type) => ({
      type,
      count: 500,
      high: 500,
      medium: 0,
      low: 0,
      distinct: 500,
    }));
    const classesOf = { 'phone-number': ['protected-pii'], 'person-name': ['non-sensitive'] };
    const namePaired = { 'phone-number': 500, 'email-address': 500 };
    const people = { lower: 500, likely: 500, upper: 500 };
    for (const location of ['public', 'removable', 'personal-sync', 'mail-store', 'downloads'] as const) {
      const input = inputOf({ audience: 'public', location }, { types, namePaired, people }, { classesOf });
      expect(policy.judge(input)).toEqual([]);
    }
  });

  it('knows the element that a pattern of the operator is in a person’s record', () => {
    const types = [{ type: 'claim-file', count: 2, high: 2, medium: 0, low: 0, distinct: 2 }];
    const reading = { types, namePaired: { 'case-management-id': 2 } };
    const classesOf = { 'claim-file': ['statutory-pi-mo', 'protected-pii'] };
    const exposed = (elementsOf: Readonly<Record<string, string>>) =>
      kinds(inputOf({ audience: 'everyone' }, reading, { classesOf, elementsOf }));
    expect(exposed({ 'claim-file': 'case-management-id' })).toHaveProperty('sr-14');
    expect(exposed({})).not.toHaveProperty('sr-14');
  });

  it('never passes a file that was not read', () => {
    const input = inputOf({}, { outcome: 'unread', reason: 'too-slow', types: [], namePaired: {}, unreadPartCount: 1 });
    expect(kinds(input)).toEqual({ 'sr-39': 'needs-review' });
  });

  it('does not read findings of low confidence as facts', () => {
    const types = [{ type: 'us-ssn', count: 9, high: 0, medium: 0, low: 9, distinct: 0 }];
    expect(policy.judge(inputOf({ audience: 'public', location: 'public' }, { types, namePaired: {} }))).toEqual([]);
  });

  it('cannot tell without the authorized users list, and names it', () => {
    const verdict = policy.judge(inputOf()).find((candidate) => candidate.rule === 'sr-06');
    expect(verdict?.verdict).toBe('cannot-tell');
    expect(verdict?.missing).toEqual(['the authorized users list']);
  });

  it('holds an authorization only until its end', () => {
    const user = { account: 'mlopez', attestedAtMs: 1, authorizedToMs: 999 };
    const facts = { owner: 'mlopez', audience: 'owner' as const };
    const over = inputOf(facts, {}, { registers: { authorizedUsers: [user] } });
    expect(kinds(over)['sr-06']).toBe('violation');
    const running = inputOf(facts, {}, { registers: { authorizedUsers: [{ ...user, authorizedToMs: 1000 }] } });
    expect(kinds(running)['sr-06']).toBeUndefined();
  });

  it('takes the most specific retention entry', () => {
    const registers = {
      retention: [
        { share: 'main', path: '', retainUntilMs: 5000 },
        { share: 'main', path: 'Case Files', retainUntilMs: 900 },
        { share: 'main', path: 'Case', retainUntilMs: 9000 },
        { share: 'other', path: 'Case Files/roster.csv', retainUntilMs: 9000 },
      ],
      legalHolds: [{ share: 'main', path: 'Case' }],
    };
    const nowMs = 1_000_000_000_000;
    const old = inputOf({ modifiedAtMs: 0 }, {}, { registers, nowMs });
    expect(kinds(old)['sr-36']).toBe('violation');
    const held = { ...registers, legalHolds: [{ share: 'main', path: 'Case Files' }] };
    expect(kinds(inputOf({ modifiedAtMs: 0 }, {}, { registers: held, nowMs }))['sr-36']).toBe('allowed');
  });

  it('raises everything above 1,000 people and nothing at 1,000', () => {
    const severityFor = (likely: number): string | undefined => {
      const people = { lower: likely, likely, upper: likely };
      const input = inputOf({ location: 'downloads' }, { people });
      return policy.judge(input).find((verdict) => verdict.rule === 'sr-37')?.severity;
    };
    expect(severityFor(1000)).toBe('high');
    expect(severityFor(1001)).toBe('critical');
  });

  it('sees a key beside a locked file, and not the file itself as its own neighbour', () => {
    const reading = { outcome: 'unread' as const, reason: 'encrypted' as const, types: [], namePaired: {} };
    const locked = { path: 'Exports/passwords.zip' };
    const unreadParts = [
      { kind: 'unread' as const, place: { members: [] }, reason: 'encrypted' as const, encryption: 'AES-256' as const },
    ];
    const alone = inputOf(
      locked,
      { ...reading, unreadParts },
      { neighbours: ['passwords.zip', 'keyboard layout.pdf'] },
    );
    expect(kinds(alone)['sr-38']).toBe('allowed');
    const beside = inputOf(locked, { ...reading, unreadParts }, { neighbours: ['passwords.zip', 'zip password.txt'] });
    expect(kinds(beside)['sr-38']).toBe('violation');
  });

  it('gives the same verdicts for the same input and changes nothing in it', () => {
    const input = inputOf({ audience: 'everyone', location: 'removable' });
    const before = structuredClone(input);
    expect(policy.judge(input)).toEqual(policy.judge(structuredClone(input)));
    expect(input).toEqual(before);
  });

  it('puts neither path nor owner into a reason', () => {
    const facts = { path: 'Zanzibar/Zanzibar.eml', owner: 'zanzibar', audience: 'public', location: 'public' } as const;
    for (const verdict of policy.judge(inputOf(facts)))
      expect(JSON.stringify(verdict).toLowerCase()).not.toContain('zanzibar');
  });
});
