import { countPeople, PERSON_ROW_BYTES, type PeopleCount, type PeopleLedger } from '../model/index.ts';
import type { RecordedFile, ScanRecord } from '../record/index.ts';

/** About 300 MB while they are counted. */
const ROWS_AT_MOST = 2_000_000;

export interface PeopleTally {
  add(file: RecordedFile): Promise<void>;
  /** Absent where there were more rows than can be held. */
  result(): PeopleCount | undefined;
}

/** Distinct people over all files of a run. Copies of one content are taken once. */
export function createPeopleTally(record: ScanRecord, rowsAtMost = ROWS_AT_MOST): PeopleTally {
  const contents = new Set<string>();
  let ledgers: PeopleLedger[] = [];
  let rows = 0;
  return {
    async add({ fileId, reading }) {
      if (reading.people.upper === 0 || rows > rowsAtMost) return;
      const { contentDigest } = reading;
      if (contentDigest !== undefined) {
        if (contents.has(contentDigest)) return;
        contents.add(contentDigest);
      }
      const ledger = await record.files.ledgerOf(fileId);
      if (!ledger) return;
      rows += ledger.rows.length / PERSON_ROW_BYTES;
      ledgers.push(ledger);
      if (rows > rowsAtMost) ledgers = [];
    },
    result: () => (rows > rowsAtMost ? undefined : countPeople(ledgers)),
  };
}
