import { describe, expect, it } from 'vitest';
import { type Answers, loadLaw, propose, QUESTIONS, type Route, type ScanFacts } from '../../src/breach/index.ts';
import { loadPatterns } from '../../src/detect/index.ts';
import { factsOf, people } from './scan-facts-sample.ts';

const PATTERNS = new URL('../../patterns', import.meta.url).pathname;

const law = loadLaw();
/** Nothing of the statute was recognized; the types found are as given. */
function unnamed(typesFound: string[], changes: Partial<ScanFacts> = {}): ScanFacts {
  return factsOf(4, { statutory: { letters: [], people: people(0), residents: {}, typesFound }, ...changes });
}

const routeOf = (facts: ScanFacts, answers: Answers): Route => propose(facts, answers, law).route;
const dutiesOf = (facts: ScanFacts, answers: Answers): string[] =>
  propose(facts, answers, law).duties.map(({ duty }) => duty);

describe('unknown never takes the lenient branch', () => {
  it('treats an incident of which nothing is known as a breach to assess', () => {
    const proposal = propose(factsOf(3), {}, law);
    expect(proposal.route).toBe('assess');
    expect(proposal.duties.map(({ duty, provisional }) => [duty, provisional])).toEqual([
      ['notify-owner', true],
      ['notify-consumers', true],
      ['fti', true],
      ['eta', true],
    ]);
  });

  const lenient: [what: string, answers: Answers, route: Route][] = [
    ['good faith and no misuse', { 'good-faith': 'yes', misused: 'no' }, 'not-a-breach'],
    ['encrypted with a safe key', { encrypted: 'yes', 'key-exposed': 'no' }, 'safe-harbour'],
    ['no access, with evidence', { accessed: 'no', acquired: 'no', 'no-access-proven': 'yes' }, 'not-a-breach'],
    ['harm not likely, signed', { harm: 'not-reasonably-likely', 'harm-signed-by': 'R. Vance' }, 'no-notice'],
  ];
  it.each(lenient)('%s ends the path', (_what, answers, route) => {
    expect(routeOf(factsOf(3), answers)).toBe(route);
  });

  it.each(lenient)('%s: each part of it unknown or absent keeps the path open', (_what, answers) => {
    for (const key of Object.keys(answers)) {
      expect(routeOf(factsOf(3), { ...answers, [key]: 'unknown' })).toBe('assess');
      const { [key as keyof Answers]: _, ...rest } = answers;
      expect(routeOf(factsOf(3), rest)).toBe('assess');
    }
  });

  it('misuse ends good faith, an exposed key ends the safe harbour', () => {
    expect(routeOf(factsOf(3), { 'good-faith': 'yes', misused: 'yes' })).toBe('assess');
    expect(routeOf(factsOf(3), { encrypted: 'yes', 'key-exposed': 'yes' })).toBe('assess');
  });

  it('does not believe redaction against the scan', () => {
    expect(routeOf(factsOf(3), { redacted: 'yes' })).toBe('assess');
    expect(routeOf(unnamed([], { onlyRedacted: true }), {})).toBe('outside-the-statute');
  });

  it('does not take numbers without recognized names for numbers of nobody', () => {
    expect(routeOf(unnamed(['us-ssn']), {})).toBe('assess');
    expect(routeOf(unnamed(['us-ssn']), { 'names-beside': 'unknown' })).toBe('assess');
    expect(routeOf(unnamed(['us-ssn']), { 'names-beside': 'no' })).toBe('outside-the-statute');
    expect(routeOf(unnamed(['us-ssn']), { 'names-beside': 'yes', harm: 'reasonably-likely' })).toBe('notify-consumers');
  });

  it('does not take what was not read for empty', () => {
    expect(routeOf(unnamed([]), {})).toBe('outside-the-statute');
    expect(routeOf(unnamed([], { unreadParts: 1 }), {})).toBe('assess');
    expect(routeOf(unnamed([], { unreadParts: 1, onlyRedacted: true }), {})).toBe('assess');
  });

  it('says what the result turns on', () => {
    const { turnsOn } = propose(factsOf(3), { encrypted: 'yes' }, law);
    expect(turnsOn).toContainEqual({ key: 'key-exposed', answer: 'no', also: [], route: 'safe-harbour' });
    expect(turnsOn.every(({ route }) => route !== 'assess')).toBe(true);
  });

  it('gives the same strict route for every single question left unknown', () => {
    for (const { key } of QUESTIONS) expect(routeOf(factsOf(3), { [key]: 'unknown' })).toBe('assess');
  });
});

