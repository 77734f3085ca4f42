import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadPolicy, testPolicy } from '../../src/judge/index.ts';
import { OperatorError } from '../../src/model/index.ts';
import { inputOf, localPack, packsWith, RULE } from './pack-fixture.ts';

/** The message that loading gives. Fails when loading succeeds or throws anything but an OperatorError. */
function refusal(rules: Readonly<Record<string, string>>, packs: Readonly<Record<string, string>> = {}): string {
  const folder = packsWith(rules, packs);
  try {
    loadPolicy([folder]);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return error.message.replaceAll(folder, '');
  } finally {
    rmSync(folder, { recursive: true });
  }
  return 'loaded';
}

describe('a pack that is sound', () => {
  it('loads', () => {
    expect(refusal({ 'one.yaml': RULE })).toBe('loaded');
  });
});

describe('a bad pack', () => {
  const cases: [what: string, from: string, to: string, says: RegExp][] = [
    [
      'misspelt fact',
      'file.audience == "everyone"',
      'file.audiense == "everyone"',
      /one\.yaml:10: rule one, verdicts\.0\.when: unknown fact file\.audiense; did you mean "audience"/,
    ],
    ['unknown variable', 'found.isProtected()', 'fund.isProtected()', /unknown fact fund; did you mean "found"/],
    [
      'unknown function',
      'found.isProtected()',
      'found.isProtectd()',
      /unknown function isProtectd\(\); did you mean "isProtected"/,
    ],
    ['unknown word', '== "everyone"', '== "everybody"', /unknown word "everybody"; did you mean "everyone"/],
    [
      'unknown identifier type',
      'found.isProtected()',
      'found.has("us-snn")',
      /unknown word "us-snn" for has\(\); did you mean "us-ssn"/,
    ],
    ['not an expression', 'found.isProtected()', 'found.isProtected( &&', /one\.yaml:7: rule one, applies/],
    ['not a yes or no', 'found.isProtected()', 'people.likely', /gives int, not bool/],
    ['wrong type', 'found.isProtected()', 'people.likely == "3"', /no such overload/],
    [
      'unbounded regular expression',
      'found.isProtected()',
      'file.name.matches("a")',
      /use hasAnyWord\(\) or hasPhrase\(\)/,
    ],
    ['function of something else', 'found.isProtected()', 'neighbours.has("us-ssn")', /has\(\) is a function of found/],
    ['field of found', 'found.isProtected()', 'found.isProtected', /not a fact; call one of its functions/],
    [
      'unknown passes for a value',
      'needs: [file.audience]\n',
      '',
      /depends on who can read the file, which may be unknown.*needs/,
    ],
    ['unknown fact in applies', 'applies: found.isProtected()', 'applies: file.owner == "x"', /Use it under verdicts/],
    ['missing clause', 'clause: A clause\n', '', /clause: missing/],
    ['misspelt key', 'severity: high', 'severty: high', /unknown key severty.*did you mean "severity"/],
    ['misspelt key below', 'expect: nothing', 'expects: nothing', /one\.yaml:\d+: examples\.1/],
    ['id is not the file name', 'id: one', 'id: two', /rule id two is not the file name one/],
    [
      'failing example',
      'expect: nothing',
      'expect: violation',
      /one\.yaml:18: rule one: example "negative" gives nothing, not violation/,
    ],
    ['too few examples', RULE.slice(RULE.indexOf('  - name: negative')), '', /at least three examples/],
    ['unknown status mark', 'status: D', 'status: X', /status/],
    [
      'reason that could carry a value',
      'verdict: violation\n',
      'verdict: violation\n    because: "See {file.path}"\n',
      /may carry a found value/,
    ],
    ['not YAML', 'title: One rule', 'title: "One rule', /not YAML/],
    ['unknown need', '[file.audience]', '[file.audienc]', /needs/],
  ];
  it.each(cases)('%s', (_what, from, to, says) => {
    expect(RULE).toContain(from);
    expect(refusal({ 'one.yaml': RULE.replace(from, to) })).toMatch(says);
  });

  it('a stray file among the rules', () => {
    expect(refusal({ 'one.yaml': RULE, 'two.yml': RULE })).toMatch(/two\.yml: is not a rule file/);
  });

  it('no pack, no folder', () => {
    expect(() => loadPolicy(['/nonexistent/policies'])).toThrow(/cannot be read \(ENOENT\)/);
    expect(() => loadPolicy([])).toThrow(/holds no policy pack/);
  });

  it('reports every failing example by itself when tested', () => {
    const folder = packsWith({
      'one.yaml': RULE.replaceAll('expect: nothing', 'expect: allowed').replace(
        'expect: cannot-tell',
        'expect: nothing',
      ),
    });
    const report = testPolicy([folder]);
    expect(report.failures.map(({ example, expected, got }) => [example, expected, got])).toEqual([
      ['negative', 'allowed', 'nothing'],
      ['unknown', 'nothing', 'cannot-tell'],
    ]);
    rmSync(folder, { recursive: true });
  });
});

