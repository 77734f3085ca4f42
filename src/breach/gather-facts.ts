import { elementOf, type PeopleLedger } from '../model/index.ts';
import type { RecordedRun, ScanRecord } from '../record/index.ts';
import { countCluster } from './count-cluster.ts';
import { exposureWindow } from './exposure-window.ts';
import type { LawPack } from './law-pack.ts';
import type { ElementFacts, FileFactsForBreach, ScanFacts } from './scan-facts.ts';

/** A cluster as it stands: what is exposed now, what was, and everybody who ever was in it. */
export interface ClusterState {
  readonly exposed: readonly FileFactsForBreach[];
  readonly noLongerExposed: readonly FileFactsForBreach[];
  /** One ledger for each distinct content that ever belonged to it. */
  readonly ledgers: readonly PeopleLedger[];
}

export interface GatherContext {
  readonly record: ScanRecord;
  readonly runs: readonly RecordedRun[];
  readonly law: LawPack;
  readonly runId?: number;
  readonly nowMs: number;
}

/** Everything the scan can say of a cluster, without a value. */
export async function gatherFacts(context: GatherContext, cluster: ClusterState): Promise<ScanFacts> {
  const { exposed, noLongerExposed } = cluster;
  const everybody = [...exposed, ...noLongerExposed];
  const contents = distinctContents(everybody);
  const elements = elementFacts(contents, everybody);
  const found = new Set(elements.map(({ type }) => type));
  const { statute, federal } = context.law;
  const people = countCluster(cluster.ledgers, context.law);
  const redacted: readonly string[] = statute.redacted.types;
  const weighty = statute.elements
    .filter((element) => element.with === undefined || element.with.some((type) => found.has(type)))
    .flatMap((element) => element.types.filter((type) => found.has(type)));
  return {
    ...(context.runId !== undefined && { runId: context.runId }),
    atMs: context.nowMs,
    files: exposed.length,
    distinctContents: contents.length,
    sizeBytes: exposed.reduce((sum, { facts }) => sum + facts.sizeBytes, 0),
    filesNoLongerExposed: noLongerExposed.length,
    audiences: countBy(exposed, ({ facts }) => facts.audience),
    locations: countBy(exposed, ({ facts }) => facts.location),
    owners: countBy(exposed, ({ facts }) => facts.owner ?? `user number ${facts.uid}`),
    elements,
    statutory: { ...people.statutory, typesFound: [...new Set(weighty)] },
    protectedPii: federal.protected_pii.flatMap(({ types, origin, status }) =>
      types.filter((type) => found.has(type)).map((type) => ({ type, origin, status })),
    ),
    regimes: federal.regimes.filter(({ types }) => types.some((type) => found.has(type))).map(({ id }) => id),
    people: people.people,
    merges: people.merges,
    elementSets: people.elementSets,
    residents: people.residents,
    minors: people.minors,
    deceased: people.deceased,
    onlyRedacted: weighty.length === 0 && redacted.some((type) => found.has(type)),
    unreadParts: contents.reduce((sum, { reading }) => sum + reading.unreadPartCount, 0),
    rules: Object.entries(countBy(exposed.flatMap(assessedRules), (rule) => rule)).map(([rule, files]) => ({
      rule,
      files,
    })),
    window: await exposureWindow(context.record, context.runs, exposed),
  };
}

function assessedRules({ verdicts }: FileFactsForBreach): readonly string[] {
  return verdicts.filter(({ verdict }) => verdict === 'needs-assessment').map(({ rule }) => rule);
}

function distinctContents(files: readonly FileFactsForBreach[]): readonly FileFactsForBreach[] {
  const seen = new Set<string>();
  return files.filter(({ fileId, reading }) => {
    const content = reading.contentDigest ?? `file ${fileId}`;
    if (seen.has(content)) return false;
    seen.add(content);
    return true;
  });
}

function elementFacts(
  contents: readonly FileFactsForBreach[],
  files: readonly FileFactsForBreach[],
): readonly ElementFacts[] {
  const byType = new Map<string, { count: number; files: number; withName: number }>();
  const entryOf = (type: string) => {
    const entry = byType.get(type) ?? { count: 0, files: 0, withName: 0 };
    byType.set(type, entry);
    return entry;
  };
  for (const { reading } of contents) {
    for (const { type, high, medium } of reading.types) {
      if (high + medium === 0) continue;
      const entry = entryOf(type);
      entry.count += high + medium;
      entry.withName += Math.min(high + medium, reading.namePaired[elementOf(type)] ?? 0);
    }
  }
  for (const { reading } of files) {
    for (const { type, high, medium } of reading.types) if (high + medium > 0) entryOf(type).files += 1;
  }
  return [...byType].map(([type, entry]) => ({ type, ...entry })).sort((a, b) => (a.type < b.type ? -1 : 1));
}

function countBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Record<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) {
    const key = keyOf(item);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
