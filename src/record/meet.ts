import type { FileFacts, UnreadReason } from '../model/index.ts';
import { compareFile, holdsForItsBytes, isOutOfDate, KNOWN_COLUMNS, type KnownRow } from './compare-file.ts';
import { type OtherEntry, otherState } from './file-row.ts';
import { createTwins } from './find-twin.ts';
import type { Interned, RunContext } from './interned.ts';
import { type CatalogueName, catalogueName, SELF } from './names.ts';
import type { Connection } from './open-database.ts';
import type { Comparison, MetListing } from './scan-record.ts';
import { createUnreadLeaver, writeOther } from './write-outcomes.ts';
import type { RowWriter } from './write-rows.ts';

export interface Meeting {
  meet(runId: number, listing: MetListing): readonly Comparison[];
  /** Writes what was gathered; runs inside the caller's transaction. */
  flush(): void;
  /** Rows gathered and not yet written. */
  pendingRows(): number;
}

/** The directory that is being met, slice by slice. */
interface OpenDirectory {
  readonly run: RunContext;
  readonly shareId: number;
  readonly path: string;
  readonly raw: string;
  readonly directoryId: number | undefined;
  readonly metIds: number[];
  metLive: number;
  entryCount: number;
  unreadable: boolean;
}

interface SeenDirectory {
  readonly directory: OpenDirectory;
  readonly unmetIds: readonly number[];
}

/** Gathers what a walk met. Memory: ids of one directory, and at most `pendingRows` small rows between two flushes. */
export function createMeeting(connection: Connection, interned: Interned, rows: RowWriter): Meeting {
  const { store } = connection;
  const twinOf = createTwins(connection);
  const known = store
    .prepare<[number, string, string], KnownRow>(
      `SELECT ${KNOWN_COLUMNS} FROM files WHERE directory_id = ? AND name = ? AND raw = ?`,
    )
    .raw();
  const liveCount = store
    .prepare<[number], number>('SELECT count(*) FROM files WHERE directory_id = ? AND vanished_run IS NULL')
    .pluck();
  const liveRows = store
    .prepare<[number, number], number>(
      'SELECT id FROM files WHERE directory_id = ? AND vanished_run IS NULL AND read_run <> ?',
    )
    .pluck();
  const writeSeen = prepareSeen(store, rows);
  let current: OpenDirectory | undefined;
  let seen: SeenDirectory[] = [];
  let others: { directory: OpenDirectory; place: CatalogueName; entry: OtherEntry }[] = [];

  function open(runId: number, listing: MetListing): OpenDirectory {
    const shareId = interned.shareId({ name: listing.share, root: listing.root });
    const raw = listing.rawDirectory ?? '';
    if (
      current?.run.runId === runId &&
      current.shareId === shareId &&
      current.path === listing.directory &&
      current.raw === raw
    ) {
      return current;
    }
    return {
      run: interned.runContext(runId),
      shareId,
      path: listing.directory,
      raw,
      directoryId: interned.directoryId(shareId, listing.directory, raw),
      metIds: [],
      metLive: 0,
      entryCount: 0,
      unreadable: false,
    };
  }

  function look(directory: OpenDirectory, place: CatalogueName): KnownRow | undefined {
    if (directory.directoryId === undefined) return undefined;
    const row = known.get(directory.directoryId, place.name, place.raw);
    if (row) {
      directory.metIds.push(row[0]);
      if (row[16] === null) directory.metLive += 1;
    }
    return row;
  }

  function meetOther(directory: OpenDirectory, entry: OtherEntry): void {
    const isSelf = entry.kind === 'unreadable' && entry.path === directory.path;
    const place = isSelf
      ? { ...catalogueName(entry.path, entry.rawPath), name: SELF, raw: '' }
      : catalogueName(entry.path, entry.rawPath);
    if (isSelf) directory.unreadable = true;
    else directory.entryCount += 1;
    const row = look(directory, place);
    if (!row || differs(row, entry)) others.push({ directory, place, entry });
  }

  function close(directory: OpenDirectory): void {
    const { directoryId, metIds, metLive, run } = directory;
    let unmetIds: number[] = [];
    const entered = wasListed(directory);
    if (directoryId !== undefined && entered && liveCount.get(directoryId) !== metLive) {
      const met = new Set(metIds);
      unmetIds = liveRows.all(directoryId, run.runId).filter((id) => !met.has(id));
    }
    seen.push({ directory, unmetIds });
  }

  function knownContent(
    status: Comparison['status'],
    row: KnownRow | undefined,
    facts: FileFacts,
    run: RunContext,
  ): Pick<Comparison, 'known'> {
    if (status === 'new') {
      const known = twinOf(facts, run.engine);
      return known ? { known } : {};
    }
    if (status !== 'changed' || !row || row[17] === null || !holdsForItsBytes(row, facts, run)) return {};
    return { known: { fileId: row[0], contentDigest: row[17] } };
  }

  return {
    meet(runId, listing) {
      const directory = open(runId, listing);
      current = directory;
      const comparisons: Comparison[] = [];
      for (const entry of listing.entries) {
        if (entry.kind !== 'file') {
          meetOther(directory, entry);
          continue;
        }
        directory.entryCount += 1;
        const { facts } = entry;
        const row = look(directory, catalogueName(facts.path, facts.rawPath));
        const readersId = interned.findReadersId(facts.readers);
        const status = compareFile(row, facts, directory.run, readersId);
        comparisons.push({
          facts,
          status,
          isOutOfDate: row !== undefined && isOutOfDate(row, facts, directory.run, readersId),
          ...(row && { fileId: row[0], readRunId: row[20] }),
          ...(row?.[13] != null && { reason: row[13] as UnreadReason }),
          ...knownContent(status, row, facts, directory.run),
        });
      }
      if (listing.last) {
        close(directory);
        current = undefined;
      }
      return comparisons;
    },
    flush() {
      for (const { directory, place, entry } of others) {
        const { shareId, path, raw, run } = directory;
        writeOther(rows, run, interned.ensureDirectory(shareId, path, raw, run.runId), place, entry);
      }
      for (const { directory, unmetIds } of seen) {
        const { shareId, path, raw, run } = directory;
        writeSeen(directory, interned.ensureDirectory(shareId, path, raw, run.runId), unmetIds);
      }
      others = [];
      seen = [];
    },
    pendingRows: () => others.length + seen.reduce((sum, { unmetIds }) => sum + 1 + unmetIds.length, 0),
  };
}

