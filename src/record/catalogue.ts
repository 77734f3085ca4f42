import type { Interned } from './interned.ts';
import { createMeeting } from './meet.ts';
import type { Connection } from './open-database.ts';
import { createJudgedReader } from './read-details.ts';
import type { Catalogue } from './scan-record.ts';
import { explained } from './store-errors.ts';
import { createRegrader, createUnreadLeaver, writeOutcome } from './write-outcomes.ts';
import type { RowWriter } from './write-rows.ts';

/** Gathered rows that make a transaction of their own. */
const FLUSH_ROWS = 2_000;

export interface CatalogueWithFlush extends Catalogue {
  /** Writes what `meet` gathered, in a transaction. */
  flush(): void;
}

export function createCatalogue(connection: Connection, interned: Interned, rows: RowWriter): CatalogueWithFlush {
  const { store, path } = connection;
  const meeting = createMeeting(connection, interned, rows);
  const regrade = createRegrader(connection, interned, rows);
  const leaveUnread = createUnreadLeaver(connection, rows);
  const forget = store.prepare('DELETE FROM journal WHERE share = ? AND root = ? AND path = ? AND raw_path = ?');

  const flush = store.transaction(() => meeting.flush());
  const record = store.transaction(({ runId, files }: Parameters<Catalogue['recordBatch']>[0]) => {
    meeting.flush();
    const run = interned.runContext(runId);
    return files.map((outcome) => {
      const { share, root, path: filePath, rawPath } = outcome.facts;
      const fileId = writeOutcome(rows, interned, run, outcome);
      forget.run(share, root, filePath, rawPath ?? '');
      return fileId;
    });
  });
  const judge = store.transaction(({ runId, files }: Parameters<Catalogue['recordVerdicts']>[0]) => {
    const run = interned.runContext(runId);
    for (const { fileId, facts, verdicts } of files) regrade(run, fileId, facts, verdicts);
  });

  const leave = store.transaction(({ runId, fileIds }: Parameters<Catalogue['leaveUnread']>[0]) => {
    for (const fileId of fileIds) leaveUnread(runId, fileId);
  });

  return {
    flush: () => void flush.immediate(),
    meet: explained(path, (runId, listing) => {
      const comparisons = meeting.meet(runId, listing);
      if (meeting.pendingRows() >= FLUSH_ROWS) flush.immediate();
      return comparisons;
    }),
    recordBatch: explained(path, (batch) => record.immediate(batch)),
    recordVerdicts: explained(path, (batch) => judge.immediate(batch)),
    leaveUnread: explained(path, (batch) => leave.immediate(batch)),
    judgedFiles: explained(path, createJudgedReader(connection)),
  };
}
