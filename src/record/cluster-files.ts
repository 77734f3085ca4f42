import { type KeyHalves, NAME_KEY, type PeopleLedger, personRows, readKey } from '../model/index.ts';
import { createPeopleIndex, type IdentifiedPeople, identifiedPeople, type PeopleIndex } from './people-index.ts';

/** A file that waits for its cluster. */
export interface ClusterFile {
  readonly fileId: number;
  readonly contentDigest?: string;
  readonly ledger?: PeopleLedger;
}

/** A cluster that stands already (an open assessment, an exposure of flags): files that belong to it are added to it. */
export interface StandingCluster {
  readonly clusterId: number;
  readonly members: readonly Omit<ClusterFile, 'fileId'>[];
}

export interface Cluster {
  /** Absent for a new cluster. */
  readonly clusterId?: number;
  readonly fileIds: readonly number[];
  /** Other standing clusters that know most of the same people; they stay apart, for a person to look at. */
  readonly relatedClusterIds: readonly number[];
}

/** Share of the smaller one's people that must be in the other. */
const OVERLAP = 0.8;
/** Files that identify nobody are one cluster when they name the same people, and at least so many. */
const NAMES_FOR_A_SET = 3;

/**
 * Copies, versions and re-exports of the same people are one cluster. Files are taken from the largest to the smallest and
 * each is laid to the one cluster that knows it best, so that a note on one person never joins two lists.
 * Linear in the rows. The same files give the same clusters, in any order.
 */
export function clusterFiles(open: readonly StandingCluster[], files: readonly ClusterFile[]): readonly Cluster[] {
  const groups = groupByContent(files);
  // Room for the largest file: the others mostly hold the same people, and the table grows.
  const people = [...open.flatMap((cluster) => cluster.members), ...groups].reduce((most, { ledger }) => {
    return Math.max(most, ledger ? personRows(ledger).count : 0);
  }, 0);
  const state = createState(people);
  for (const { clusterId, members } of open) {
    const cluster = state.begin(clusterId);
    for (const member of members) state.join(cluster, member, member.ledger && identifiedPeople(member.ledger), []);
  }
  const sized = groups.map((group) => ({ group, people: group.ledger && identifiedPeople(group.ledger) }));
  sized.sort((a, b) => countOf(b.people) - countOf(a.people) || firstId(a.group) - firstId(b.group));
  for (const { group, people: identified } of sized) {
    const { cluster, related } = state.bestFor(group, identified);
    state.join(cluster ?? state.begin(), group, identified, group.fileIds, related);
  }
  return state.result();
}

interface ContentGroup extends Omit<ClusterFile, 'fileId'> {
  readonly fileIds: number[];
}

function groupByContent(files: readonly ClusterFile[]): ContentGroup[] {
  const groups = new Map<string, ContentGroup>();
  for (const { fileId, contentDigest, ledger } of [...files].sort((a, b) => a.fileId - b.fileId)) {
    const key = contentDigest ?? `file ${fileId}`;
    const group = groups.get(key);
    if (group) group.fileIds.push(fileId);
    else groups.set(key, { fileIds: [fileId], ...(contentDigest && { contentDigest }), ...(ledger && { ledger }) });
  }
  return [...groups.values()];
}

interface Growing {
  readonly clusterId?: number;
  readonly fileIds: number[];
  readonly related: Set<number>;
}

function createState(expectedPeople: number) {
  const clusters: Growing[] = [];
  const byContent = new Map<string, number>();
  const byNames = new Map<string, number>();
  const index = createPeopleIndex(expectedPeople);
  return {
    begin(clusterId?: number): number {
      return clusters.push({ fileIds: [], related: new Set(), ...(clusterId !== undefined && { clusterId }) }) - 1;
    },
    bestFor(file: Omit<ClusterFile, 'fileId'>, people: IdentifiedPeople | undefined) {
      const known = file.contentDigest === undefined ? undefined : byContent.get(file.contentDigest);
      if (known !== undefined) return { cluster: known, related: [] };
      if (people && people.distinct.length > 0) return bestByPeople(index, people);
      const names = namesOf(file.ledger);
      return { cluster: names === undefined ? undefined : byNames.get(names), related: [] };
    },
    join(
      cluster: number,
      file: Omit<ClusterFile, 'fileId'>,
      people: IdentifiedPeople | undefined,
      fileIds: readonly number[],
      related: readonly number[] = [],
    ): void {
      const growing = clusters[cluster];
      if (growing === undefined) throw new Error(`no cluster ${cluster}`);
      growing.fileIds.push(...fileIds);
      for (const other of related) growing.related.add(other);
      if (file.contentDigest !== undefined) byContent.set(file.contentDigest, cluster);
      if (people && people.distinct.length > 0) index.add(people, cluster);
      else {
        const names = namesOf(file.ledger);
        if (names !== undefined && !byNames.has(names)) byNames.set(names, cluster);
      }
    },
    result(): readonly Cluster[] {
      return clusters
        .filter(({ fileIds }) => fileIds.length > 0)
        .map(({ clusterId, fileIds, related }) => ({
          ...(clusterId !== undefined && { clusterId }),
          fileIds,
          relatedClusterIds: [...related].flatMap((other) => clusters[other]?.clusterId ?? []),
        }));
    },
  };
}

function bestByPeople(
  index: PeopleIndex,
  people: IdentifiedPeople,
): { readonly cluster: number | undefined; readonly related: readonly number[] } {
  const enough = [...index.overlaps(people)].filter(([cluster, shared]) => {
    return shared >= OVERLAP * Math.min(people.distinct.length, index.sizeOf(cluster));
  });
  enough.sort(([a, sharedA], [b, sharedB]) => sharedB - sharedA || a - b);
  return { cluster: enough[0]?.[0], related: enough.slice(1).map(([cluster]) => cluster) };
}

/** The set of names of a file that identifies nobody by number or birth date, as one word. */
function namesOf(ledger: PeopleLedger | undefined): string | undefined {
  if (!ledger) return undefined;
  const rows = personRows(ledger);
  const key: KeyHalves = { low: 0, high: 0 };
  const names = new Set<string>();
  for (let row = 0; row < rows.count; row++) {
    if (readKey(rows, row, NAME_KEY, key)) names.add(`${key.high.toString(36)}.${key.low.toString(36)}`);
  }
  return names.size < NAMES_FOR_A_SET ? undefined : [...names].sort().join(' ');
}

function countOf(people: IdentifiedPeople | undefined): number {
  return people?.distinct.length ?? 0;
}

function firstId(group: ContentGroup): number {
  return group.fileIds[0] ?? 0;
}
