import { describe, expect, it } from 'vitest';
import { type Cluster, type ClusterFile, clusterFiles, type StandingMember } from '../../src/record/index.ts';
import { crowd, ledgerOf, type Person } from '../breach/breach-fixture.ts';

type SampleFile = ClusterFile & { readonly people: readonly Person[] };

const file = (fileId: number, people: readonly Person[], contentDigest = `content ${fileId}`): SampleFile => ({
  fileId,
  contentDigest,
  people,
});

async function* each<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}

function cluster(files: readonly SampleFile[], standing: readonly StandingMember[] = []): Promise<readonly Cluster[]> {
  const ledgers = new Map(files.map(({ fileId, people }) => [fileId, ledgerOf(people)]));
  return clusterFiles({
    standing: each(standing),
    files: files.map(({ people: _, ...rest }) => rest),
    ledgersOf: (fileIds) => each(fileIds.map((fileId) => ledgers.get(fileId))),
  });
}

const idsOf = async (files: readonly SampleFile[]): Promise<number[][]> =>
  (await cluster(files))
    .map(({ fileIds }) => [...fileIds].sort((a, b) => a - b))
    .sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));

describe('clusters', () => {
  it('hold copies, also when nobody was identified in them', async () => {
    expect(await idsOf([file(1, [], 'same'), file(2, [], 'same'), file(3, [], 'other')])).toEqual([[1, 2], [3]]);
  });

  it('hold a re-export with some of the rows', async () => {
    expect(await idsOf([file(1, crowd(1, 100)), file(2, crowd(40, 30)), file(3, crowd(500, 40))])).toEqual([
      [1, 2],
      [3],
    ]);
  });

  it('hold an overlap of 80 % and not of 79 %', async () => {
    expect(await idsOf([file(1, crowd(1, 200)), file(2, [...crowd(1, 80), ...crowd(900, 20)])])).toEqual([[1, 2]]);
    expect(await idsOf([file(1, crowd(1, 200)), file(2, [...crowd(1, 79), ...crowd(900, 21)])])).toEqual([[1], [2]]);
  });

  it('count a person once, however often the file repeats the row', async () => {
    const repeated = Array.from({ length: 50 }, () => crowd(1, 10)).flat();
    expect(await idsOf([file(1, repeated), file(2, crowd(1, 20))])).toEqual([[1, 2]]);
  });

  it('recognize people by name and birth date where one export has no numbers', async () => {
    const withoutNumbers = crowd(1, 10).map(({ ssn: _, ...person }) => person);
    expect(await idsOf([file(1, crowd(1, 50)), file(2, withoutNumbers)])).toEqual([[1, 2]]);
  });

  it('do not grow together over a note on a person of two lists', async () => {
    const first = file(1, crowd(1, 100));
    const second = file(2, [...crowd(100, 1), ...crowd(1000, 80)]);
    const note = file(3, crowd(100, 1));
    expect(await idsOf([first, second, note])).toEqual([[1, 3], [2]]);
  });

  it('do not hold files of the same name only', async () => {
    const namesakes = (name: number) => [{ name, elements: ['person-name', 'medical-term'] }];
    expect(await idsOf([file(1, namesakes(7)), file(2, namesakes(7))])).toEqual([[1], [2]]);
    const set = [7, 8, 9].flatMap(namesakes);
    expect(await idsOf([file(1, set), file(2, [...set].reverse())])).toEqual([[1, 2]]);
  });

  it('are the same in any order', async () => {
    const files = [
      file(1, crowd(1, 90)),
      file(2, crowd(20, 40)),
      file(3, crowd(70, 60)),
      file(4, crowd(125, 5)),
      file(5, crowd(3, 1)),
    ];
    expect(await idsOf([...files].reverse())).toEqual(await idsOf(files));
  });

  it('add a file to the open assessment that knows its people, and name the other one', async () => {
    const open = [
      { clusterId: 11, ledger: ledgerOf(crowd(1, 50)) },
      { clusterId: 12, ledger: ledgerOf(crowd(100, 20)) },
    ];
    const clusters = await cluster([file(1, [...crowd(1, 50), ...crowd(100, 20)]), file(2, crowd(800, 4))], open);
    expect(clusters).toEqual([
      { clusterId: 11, fileIds: [1], relatedClusterIds: [12] },
      { fileIds: [2], relatedClusterIds: [] },
    ]);
  });

  it('stay linear when one person is in very many files', async () => {
    const files = Array.from({ length: 3000 }, (_, index) =>
      file(index + 1, [...crowd(1, 1), ...crowd(1000 + index * 10, 3)]),
    );
    expect(await idsOf(files)).toHaveLength(3000);
  });

  it('are those of the plain definition, on shares of any shape', async () => {
    const random = seeded(20_261_124);
    for (let share = 0; share < 40; share += 1) {
      const files = Array.from({ length: 2 + random(12) }, (_, index) => {
        const from = 1 + random(60);
        const people = crowd(from, random(30)).map((person) => personSeen(person, random(4)));
        const namesakes = Array.from({ length: random(5) }, (_none, name) => ({ name: 1 + ((from + name) % 7) }));
        return file(index + 1, [...people, ...namesakes], `content ${random(10)}`);
      });
      const sameContent = files.map((each) => ({
        ...each,
        people: files.find(({ contentDigest }) => contentDigest === each.contentDigest)?.people ?? [],
      }));
      expect(await idsOf(sameContent)).toEqual(plainClusters(sameContent));
    }
  });
});

