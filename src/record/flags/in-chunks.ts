/** Rows of one statement: both databases bound the number of parameters. */
const CHUNK_ROWS = 500;

export function* inChunks<T>(rows: readonly T[], size = CHUNK_ROWS): Generator<T[]> {
  for (let at = 0; at < rows.length; at += size) yield rows.slice(at, at + size);
}
