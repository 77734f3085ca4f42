export type FormKind = 'pattern' | 'policy-pack' | 'policy-rule' | 'proved-policy';

/**
 * What was read from a text and checked, by kind and text: files that ship with the product are parsed, checked and proved when it is
 * built. Another text, be it by one letter, is not among them.
 */
export interface CheckedForms {
  /** The form of that text; undefined where it was never checked. */
  find(kind: FormKind, text: string): unknown;
  /** Told of a form that had to be made. */
  keep(kind: FormKind, text: string, form: unknown): void;
}

/** Nothing was checked before. */
export const NO_CHECKED_FORMS: CheckedForms = { find: () => undefined, keep: () => undefined };
