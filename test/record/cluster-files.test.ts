import { describe, expect, it } from 'vitest';
import { type ClusterFile, clusterFiles } from '../../src/record/index.ts';
import { crowd, ledgerOf, type Person } from '../breach/breach-fixture.ts';

const file = (fileId: number, people: readonly Person[], contentDigest = `content ${fileId}`): ClusterFile => ({
  fileId,
  contentDigest,
  ledger: ledgerOf(people),
});
const idsOf = (files: readonly ClusterFile[]): number[][] =>
  clusterFiles([], files)
    .map(({ fileIds }) => [...fileIds].sort((a, b) => a - b))
    .sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));

describe('clusters', () => {
  it('hold copies, also when nobody was identified in them', () => {
    expect(idsOf([file(1, [], 'same'), file(2, [], 'same'), file(3, [], 'other')])).toEqual([[1, 2], [3]]);
  });

  it('hold a re-export with some of the rows', () => {
    expect(idsOf([file(1, crowd(1, 100)), file(2, crowd(40, 30)), file(3, crowd(500, 40))])).toEqual([[1, 2], [3]]);
  });

  it('hold an overlap of 80 % and not of 79 %', () => {
    expect(idsOf([file(1, crowd(1, 200)), file(2, [...crowd(1, 80), ...crowd(900, 20)])])).toEqual([[1, 2]]);
    expect(idsOf([file(1, crowd(1, 200)), file(2, [...crowd(1, 79), ...crowd(900, 21)])])).toEqual([[1], [2]]);
  });

  it('count a person once, however often the file repeats the row', () => {
    const repeated = Array.from({ length: 50 }, () => crowd(1, 10)).flat();
    expect(idsOf([file(1, repeated), file(2, crowd(1, 20))])).toEqual([[1, 2]]);
  });

  it('recognize people by name and birth date where one export has no numbers', () => {
    const withoutNumbers = crowd(1, 10).map(({ ssn: _, ...person }) => person);
    expect(idsOf([file(1, crowd(1, 50)), file(2, withoutNumbers)])).toEqual([[1, 2]]);
  });

  it('do not grow together over a note on a person of two lists', () => {
    const first = file(1, crowd(1, 100));
    const second = file(2, [...crowd(100, 1), ...crowd(1000, 80)]);
    const note = file(3, crowd(100, 1));
    expect(idsOf([first, second, note])).toEqual([[1, 3], [2]]);
  });

  it('do not hold files of the same name only', () => {
    const namesakes = (name: number) => [{ name, elements: ['person-name', 'medical-term'] }];
    expect(idsOf([file(1, namesakes(7)), file(2, namesakes(7))])).toEqual([[1], [2]]);
    const set = [7, 8, 9].flatMap(namesakes);
    expect(idsOf([file(1, set), file(2, [...set].reverse())])).toEqual([[1, 2]]);
  });

  it('are the same in any order', () => {
    const files = [
      file(1, crowd(1, 90)),
      file(2, crowd(20, 40)),
      file(3, crowd(70, 60)),
      file(4, crowd(125, 5)),
      file(5, crowd(3, 1)),
    ];
    expect(idsOf([...files].reverse())).toEqual(idsOf(files));
  });

  it('add a file to the open assessment that knows its people, and name the other one', () => {
    const open = [
      { clusterId: 11, members: [{ ledger: ledgerOf(crowd(1, 50)) }] },
      { clusterId: 12, members: [{ ledger: ledgerOf(crowd(100, 20)) }] },
    ];
    const clusters = clusterFiles(open, [file(1, [...crowd(1, 50), ...crowd(100, 20)]), file(2, crowd(800, 4))]);
    expect(clusters).toEqual([
      { clusterId: 11, fileIds: [1], relatedClusterIds: [12] },
      { fileIds: [2], relatedClusterIds: [] },
    ]);
  });

  it('stay linear when one person is in very many files', () => {
    const files = Array.from({ length: 3000 }, (_, index) =>
      file(index + 1, [...crowd(1, 1), ...crowd(1000 + index * 10, 3)]),
    );
    expect(idsOf(files)).toHaveLength(3000);
  });
});