describe('editions of one policy', () => {
  const edition = (id: string, effective: string, tail = ''): string =>
    localPack('')
      .replace('id: local-board', `id: ${id}`)
      .replace('layer: local', 'layer: state')
      .replace('effective: 2020-01-01\n', `effective: ${effective}\n${tail}`);
  const until = (day: string): string => `  effective_until: ${day}\n`;
  const rules = { 'one.yaml': RULE, 'next/rules/one.yaml': RULE.replace('sentence: A', 'sentence: The next') };
  const packs = (first: string, next: string) => ({
    sample: edition('sample', '2020-01-01', first),
    next: edition('next', '2026-01-01', next),
  });

  it.each([
    [
      'one without an end',
      '',
      /next\/pack\.yaml:7: pack next is effective from 2026-01-01, while sample is without an end.*effective_until in .*sample/,
    ],
    ['one that ends on the day of the next', until('2026-01-01'), /while sample is effective until 2026-01-01/],
    [
      'one that ends before it begins',
      until('2019-01-01'),
      /sample\/pack\.yaml:8: effective_until lies before effective/,
    ],
  ])('%s is refused', (_what, first, says) => {
    expect(refusal(rules, packs(first, ''))).toMatch(says);
  });

  it('judge one after the other', () => {
    const folder = packsWith(rules, packs(until('2025-12-31'), ''));
    const idOn = (day?: string) => loadPolicy([folder], day).id;
    expect([idOn('2025-12-31'), idOn('2026-01-01'), idOn()]).toEqual(['sample', 'next', 'next']);
    expect(() => idOn('2019-12-31')).toThrow(/no state pack is in force on 2019-12-31/);
    expect(testPolicy([folder]).rules).toBe(2);
    rmSync(folder, { recursive: true });
  });

  it('a local pack is refused beside the one that it rescinds', () => {
    const local = localPack('').replace('number: Sample 1', 'number: Local 1');
    const next = local
      .replace('id: local-board', 'id: local-next')
      .replace('Local 1', 'Local 2')
      .replace('rescinds: []', 'rescinds: [Local 1]');
    expect(refusal({ 'one.yaml': RULE }, { local, next })).toMatch(/pack local-\w+ is effective from 2020-01-01/);
    expect(refusal({ 'one.yaml': RULE }, { local, other: next.replace('[Local 1]', '[]') })).toBe('loaded');
  });
});

describe('layers', () => {
  const tail = (change: string): string => `tightens:\n  - ${change}\n`;

  it('a local board may raise a severity and a verdict', () => {
    const change = '{ rule: one, severity: critical, verdict: needs-assessment, why: local decision }';
    const folder = packsWith({ 'one.yaml': RULE }, { local: localPack(tail(change)) });
    const policy = loadPolicy([folder]);
    expect(policy.id).toBe('sample+local-board');
    expect(policy.judge(inputOf({ audience: 'everyone' }))).toMatchObject([
      { rule: 'one', verdict: 'needs-assessment', severity: 'critical' },
    ]);
    expect(policy.judge(inputOf({ audience: 'unknown' }))).toMatchObject([{ verdict: 'cannot-tell' }]);
    rmSync(folder, { recursive: true });
  });

  it('a local board may add a rule', () => {
    const folder = packsWith(
      { 'one.yaml': RULE, 'local/rules/local-1.yaml': RULE.replace('id: one', 'id: local-1') },
      { local: localPack('') },
    );
    expect(loadPolicy([folder]).rules.map((rule) => rule.id)).toEqual(['one', 'local-1']);
    rmSync(folder, { recursive: true });
  });

  it.each([
    [
      'a lower severity',
      tail('{ rule: one, severity: low, why: x }'),
      /severity low is below high; a lower layer may only tighten/,
    ],
    ['a milder verdict', tail('{ rule: one, verdict: needs-review, why: x }'), /may only tighten/],
    [
      'a rule nobody has',
      tail('{ rule: oen, severity: critical, why: x }'),
      /no upper layer has a rule oen; did you mean "one"/,
    ],
    ['findings that count for less', 'never_alone: [us-ssn]\n', /may only tighten/],
  ])('refuses %s', (_what, text, says) => {
    expect(refusal({ 'one.yaml': RULE }, { local: localPack(text) })).toMatch(says);
  });

  it('refuses a rule that replaces one of the layer above', () => {
    const rules = { 'one.yaml': RULE, 'local/rules/one.yaml': RULE.replace('severity: high', 'severity: low') };
    expect(refusal(rules, { local: localPack('') })).toMatch(/rule one is already in sample/);
  });

  it('refuses a local pack alone', () => {
    const folder = packsWith({}, { local: localPack('') });
    expect(() => loadPolicy([`${folder}/local`])).toThrow(/without the state layer/);
    rmSync(folder, { recursive: true });
  });
});