describe('other ends of the path', () => {
  it('paper goes by the Plan and TEGL', () => {
    expect(routeOf(factsOf(3), { computerized: 'no' })).toBe('paper');
    expect(routeOf(factsOf(3), { computerized: 'unknown' })).toBe('assess');
  });

  it('the signed no-notice finding is kept', () => {
    const answers: Answers = {
      harm: 'not-reasonably-likely',
      'harm-signed-by': 'R. Vance',
      role: 'owner',
      'eta-funded': 'no',
      'fti-present': 'no',
    };
    const { duties } = propose(factsOf(3), answers, law);
    expect(duties).toMatchObject([{ duty: 'keep-no-notice-memo', when: 'for five years', status: 'R' }]);
  });
});

describe('thresholds of RSMo 407.1500', () => {
  const breach: Answers = { harm: 'reasonably-likely', role: 'owner', 'eta-funded': 'no' };

  it.each([
    [1000, false],
    [1001, true],
  ])('%i consumers at one time by answer: Attorney General %s', (count, due) => {
    const duties = dutiesOf(factsOf(3), { ...breach, 'notified-at-one-time': String(count) });
    expect(duties.includes('notify-attorney-general')).toBe(due);
  });

  it.each([
    [1000, false],
    [1001, true],
  ])('%i residents by the scan: Attorney General %s', (count, due) => {
    expect(dutiesOf(factsOf(count), breach).includes('notify-attorney-general')).toBe(due);
  });

  it('counts the most that the scan allows for, and says that it is provisional', () => {
    const unsure = { lower: 900, likely: 950, upper: 1001 };
    const facts = factsOf(0, {
      statutory: { letters: [], people: unsure, residents: { MO: 900, '': 101 }, typesFound: ['us-ssn'] },
    });
    const duty = propose(facts, breach, law).duties.find(({ duty }) => duty === 'notify-attorney-general');
    expect(duty?.provisional).toBe(true);
  });

  it('does not count residents of other states, and names their law', () => {
    const facts = factsOf(1100, {
      statutory: { letters: [], people: people(1100), residents: { MO: 900, IL: 150, '': 50 }, typesFound: ['us-ssn'] },
    });
    const proposal = propose(facts, breach, law);
    expect(proposal.duties.map(({ duty }) => duty)).not.toContain('notify-attorney-general');
    expect(proposal.labels).toEqual([
      { text: expect.stringContaining('150 residents of IL'), status: 'S' },
      { text: expect.stringContaining('The state of 50 people was not seen'), status: 'D' },
    ]);
  });

  it.each([
    ['100000', false],
    ['100001', true],
  ])('notice at $%s: substitute notice allowed %s', (cost, allowed) => {
    const duties = dutiesOf(factsOf(3), { ...breach, 'notice-cost-usd': cost });
    expect(duties.includes('substitute-notice-allowed')).toBe(allowed);
  });

  it.each([
    ['150000', false],
    ['150001', true],
  ])('%s consumers: substitute notice allowed %s', (count, allowed) => {
    const duties = dutiesOf(factsOf(3), { ...breach, 'notified-at-one-time': count });
    expect(duties.includes('substitute-notice-allowed')).toBe(allowed);
  });

  it('does not open substitute notice by an estimate', () => {
    expect(dutiesOf(factsOf(200_000), breach)).not.toContain('substitute-notice-allowed');
    expect(dutiesOf(factsOf(3), { ...breach, 'contacts-missing': 'unknown' })).not.toContain(
      'substitute-notice-allowed',
    );
    expect(dutiesOf(factsOf(3), { ...breach, 'contacts-missing': 'yes' })).toContain('substitute-notice-allowed');
  });

  it.each([
    [99_999, 0],
    [100_000, 1],
  ])('%i people: federal label %i', (count, labels) => {
    expect(propose(factsOf(count), breach, law).labels).toHaveLength(labels);
  });
});

describe('duties beside the statute', () => {
  it('a holder tells the owner in addition, an unknown role counts as a holder', () => {
    expect(dutiesOf(factsOf(3), { role: 'holder', harm: 'reasonably-likely' })).toEqual(
      expect.arrayContaining(['notify-owner', 'notify-consumers']),
    );
    expect(dutiesOf(factsOf(3), { role: 'unknown' })).toContain('notify-owner');
    expect(dutiesOf(factsOf(3), { role: 'owner' })).not.toContain('notify-owner');
  });

  it('delays only with officer and agency on record', () => {
    const hold: Answers = { 'law-enforcement-hold': 'yes', 'law-enforcement-officer': 'Sgt. Ames' };
    expect(propose(factsOf(3), hold, law).delayed).toBe(false);
    expect(propose(factsOf(3), { ...hold, 'law-enforcement-agency': 'Highway Patrol' }, law).delayed).toBe(true);
    expect(propose(factsOf(3), { ...hold, 'law-enforcement-agency': 'unknown' }, law).delayed).toBe(false);
  });

  it('gives federal tax information 24 hours from discovery', () => {
    const duty = propose(factsOf(3), { 'fti-present': 'yes' }, law, 1000).duties.find(({ duty }) => duty === 'fti');
    expect(duty?.dueAtMs).toBe(1000 + 24 * 3_600_000);
  });

  it('keeps the regimes and their marks apart', () => {
    const { duties } = propose(factsOf(3, { regimes: ['uc-wage', 'medical'] }), {}, law);
    expect(duties.find(({ duty }) => duty === 'uc-wage')?.status).toBe('R');
    expect(duties.find(({ duty }) => duty === 'medical')?.status).toBe('S');
    expect(duties.find(({ duty }) => duty === 'eta')?.status).toBe('G');
  });
});

