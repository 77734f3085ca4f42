import { createHash } from 'node:crypto';
import type { AssessmentEvent } from '../record/index.ts';

/**
 * SHA-256 over the events of an assessment up to a version, in hex: what a signature binds. Keys are sorted, so that the
 * hash depends on what is said and not on how the database keeps it.
 */
export function stateHash(events: readonly AssessmentEvent[], upToVersion: number): string {
  const hash = createHash('sha256');
  for (const { version, atMs, who, kind, why, data } of events) {
    if (version <= upToVersion) hash.update(`${canonicalJson([version, atMs, who, kind, why, data])}\n`);
  }
  return hash.digest('hex');
}

/** JSON with sorted keys and no blanks. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}
