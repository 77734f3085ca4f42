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
  shareId(share: RecordedShare): number;
  directoryId(shareId: number, path: string, raw: string): number | undefined;
  /** Makes the directory, as met but not yet listed. */
  ensureDirectory(shareId: number, path: string, raw: string, runId: number): number;
  runContext(runId: number): RunContext;
}

export function createInterned({ sqlite }: Connection): Interned {
  const addDigest = sqlite.prepare<[string]>('INSERT INTO digests (digest) VALUES (?) ON CONFLICT DO NOTHING');
  const findDigest = sqlite.prepare<[string], number>('SELECT id FROM digests WHERE digest = ?').pluck();
  const addShare = sqlite.prepare<[string, string]>(
    'INSERT INTO shares (name, root) VALUES (?, ?) ON CONFLICT DO NOTHING',
  );
  const findShare = sqlite
    .prepare<[string, string], number>('SELECT id FROM shares WHERE name = ? AND root = ?')
    .pluck();
  const findDirectory = sqlite
    .prepare<[number, string, string], number>('SELECT id FROM directories WHERE share_id = ? AND path = ? AND raw = ?')
    .pluck();
  const addDirectory = sqlite.prepare<[number, string, string, number]>(
    'INSERT INTO directories (share_id, path, raw, seen_run, listed_run) VALUES (?, ?, ?, ?, 0)',
  );
  const findRun = sqlite.prepare<[number], RunContext>('SELECT id AS runId, engine, policy FROM runs WHERE id = ?');
  const shares = new Map<string, number>();
  const runs = new Map<number, RunContext>();

  const directoryId = (shareId: number, path: string, raw: string) => findDirectory.get(shareId, path, raw);
  return {
    directoryId,
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
      return directoryId(shareId, path, raw) ?? Number(addDirectory.run(shareId, path, raw, runId).lastInsertRowid);
    },
    runContext(runId) {
      const run = runs.get(runId) ?? known(findRun.get(runId), `run ${runId}`);
      runs.set(runId, run);
      return run;
    },
  };
}

function known<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the record has no such ${what}`);
  return value;
}
