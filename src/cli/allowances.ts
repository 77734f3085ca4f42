import type { PatternPack } from '../detect/index.ts';
import { type Allowance, maskIdentifierShapes, nearestName, OperatorError } from '../model/index.ts';
import type { Config } from './config.ts';

/** What of the configuration's `allow` list holds on a day, and what has ended. */
export interface AllowList {
  readonly active: readonly Allowance[];
  /** One line for each entry that has ended. */
  readonly ended: readonly string[];
}

const FINGERPRINT = /^[0-9a-f]{32}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** @throws OperatorError naming the entry, and never repeating what it holds. */
export function allowList({ allow = [] }: Config, pack: PatternPack, nowMs: number): AllowList {
  const today = new Date(nowMs).toISOString().slice(0, 10);
  const active: Allowance[] = [];
  const ended: string[] = [];
  for (const [index, entry] of allow.entries()) {
    const name = `allow entry ${index + 1}`;
    checkEntry(name, entry, pack);
    const { until, type, reason, fingerprint, path } = entry;
    if (until < today) {
      ended.push(`${name} (${type}: ${reason}) ended on ${until} and is no longer used.`);
      continue;
    }
    active.push({ type, reason, ...(fingerprint ? { fingerprint } : {}), ...(path ? { path } : {}) });
  }
  return { active, ended };
}

type Entry = NonNullable<Config['allow']>[number];

function checkEntry(name: string, { type, fingerprint, path, reason, until }: Entry, pack: PatternPack): void {
  const ids = pack.patterns.map(({ id }) => id);
  if (!ids.includes(type)) {
    const near = nearestName(type, ids);
    throw new OperatorError(
      name,
      'names no identifier under "type"',
      near ? `Did you mean "${near}"?` : 'See: sharewarden patterns list',
    );
  }
  if (fingerprint !== undefined && !FINGERPRINT.test(fingerprint))
    throw new OperatorError(
      name,
      '"fingerprint" is not one: 32 hex digits; a value itself must never stand in a configuration',
      `Run: sharewarden fingerprint --type ${type}, and take the value out of the file`,
    );
  if (fingerprint === undefined && path === undefined)
    throw new OperatorError(
      name,
      'allows every finding of its type everywhere',
      'Give a fingerprint, a path glob, or both',
    );
  if ([reason, path ?? ''].some((text) => maskIdentifierShapes(text) !== text))
    throw new OperatorError(
      name,
      'holds something written like an identifier',
      `Run: sharewarden fingerprint --type ${type}, and take the value out of the file`,
    );
  if (!DAY.test(until) || Number.isNaN(Date.parse(until)))
    throw new OperatorError(name, '"until" is no day', 'Write the last day as 2027-06-30');
}
