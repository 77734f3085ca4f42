import { describe, expect, it } from 'vitest';
import { createPolicyDiff } from '../../src/judge/index.ts';
import type { RuleText, Verdict } from '../../src/model/index.ts';

const RULE: RuleText = {
  id: 'one',
  title: 'One',
  sentence: 'A sentence.',
  clause: 'A clause',
  status: 'D',
  severity: 'high',
  action: 'Do something.',
};

const against: readonly Verdict[] = [
  { rule: 'one', verdict: 'violation', severity: 'high', reason: 'because', missing: [] },
];

function diffOf(...files: { exposure: string; before?: true; after?: true; decided?: true }[]) {
  const diff = createPolicyDiff([RULE], 2);
  for (const { exposure, before, after, decided } of files) {
    diff.add({
      exposure,
      isDecided: () => decided === true,
      shownPlace: () => exposure,
      before: before ? against : [],
      after: after ? against : [],
    });
  }
  const { flagsOpened, flagsClosed, flagsDecided, rules } = diff.result();
  return {
    flagsOpened,
    flagsClosed,
    flagsDecided,
    places: rules.map((rule) => [rule.placesOpened, rule.placesClosed]),
  };
}

describe('a policy diff', () => {
  it('counts a flag for each exposure, however many places it has', () => {
    expect(
      diffOf({ exposure: 'a', after: true }, { exposure: 'a', after: true }, { exposure: 'b', after: true }),
    ).toEqual({
      flagsOpened: 2,
      flagsClosed: 0,
      flagsDecided: 0,
      places: [[3, 0]],
    });
  });

  it('opens no flag that stood already at another place, and closes none that still stands', () => {
    expect(diffOf({ exposure: 'a', before: true, after: true }, { exposure: 'a', after: true })).toMatchObject({
      flagsOpened: 0,
      places: [[1, 0]],
    });
    expect(diffOf({ exposure: 'a', before: true, after: true }, { exposure: 'a', before: true })).toMatchObject({
      flagsClosed: 0,
      places: [[0, 1]],
    });
  });

  it('tells decided flags apart: they neither open nor close', () => {
    expect(
      diffOf(
        { exposure: 'a', after: true, decided: true },
        { exposure: 'b', before: true, decided: true },
        { exposure: 'c', before: true },
      ),
    ).toMatchObject({ flagsOpened: 0, flagsClosed: 1, flagsDecided: 2 });
  });
});
