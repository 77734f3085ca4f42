import { cataloguePath } from './names.ts';
import type { Connection } from './open-database.ts';

interface UnmetDirectory {
  readonly id: number;
  readonly share_id: number;
  readonly path: string;
}

/**
 * Files of directories that a complete run no longer met vanish, and what the directory could not say of itself goes with them.
 * Not known to be gone, and left as it is: what lies below a directory that could not be listed or was excluded, and a whole
 * share that is suddenly empty, since that is what a mount point without its mount looks like.
 */
export function createSweep({ store }: Connection) {
  const unmet = store.prepare<[{ run: number }], UnmetDirectory>(
    `SELECT d.id, d.share_id, d.path FROM directories d JOIN run_shares r ON r.share_id = d.share_id AND r.run_id = @run
     WHERE (d.seen_run <> @run OR (d.path = '' AND d.listed_run <> @run)) AND EXISTS
       (SELECT 1 FROM directories met WHERE met.share_id = d.share_id AND met.seen_run = @run
         AND (met.path <> '' OR met.listed_run = @run))`,
  );
  const listRoot = store.prepare("UPDATE directories SET listed_run = ? WHERE id = ? AND path = ''");
  const closed = store.prepare<[number], { share_id: number; path: string; name: string }>(
    `SELECT d.share_id, d.path, f.name FROM files f JOIN directories d ON d.id = f.directory_id
     WHERE d.seen_run = ? AND f.vanished_run IS NULL AND f.kind <> 'file' AND (f.kind = 'directory' OR (f.kind = 'excluded' AND f.what = 'directory'))`,
  );
  const keepStates = store.prepare(
    `INSERT INTO file_states
     SELECT f.id, f.since_run, CAST(@run AS integer), f.outcome, f.audience, f.location, f.content_digest,
       coalesce((SELECT '{' || string_agg('"' || type || '":' || (high + medium), ',' ORDER BY type) || '}' FROM type_counts
         WHERE file_id = f.id AND high + medium > 0), '{}'), 0, f.readers
     FROM files f WHERE f.directory_id = @directory AND f.vanished_run IS NULL AND f.outcome IS NOT NULL AND f.since_run < @run
     ON CONFLICT DO NOTHING`,
  );
  const vanish = store.prepare(
    'UPDATE files SET vanished_run = @run, since_run = @run WHERE directory_id = @directory AND vanished_run IS NULL',
  );

  return (runId: number): void => {
    const closedPlaces = new Set(
      closed.all(runId).map(({ share_id, path, name }) => `${share_id}\0${cataloguePath(path, name)}`),
    );
    for (const { id, share_id, path } of unmet.all({ run: runId })) {
      if (ancestors(path).some((ancestor) => closedPlaces.has(`${share_id}\0${ancestor}`))) continue;
      keepStates.run({ run: runId, directory: id });
      vanish.run({ run: runId, directory: id });
      listRoot.run(runId, id);
    }
  };
}

/** The path itself, what lies above it, and the root. */
function ancestors(path: string): string[] {
  const found = [path];
  for (let cut = path.lastIndexOf('/'); cut > 0; cut = path.lastIndexOf('/', cut - 1)) found.push(path.slice(0, cut));
  if (path !== '') found.push('');
  return found;
}
