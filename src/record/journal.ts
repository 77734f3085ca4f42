import type { Connection } from './open-database.ts';
import type { Journal, JournalFile, JournalLeftover } from './scan-record.ts';
import { explained } from './store-errors.ts';

export function createJournal({ store, path }: Connection): Journal {
  const add = store.prepare(
    `INSERT INTO journal (share, root, path, raw_path, run_id, attempts) VALUES (?, ?, ?, ?, ?, 1)
     ON CONFLICT (share, root, path, raw_path) DO UPDATE SET attempts = journal.attempts + 1, run_id = excluded.run_id`,
  );
  const remove = store.prepare('DELETE FROM journal WHERE share = ? AND root = ? AND path = ? AND raw_path = ?');
  const list = store.prepare<[], JournalLeftover & { rawPath: string }>(
    'SELECT share, root, path, raw_path AS "rawPath", attempts FROM journal ORDER BY attempts DESC, share, path',
  );
  const start = store.transaction((runId: number, files: readonly JournalFile[]) => {
    for (const file of files) add.run(...key(file), runId);
  });
  const done = store.transaction((files: readonly JournalFile[]) => {
    for (const file of files) remove.run(...key(file));
  });
  return {
    start: explained(path, (runId, files) => start.immediate(runId, files)),
    done: explained(path, (files) => done.immediate(files)),
    leftovers: explained(path, () =>
      list.all().map(({ rawPath, ...file }) => (rawPath === '' ? file : { ...file, rawPath })),
    ),
  };
}

function key({ share, root, path, rawPath }: JournalFile): [string, string, string, string] {
  return [share, root, path, rawPath ?? ''];
}