function differs(row: KnownRow, entry: OtherEntry): boolean {
  const now = otherState(entry);
  return (
    row[16] !== null ||
    row[1] !== now.kind ||
    row[12] !== now.outcome ||
    row[13] !== now.reason ||
    row[18] !== now.what ||
    row[19] !== now.detail
  );
}

/** An empty root says nothing by itself: `sweep` looks whether the whole share is empty. */
function wasListed({ entryCount, unreadable, path }: OpenDirectory): boolean {
  return entryCount > 0 || (!unreadable && path !== '');
}

function prepareSeen(store: Connection['store'], rows: RowWriter) {
  const markSeen = store.prepare('UPDATE directories SET seen_run = ? WHERE id = ?');
  const markListed = store.prepare('UPDATE directories SET seen_run = ?, listed_run = ? WHERE id = ?');
  const vanish = store.prepare('UPDATE files SET vanished_run = ?, since_run = ? WHERE id = ?');
  const leaveUnread = createUnreadLeaver({ store }, rows);
  return (directory: OpenDirectory, directoryId: number, unmetIds: readonly number[]): void => {
    const { run, unreadable } = directory;
    const { runId } = run;
    for (const id of unmetIds) {
      // A listing that broke off says nothing of the names it did not reach: they are unread, not gone.
      if (unreadable) {
        leaveUnread(runId, id);
        continue;
      }
      const earlier = rows.findById(id);
      if (!earlier) continue;
      if (earlier.since_run < runId) rows.keepState(earlier, runId, rows.typesOf(id));
      vanish.run(runId, runId, id);
    }
    if (wasListed(directory)) markListed.run(runId, runId, directoryId);
    else markSeen.run(runId, directoryId);
  };
}