/** What a list says of a person: all, no number, no birth date, the name alone. */
function personSeen({ ssn = 0, nameBirth = 0, name = 0, ...rest }: Person, how: number): Person {
  if (how === 1) return { ...rest, nameBirth, name };
  if (how === 2) return { ...rest, ssn, name };
  return how === 3 ? { ...rest, name } : { ...rest, ssn, nameBirth, name };
}

interface PlainCluster {
  readonly ids: number[];
  readonly contents: Set<string>;
  readonly keys: Set<string>;
  readonly names: Set<string>;
  size: number;
}

/** The definition without an index: every file is compared with every cluster. */
function plainClusters(files: readonly SampleFile[]): number[][] {
  const clusters: PlainCluster[] = [];
  const told = files.map((each) => ({ ...each, identified: identifiedIn(each.people) }));
  const firstOf = (content: string | undefined) =>
    files.find(({ contentDigest }) => contentDigest === content)?.fileId ?? 0;
  told.sort(
    (a, b) =>
      b.identified.length - a.identified.length ||
      firstOf(a.contentDigest) - firstOf(b.contentDigest) ||
      a.fileId - b.fileId,
  );
  for (const { fileId, contentDigest = '', people, identified } of told) {
    const names = [...new Set(people.flatMap(({ name }) => name ?? []))].sort().join();
    const isSet = names.split(',').length >= 3;
    const shared = clusters.map(
      ({ keys }) => identified.filter((person) => person.some((key) => keys.has(key))).length,
    );
    const best = clusters
      .map((one, index) => ({ one, index, known: shared[index] ?? 0 }))
      .filter(({ one, known }) => known > 0 && known >= 0.8 * Math.min(identified.length, one.size))
      .sort((a, b) => b.known - a.known || a.index - b.index)[0]?.one;
    const byNames = identified.length === 0 && isSet ? clusters.find((one) => one.names.has(names)) : undefined;
    const copies = clusters.find(({ contents }) => contents.has(contentDigest));
    const chosen = copies ??
      best ??
      byNames ?? { ids: [], contents: new Set(), keys: new Set(), names: new Set(), size: 0 };
    if (!clusters.includes(chosen)) clusters.push(chosen);
    if (!copies) chosen.size += identified.filter((person) => !person.some((key) => chosen.keys.has(key))).length;
    for (const key of identified.flat()) chosen.keys.add(key);
    if (identified.length === 0 && isSet) chosen.names.add(names);
    chosen.ids.push(fileId);
    chosen.contents.add(contentDigest);
  }
  return clusters.map(({ ids }) => ids.sort((a, b) => a - b)).sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
}

/** Keys of each person who is told by a number or by name and birth date, each once. */
function identifiedIn(people: readonly Person[]): string[][] {
  const seen = new Set<string>();
  return people.flatMap(({ ssn, nameBirth }) => {
    const keys = [...(ssn ? [`number ${ssn}`] : []), ...(nameBirth ? [`birth ${nameBirth}`] : [])];
    const [strongest] = keys;
    if (strongest === undefined || seen.has(strongest)) return [];
    seen.add(strongest);
    return [keys];
  });
}

/** Whole numbers below the bound, the same each time. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
