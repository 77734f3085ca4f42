import RE2 from 're2';
import { withAnyDigits } from './any-digits.ts';
import type { CompiledPattern } from './compiled-pattern.ts';
import { DOCUMENT_CLASSES } from './document-classes.ts';
import { anyLabel } from './label-regex.ts';
import { lazily } from './lazily.ts';

const MEMORY_BYTES = 48 * 1024 * 1024;

/**
 * Whether a short ASCII text holds nothing at all that the text path could take up, whatever its digits are: no shape that is
 * looked for without a label, no label, no phrase of a document class. `shape` is the text with all digits made `0`.
 */
export type NothingHere = (shape: string) => boolean;

export function compileNothingHere(patterns: readonly CompiledPattern[]): NothingHere {
  const set = lazily(() => setOf(patterns));
  return (shape) => !set().test(shape);
}

function setOf(patterns: readonly CompiledPattern[]): InstanceType<typeof RE2.Set> {
  const shapes = patterns.flatMap(({ anywhere }) => (anywhere ? [withAnyDigits(anywhere.filter)] : []));
  const labels = patterns.flatMap(({ file }) => (file.labels.length > 0 ? [withAnyDigits(anyLabel(file.labels))] : []));
  const phrases = DOCUMENT_CLASSES.phrases.map(({ regex }) => withAnyDigits(regex));
  return new RE2.Set([...shapes, ...labels, ...phrases], 'u', { maxMem: MEMORY_BYTES });
}
