import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import type * as built from '../../src/cli/shipped-forms.ts';
import { loadPatterns } from '../../src/detect/index.ts';
import { loadPolicy } from '../../src/judge/index.ts';
import type { CheckedForms, FormKind } from '../../src/model/index.ts';

const PROJECT = join(import.meta.dirname, '../..');
const { shippedForms } = (await import(pathToFileURL(join(PROJECT, 'dist/cli/shipped-forms.js')).href)) as typeof built;

it('what the build kept is what the files that ship say', () => {
  const shipped = shippedForms();
  const differing: string[] = [];
  let compared = 0;
  const comparing: CheckedForms = {
    find: () => undefined,
    keep(kind: FormKind, text: string, form: unknown) {
      compared += 1;
      if (JSON.stringify(shipped.find(kind, text)) !== JSON.stringify(form))
        differing.push(`${kind} ${text.slice(0, 40)}`);
    },
  };
  const patterns = loadPatterns([join(PROJECT, 'patterns')], comparing);
  const { rules } = loadPolicy([join(PROJECT, 'policies')], undefined, comparing);
  expect(differing).toEqual([]);
  expect(compared).toBe(patterns.patterns.length + rules.length + 2);
});

it('a start from what the build kept has the same patterns', () => {
  const folders = [join(PROJECT, 'patterns')];
  expect(loadPatterns(folders, shippedForms())).toEqual(loadPatterns(folders));
});

it('a text that differs by one letter is not among them', () => {
  expect(shippedForms().find('pattern', 'id: us-ssn\n')).toBeUndefined();
});
