import { rmSync } from 'node:fs';
import { expect, it } from 'vitest';
import { loadPolicy } from '../../src/judge/index.ts';
import type { CheckedForms } from '../../src/model/index.ts';
import { localPack, packsWith, RULE } from './pack-fixture.ts';

/** What a build keeps, and a start finds. */
function keeping(): CheckedForms & { readonly found: string[] } {
  const kept = new Map<string, unknown>();
  const found: string[] = [];
  return {
    found,
    find(kind, text) {
      const form = kept.get(`${kind}\0${text}`);
      if (form !== undefined) found.push(kind);
      return form;
    },
    keep: (kind, text, form) => void kept.set(`${kind}\0${text}`, JSON.parse(JSON.stringify(form))),
  };
}

function load(
  forms: CheckedForms,
  rules: Readonly<Record<string, string>>,
  packs: Readonly<Record<string, string>> = {},
) {
  const folder = packsWith(rules, packs);
  try {
    return loadPolicy([folder], undefined, forms);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const WRONG_EXAMPLE = RULE.replace(/expect: .*/, 'expect: allowed');

it('packs that were proved before are neither read nor proved again, and are the same', () => {
  const forms = keeping();
  const first = load(forms, { 'one.yaml': RULE });
  expect(forms.found).toEqual([]);
  const again = load(forms, { 'one.yaml': RULE });
  expect(forms.found).toEqual(['policy-pack', 'policy-rule', 'proved-policy']);
  for (const part of ['id', 'digest', 'issuance', 'layers', 'rules'] as const) expect(again[part]).toEqual(first[part]);
});

it('a rule with another example is proved', () => {
  const forms = keeping();
  load(forms, { 'one.yaml': RULE });
  expect(() => load(forms, { 'one.yaml': WRONG_EXAMPLE })).toThrow(/rule one: example .* gives/);
});

it('a rule that was read but fails its examples is never taken for proved', () => {
  const forms = keeping();
  for (const _ of ['once', 'twice'])
    expect(() => load(forms, { 'one.yaml': WRONG_EXAMPLE })).toThrow(/rule one: example .* gives/);
});

it('beside one more pack all rules are proved again', () => {
  const forms = keeping();
  load(forms, { 'one.yaml': RULE });
  forms.found.length = 0;
  load(forms, { 'one.yaml': RULE }, { local: localPack('tightens: []\n') });
  expect(forms.found).toEqual(expect.arrayContaining(['policy-pack', 'policy-rule']));
  expect(forms.found).not.toContain('proved-policy');
});
