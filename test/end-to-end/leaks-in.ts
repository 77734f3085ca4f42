import { createHash } from 'node:crypto';

/** Shorter ones occur by chance in hashes and counters. */
const LEAST_DIGITS = 8;

/** Every form is at least this long; artefacts are walked once, looking at this many characters. */
const BEGINNING = 6;

interface Form {
  readonly value: string;
  readonly form: string;
  readonly text: string;
}

function formsOf(value: string): Form[] {
  const digits = value.replace(/\D/g, '');
  const written = digits.length >= LEAST_DIGITS ? [value, digits] : [value];
  const spellings = [...new Set(written)];
  return spellings.flatMap((text) => [
    { value, form: 'clear', text },
    ...[0, 1, 2].map((offset) => ({ value, form: 'base64', text: innerBase64(text, offset) })),
    { value, form: 'hex', text: Buffer.from(text).toString('hex') },
    { value, form: 'UTF-16', text: Buffer.from(text, 'utf16le').toString('latin1') },
    ...['md5', 'sha1', 'sha256'].flatMap((hash) =>
      (['hex', 'base64'] as const).map((encoding) => ({
        value,
        form: hash,
        text: createHash(hash).update(text).digest(encoding).slice(0, 22),
      })),
    ),
  ]);
}

function grouped(forms: readonly Form[]): Map<string, Form[]> {
  const groups = new Map<string, Form[]>();
  for (const form of forms) {
    const beginning = form.text.slice(0, BEGINNING);
    const group = groups.get(beginning);
    if (group) group.push(form);
    else groups.set(beginning, [form]);
  }
  return groups;
}

/** The characters of a base64 text that the value alone decides, at each of the three alignments. */
function innerBase64(text: string, offset: number): string {
  const encoded = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)])
    .toString('base64')
    .replace(/=+$/, '');
  return encoded.slice(offset === 0 ? 0 : offset + 1, -1);
}

/** Every planted value that lies in one of the texts, in clear, as digits, encoded, or as an unkeyed hash; one line each. */
export function leaksIn(artefacts: ReadonlyMap<string, string>, values: readonly string[]): string[] {
  const forms = values
    .filter((value) => value.length >= 6)
    .flatMap(formsOf)
    .filter(({ text }) => text.length >= BEGINNING);
  const byBeginning = grouped(forms);
  const leaks: string[] = [];
  for (const [name, text] of artefacts)
    for (let at = 0; at <= text.length - BEGINNING; at += 1)
      for (const { value, form, text: sought } of byBeginning.get(text.slice(at, at + BEGINNING)) ?? [])
        if (text.startsWith(sought, at)) leaks.push(`${name}: ${form} of a planted value ending in ${value.slice(-2)}`);
  return leaks;
}
