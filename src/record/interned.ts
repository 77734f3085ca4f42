import type { Readers } from '../model/index.ts';
import type { Connection } from './open-database.ts';
import type { RecordedShare } from './recorded.ts';

/** What a row needs to know of its run. */
export interface RunContext {
  readonly runId: number;
  readonly engine: number;
  readonly policy: number;
}

/** Small numbers for long texts, so that a million rows do not repeat a digest or a root. */
export interface Interned {
  digestId(digest: string): number;
  /** 0 for readers that are not known; undefined for a set that was never written. */
  findReadersId(readers: Readers | undefined): number | undefined;
  readersId(readers: Readers | undefined): number;
  shareId(share: RecordedShare): number;
  directoryId(shareId: number, path: string, raw: string): number | undefined;
  /** Makes the directory, as met but not yet listed. */
  ensureDirectory(shareId: number, path: string, raw: string, runId: number): number;
  runContext(runId: number): RunContext;
}

export function createInterned({ store }: Connection): Interned {
  const addDigest = store.prepare<[string]>('INSERT INTO digests (digest) VALUES (?) ON CONFLICT DO NOTHING');
  const findDigest = store.prepare<[string], number>('SELECT id FROM digests WHERE digest = ?').pluck();
  const addShare = store.prepare<[string, string]>(
    'INSERT INTO shares (name, root) VALUES (?, ?) ON CONFLICT DO NOTHING',
  );
  const findShare = store
    .prepare<[string, string], number>('SELECT id FROM shares WHERE name = ? AND root = ?')
    .pluck();
  const findDirectory = store
    .prepare<[number, string, string], number>('SELECT id FROM directories WHERE share_id = ? AND path = ? AND raw = ?')
    .pluck();
  const addDirectory = store
    .prepare<[number, string, string, number], number>(
      'INSERT INTO directories (share_id, path, raw, seen_run, listed_run) VALUES (?, ?, ?, ?, 0) RETURNING id',
    )
    .pluck();
  const findRun = store.prepare<[number], RunContext>('SELECT id AS "runId", engine, policy FROM runs WHERE id = ?');
  const addReaders = store.prepare<[string]>('INSERT INTO reader_sets (readers) VALUES (?) ON CONFLICT DO NOTHING');
  const findReaders = store.prepare<[string], number>('SELECT id FROM reader_sets WHERE readers = ?').pluck();
  /** The walk gives equal sets as one object. */
  const readers = new WeakMap<Readers, number>();
  const shares = new Map<string, number>();
  const runs = new Map<number, RunContext>();

  const directoryId = (shareId: number, path: string, raw: string) => findDirectory.get(shareId, path, raw);
  const findReadersId = (set: Readers | undefined): number | undefined => {
    if (set === undefined) return 0;
    const id = readers.get(set) ?? findReaders.get(readersJson(set));
    if (id !== undefined) readers.set(set, id);
    return id;
  };
  return {
    directoryId,
    findReadersId,
    readersId(set) {
      const before = findReadersId(set);
      if (before !== undefined || set === undefined) return before ?? 0;
      addReaders.run(readersJson(set));
      return known(findReadersId(set), 'set of readers');
    },
    digestId(digest) {
      addDigest.run(digest);
      return known(findDigest.get(digest), 'digest');
    },
    shareId({ name, root }) {
      const key = `${name}\0${root}`;
      let id = shares.get(key);
      if (id === undefined) {
        addShare.run(name, root);
        id = known(findShare.get(name, root), 'share');
        shares.set(key, id);
      }
      return id;
    },
    ensureDirectory(shareId, path, raw, runId) {
      return directoryId(shareId, path, raw) ?? known(addDirectory.get(shareId, path, raw, runId), 'directory');
    },
    runContext(runId) {
      const run = runs.get(runId) ?? known(findRun.get(runId), `run ${runId}`);
      runs.set(runId, run);
      return run;
    },
  };
}

function readersJson({ accounts, groups, complete }: Readers): string {
  return JSON.stringify({ accounts, groups, complete });
}

function known<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the record has no such ${what}`);
  return value;
}
