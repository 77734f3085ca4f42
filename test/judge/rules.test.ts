import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { FACTS } from '../../src/judge/fact-catalogue.ts';
import { loadPolicy, RULE_SETTINGS, testPolicy } from '../../src/judge/index.ts';
import { PACKS } from './pack-fixture.ts';

const RULES = join(PACKS, 'owd-19-2019', 'rules');

describe('the rules of owd-19-2019', () => {
  const files = readdirSync(RULES);
  const texts = new Map(files.map((name) => [name, readFileSync(join(RULES, name), 'utf8')]));

  it('prove themselves by their examples', () => {
    const report = testPolicy([PACKS]);
    expect(report.failures).toEqual([]);
    expect(report.rules).toBe(files.length);
    expect(report.examples).toBeGreaterThanOrEqual(files.length * 3);
  });

  it.each(files)('%s has an example that speaks up and one that stays silent', (name) => {
    const rule = parse(texts.get(name) ?? '');
    const expected: string[] = rule.examples.map((example: { expect: string }) => example.expect);
    expect(expected).toContain('nothing');
    expect(expected.some((verdict) => verdict !== 'nothing')).toBe(true);
  });

  it.each(files)('%s has a cannot-tell example where something may be unknown', (name) => {
    const rule = parse(texts.get(name) ?? '');
    const needs = [...(rule.needs ?? []), ...rule.verdicts.flatMap((entry: { needs?: string[] }) => entry.needs ?? [])];
    const expected: string[] = rule.examples.map((example: { expect: string }) => example.expect);
    expect(expected.includes('cannot-tell')).toBe(needs.length > 0);
  });

  it.each(files)('%s cites no section of the Plan, whose text was not available', (name) => {
    expect(texts.get(name)).not.toMatch(/plan (section|clause|§)|attachment 1/i);
  });

  it('says what issuance it models and what has probably replaced it', () => {
    const policy = loadPolicy([PACKS]);
    expect(policy.id).toBe('owd-19-2019');
    expect(policy.issuance.rescinds).toEqual(['DWD Issuance 13-2016']);
    expect(policy.issuance.note).toContain('10-2022');
    expect(policy.rules.map((rule) => rule.id)).toContain('sr-05');
    expect(policy.digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it('leaves every Plan key unset until the Plan text is there', () => {
    const policy = loadPolicy([PACKS]);
    const unset = policy.unsetPlanKeys({});
    expect(unset).toHaveLength(17);
    expect(unset.every((key) => key.shows === 'not configured: Plan text needed')).toBe(true);
    const rest = policy.unsetPlanKeys({ 'breach.levels': 'as in the Plan of 2026', 'sharing.email_rule': ' ' });
    expect(rest.map((key) => key.key)).not.toContain('breach.levels');
    expect(rest.map((key) => key.key)).toContain('sharing.email_rule');
  });

  it('names every setting that a rule may ask for', () => {
    expect(RULE_SETTINGS.map(({ key }) => key).sort()).toEqual(Object.keys(FACTS.settings ?? {}).sort());
  });
});