describe('safe harbours of RSMo 407.1500', () => {
  it.each([
    ['yes', 'no', 'safe-harbour'],
    ['yes', 'yes', 'assess'],
    ['yes', 'unknown', 'assess'],
    ['no', 'no', 'assess'],
    ['unknown', 'no', 'assess'],
  ] as const)('encrypted %s, key exposed %s: %s', (encrypted, exposed, route) => {
    expect(routeOf(factsOf(3), { encrypted, 'key-exposed': exposed })).toBe(route);
    expect(routeOf(factsOf(3, { files: 0 }), { encrypted, 'key-exposed': exposed })).toBe(route);
  });

  it('what counts as redacted shows at most five digits, by the examples of its patterns', () => {
    const redacted: readonly string[] = law.statute.redacted.types;
    const patterns = loadPatterns([PATTERNS]).patterns.filter(({ element }) => redacted.includes(element ?? ''));
    expect(patterns).toHaveLength(redacted.length);
    for (const { examples } of patterns)
      for (const { value = '' } of examples.match) expect(value.replace(/\D/g, '').length).toBeLessThanOrEqual(5);
  });

  it('only redacted numbers end the path with their clause; a full number beside them does not', () => {
    const { route, steps } = propose(unnamed([], { onlyRedacted: true }), {}, law);
    expect(route).toBe('outside-the-statute');
    expect(steps.at(-1)?.reason).toContain('RSMo 407.1500.1(10) [R]');
    expect(routeOf(unnamed(['us-ssn']), { redacted: 'yes' })).toBe('assess');
  });

  it.each([
    ['yes', 'no', 'not-a-breach'],
    ['yes', 'yes', 'assess'],
    ['yes', 'unknown', 'assess'],
    ['no', 'no', 'assess'],
  ] as const)('good faith %s, misused %s: %s', (faith, misused, route) => {
    expect(routeOf(factsOf(3), { 'good-faith': faith, misused })).toBe(route);
  });
});

describe('laws of other states, by one secondary source', () => {
  const residents = (seen: Record<string, number>) => {
    const count = Object.values(seen).reduce((sum, n) => sum + n, 0);
    const statutory = { letters: [], people: people(count), residents: seen, typesFound: ['us-ssn'] };
    return propose(factsOf(count, { statutory, residents: seen }), {}, law, 0);
  };

  it.each([
    ['IL', 500, undefined],
    ['IA', 500, 5],
    ['AR', 1000, 45],
    ['NE', 1, undefined],
    ['OK', 500, 60],
    ['TN', 1000, 45],
    ['KS', 1000, undefined],
    ['KY', 1000, undefined],
  ])('%s from %i people, by the stricter reading, marked S', (state, from, days) => {
    const duty = (count: number) =>
      residents({ [state]: count }).duties.find(({ duty }) => duty === `notify-${state.toLowerCase()}`);
    expect(duty(from - 1)).toBeUndefined();
    expect(duty(from)).toMatchObject({ status: 'S', provisional: true });
    expect(duty(from)?.dueAtMs).toBe(days === undefined ? undefined : days * 86_400_000);
  });

  it('people of a state not seen may be its residents, and are said to be so', () => {
    const { duties, labels } = residents({ IL: 400, '': 100 });
    const illinois = duties.find(({ duty }) => duty === 'notify-il');
    expect(illinois?.reason).toContain('400 residents of IL and 100 people of a state not seen');
    expect(labels).toContainEqual({
      text: expect.stringContaining('The state of 100 people was not seen'),
      status: 'D',
    });
    expect(residents({ MO: 3 }).labels).toEqual([]);
  });
});

describe('every mark is shown', () => {
  it('at each step, duty and label', () => {
    const { steps, duties, labels } = propose(
      factsOf(100_000, {
        regimes: law.federal.regimes.map(({ id }) => id),
        audiences: { public: 1 },
        residents: { IL: 1 },
      }),
      {},
      law,
    );
    for (const { status, clause } of [...steps, ...duties]) {
      expect(['R', 'S', 'G', 'D']).toContain(status);
      expect(clause).not.toBe('');
    }
    expect(labels.map(({ text }) => text).join()).toMatch(/RSMo 610\.035/);
    expect(duties.map(({ duty }) => duty)).toEqual(expect.arrayContaining(['uc-wage', 'education', 'medical', 'fti']));
  });
});
