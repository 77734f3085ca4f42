/**
 * Parses, checks and proves the patterns and the rules that ship, and keeps what was read under the digest of each file's text, so
 * that a start need not do it again. A pattern or a rule that is wrong ends the build.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { formKey } from '../dist/cli/shipped-forms.js';
import { loadPatterns } from '../dist/detect/index.js';
import { loadPolicy } from '../dist/judge/index.js';

const project = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

const kept = {};
const forms = {
  find: () => undefined,
  keep: (kind, text, form) => {
    kept[formKey(kind, text)] = form;
  },
};

loadPatterns([project('patterns')], forms);
loadPolicy([project('policies')], undefined, forms);
writeFileSync(project('dist/checked-forms.json'), JSON.stringify(kept));
