import { type KeyHalves, NAME_KEY, type PeopleLedger, personRows, readKey } from '../model/index.ts';
import { createIdentifier, createPeopleIndex, type IdentifiedPeople, type PeopleIndex } from './people-index.ts';

/** A file that waits for its cluster. */
export interface ClusterFile {
  readonly fileId: number;
  readonly contentDigest?: string;
}

/** One content of a cluster that stands already (an open assessment, an exposure of flags): files that belong to it are added to it. */
export interface StandingMember {
  readonly clusterId: number;
  readonly contentDigest?: string;
  readonly ledger?: PeopleLedger;
}

export interface ClusterRequest {
  /** All members of one cluster, then those of the next. */
  readonly standing: AsyncIterable<StandingMember>;
  readonly files: readonly ClusterFile[];
  /** The people of each file asked for, in that order. Asked twice: few of them are in memory at one time. */
  readonly ledgersOf: (fileIds: readonly number[]) => AsyncIterable<PeopleLedger | undefined>;
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
 * Linear in the rows; memory grows with the different people and the files, not with their rows. The same files give the same
 * clusters, in any order.
 */
export async function clusterFiles({ standing, files, ledgersOf }: ClusterRequest): Promise<readonly Cluster[]> {
  const identified = createIdentifier();
  const groups = groupByContent(files);
  if (groups.length > 1) await countPeopleOf(groups, ledgersOf, identified);
  groups.sort((a, b) => b.people - a.people || firstId(a) - firstId(b));
  // Room for the largest file: the others mostly hold the same people, and the table grows.
  const state = createState(groups[0]?.people ?? 0);
  for await (const { clusterId, contentDigest, ledger } of standing)
    state.join(state.clusterWith(clusterId), contentDigest, ledger && peopleIn(ledger, identified), []);
  // A single content beside no other cluster is compared with nothing.
  const alone = groups.length === 1 && state.isEmpty() ? groups.pop() : undefined;
  if (alone) state.join(state.begin(), alone.contentDigest, undefined, alone.fileIds);
  let next = 0;
  for await (const ledger of ledgersOf(groups.map(firstId))) {
    const group = groups[next];
    next += 1;
    if (group === undefined) throw new Error('more people than files');
    const people = ledger && peopleIn(ledger, identified);
    const { cluster, related } = state.bestFor(group.contentDigest, people);
    // Nobody asks for the people of the last one.
    const known = next < groups.length ? people : undefined;
    state.join(cluster ?? state.begin(), group.contentDigest, known, group.fileIds, related);
  }
  return state.result();
}

interface ContentGroup {
  readonly contentDigest: string | undefined;
  readonly fileIds: number[];
  /** Different people whom its rows identify. */
  people: number;
}

function groupByContent(files: readonly ClusterFile[]): ContentGroup[] {
  const groups: ContentGroup[] = [];
  const byContent = new Map<string, ContentGroup>();
  for (const { fileId, contentDigest } of [...files].sort((a, b) => a.fileId - b.fileId)) {
    const known = contentDigest === undefined ? undefined : byContent.get(contentDigest);
    if (known) {
      known.fileIds.push(fileId);
      continue;
    }
    const group = { contentDigest, fileIds: [fileId], people: 0 };
    groups.push(group);
    if (contentDigest !== undefined) byContent.set(contentDigest, group);
  }
  return groups;
}

async function countPeopleOf(
  groups: readonly ContentGroup[],
  ledgersOf: ClusterRequest['ledgersOf'],
  identified: (ledger: PeopleLedger) => IdentifiedPeople,
): Promise<void> {
  let next = 0;
  for await (const ledger of ledgersOf(groups.map(firstId))) {
    const group = groups[next];
    next += 1;
    if (group && ledger) group.people = identified(ledger).distinct.length;
  }
}

/** People of one content: those whom its rows identify, or else its set of names. */
interface ContentPeople {
  readonly identified: IdentifiedPeople;
  readonly names: string | undefined;
}

function peopleIn(ledger: PeopleLedger, identify: (ledger: PeopleLedger) => IdentifiedPeople): ContentPeople {
  const identified = identify(ledger);
  return { identified, names: identified.distinct.length > 0 ? undefined : namesOf(ledger) };
}

interface Growing {
  readonly clusterId: number | undefined;
  readonly fileIds: number[];
  related: Set<number> | undefined;
}

function createState(expectedPeople: number) {
  const clusters: Growing[] = [];
  const standing = new Map<number, number>();
  const byContent = new Map<string, number>();
  const byNames = new Map<string, number>();
  const index = createPeopleIndex(expectedPeople);
  const begin = (clusterId?: number): number => clusters.push({ clusterId, fileIds: [], related: undefined }) - 1;
  return {
    begin: () => begin(),
    isEmpty: () => clusters.length === 0,
    clusterWith(clusterId: number): number {
      const known = standing.get(clusterId) ?? begin(clusterId);
      standing.set(clusterId, known);
      return known;
    },
    bestFor(contentDigest: string | undefined, people: ContentPeople | undefined) {
      const known = contentDigest === undefined ? undefined : byContent.get(contentDigest);
      if (known !== undefined) return { cluster: known, related: [] };
      if (people && people.identified.distinct.length > 0) return bestByPeople(index, people.identified);
      return { cluster: people?.names === undefined ? undefined : byNames.get(people.names), related: [] };
    },
    join(
      cluster: number,
      contentDigest: string | undefined,
      people: ContentPeople | undefined,
      fileIds: readonly number[],
      related: readonly number[] = [],
    ): void {
      const growing = clusters[cluster];
      if (growing === undefined) throw new Error(`no cluster ${cluster}`);
      growing.fileIds.push(...fileIds);
      if (related.length > 0) growing.related = new Set([...(growing.related ?? []), ...related]);
      if (contentDigest !== undefined) byContent.set(contentDigest, cluster);
      if (people === undefined) return;
      if (people.identified.distinct.length > 0) index.add(people.identified, cluster);
      else if (people.names !== undefined && !byNames.has(people.names)) byNames.set(people.names, cluster);
    },
    result(): readonly Cluster[] {
      return clusters
        .filter(({ fileIds }) => fileIds.length > 0)
        .map(({ clusterId, fileIds, related }) => ({
          ...(clusterId !== undefined && { clusterId }),
          fileIds,
          relatedClusterIds: related ? [...related].flatMap((other) => clusters[other]?.clusterId ?? []) : [],
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
function namesOf(ledger: PeopleLedger): string | undefined {
  const rows = personRows(ledger);
  const key: KeyHalves = { low: 0, high: 0 };
  const names = new Set<string>();
  for (let row = 0; row < rows.count; row++) {
    if (readKey(rows, row, NAME_KEY, key)) names.add(`${key.high.toString(36)}.${key.low.toString(36)}`);
  }
  return names.size < NAMES_FOR_A_SET ? undefined : [...names].sort().join(' ');
}

function firstId({ fileIds }: ContentGroup): number {
  return fileIds[0] ?? 0;
}
