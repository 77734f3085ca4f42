import type { FileFacts } from '../model/index.ts';
import { cataloguePath } from './names.ts';
import type { Connection } from './open-database.ts';
import type { KnownContent } from './scan-record.ts';

interface TwinRow {
  readonly id: number;
  readonly content_digest: string;
  readonly directory: string;
  readonly name: string;
}

/**
 * A move, a renaming and a copy that keeps its time leave size and time as they were: the file of which these are known is the
 * likely other name. Whether it is the same only its bytes can tell.
 */
export function createTwins({ store }: Pick<Connection, 'store'>) {
  const find = store.prepare<[number, number, number], TwinRow>(
    `SELECT f.id, f.content_digest, d.path AS directory, f.name FROM files f JOIN directories d ON d.id = f.directory_id
     WHERE f.modified_ms = ? AND f.size_bytes = ? AND f.engine = ? AND f.kind = 'file' AND f.outcome IN ('clean', 'matched')
       AND f.reason IS NULL AND f.content_digest IS NOT NULL ORDER BY f.id LIMIT 1`,
  );
  return ({ modifiedAtMs, sizeBytes }: FileFacts, engine: number): KnownContent | undefined => {
    if (sizeBytes === 0) return undefined;
    const row = find.get(modifiedAtMs, sizeBytes, engine);
    return (
      row && { fileId: row.id, contentDigest: row.content_digest, otherPath: cataloguePath(row.directory, row.name) }
    );
  };
}
