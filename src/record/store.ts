/**
 * The narrow part of better-sqlite3 that the record's hot path uses, so that each statement is written once and runs on SQLite and
 * PostgreSQL. Calls are synchronous on both: a batch is one step that nothing comes between.
 * https://github.com/WiseLibs/better-sqlite3/blob/master/docs/api.md
 */
export interface Store {
  readonly readonly: boolean;
  readonly open: boolean;
  /** Parameters are `?` in order, or `@name` with one object. Portable SQL only. */
  prepare<P extends unknown[] = unknown[], R = unknown>(sql: string): Statement<P, R>;
  transaction<A extends unknown[], R>(work: (...given: A) => R): Transaction<A, R>;
  close(): void;
}

export interface Statement<P extends unknown[], R> {
  run(...given: P): void;
  get(...given: P): R | undefined;
  all(...given: P): R[];
  /** The first column instead of the row. */
  pluck(): Statement<P, R>;
  /** Arrays instead of objects. */
  raw(): Statement<P, R>;
}

export interface Transaction<A extends unknown[], R> {
  (...given: A): R;
  /** Takes the write lock at once. */
  immediate(...given: A): R;
}
