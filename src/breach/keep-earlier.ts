import type { ScanFacts } from './scan-facts.ts';

/**
 * New facts beside the ones before: what was found once stays found, since cleaning a file does not undo its exposure.
 * Counts of present files are the new ones.
 */
export function keepEarlier(before: ScanFacts, now: ScanFacts): ScanFacts {
  return {
    ...now,
    elements: byKey(
      before.elements,
      now.elements,
      ({ type }) => type,
      (old, fresh) => ({
        type: fresh.type,
        count: Math.max(old.count, fresh.count),
        files: Math.max(old.files, fresh.files),
        withName: Math.max(old.withName, fresh.withName),
      }),
    ),
    statutory: {
      ...now.statutory,
      typesFound: [...new Set([...before.statutory.typesFound, ...now.statutory.typesFound])],
    },
    protectedPii: byKey(before.protectedPii, now.protectedPii, ({ type, origin }) => `${type} ${origin}`),
    regimes: [...new Set([...before.regimes, ...now.regimes])],
    onlyRedacted: before.onlyRedacted && now.onlyRedacted,
    unreadParts: Math.max(before.unreadParts, now.unreadParts),
    rules: byKey(before.rules, now.rules, ({ rule }) => rule),
    window: earliest(before.window, now.window),
  };
}

function earliest(before: ScanFacts['window'], now: ScanFacts['window']): ScanFacts['window'] {
  const first = (before.firstSeenAtMs ?? Infinity) <= (now.firstSeenAtMs ?? Infinity) ? before : now;
  const oldest = Math.min(before.oldestModifiedAtMs ?? Infinity, now.oldestModifiedAtMs ?? Infinity);
  const audiences = byKey(
    before.audiences,
    now.audiences,
    ({ audience }) => audience,
    (old, fresh) => ({
      audience: fresh.audience,
      sinceAtMs: Math.min(old.sinceAtMs, fresh.sinceAtMs),
      files: Math.max(old.files, fresh.files),
    }),
  );
  const { oldestModifiedAtMs: _, ...window } = first;
  return { ...window, audiences, ...(Number.isFinite(oldest) && { oldestModifiedAtMs: oldest }) };
}

/** Both lists, an entry of both once: merged where there is a way to, else the new one. */
function byKey<Entry>(
  before: readonly Entry[],
  now: readonly Entry[],
  keyOf: (entry: Entry) => string,
  merge: (old: Entry, fresh: Entry) => Entry = (_old, fresh) => fresh,
): readonly Entry[] {
  const entries = new Map(before.map((entry) => [keyOf(entry), entry]));
  for (const fresh of now) {
    const old = entries.get(keyOf(fresh));
    entries.set(keyOf(fresh), old === undefined ? fresh : merge(old, fresh));
  }
  return [...entries.values()];
}
