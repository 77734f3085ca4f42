import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { CheckedForms, FormKind } from '../model/index.ts';

/** Made by the build, beside the built rooms; not there where the program runs from its sources. */
const FORMS_FILE = new URL('../checked-forms.json', import.meta.url);

let shipped: Readonly<Record<string, unknown>> | undefined;

/** The checked forms of the files that ship with the product. */
export function shippedForms(): CheckedForms {
  shipped ??= readForms();
  const forms = shipped;
  return { find: (kind, text) => forms[formKey(kind, text)], keep: () => undefined };
}

/** SHA-256 over kind and text, hex: a stale form cannot be found. */
export function formKey(kind: FormKind, text: string): string {
  return createHash('sha256').update(`${kind}\0${text}`).digest('hex');
}

function readForms(): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(readFileSync(FORMS_FILE, 'utf8')) as Record<string, unknown>;
  } catch {
    // Nothing is lost without it but time: everything is parsed, checked and proved.
    return {};
  }
}
