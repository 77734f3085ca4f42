import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, type SqliteDatabase, SqliteDialect } from 'kysely';
import { OperatorError } from '../model/index.ts';
import { ALL_MIGRATIONS } from './migrations/all-migrations.ts';
import type { OpenOptions } from './scan-record.ts';
import type { Schema } from './schema.ts';
import type { Store } from './store.ts';

/** One connection: prepared statements for the hot path, kysely for everything else, on the same handle. */
export interface Connection {
  /** The file, or the address without its password, as messages name it. */
  readonly path: string;
  readonly store: Store;
  readonly db: Kysely<Schema>;
  /**
   * A step of the prepared statements when no transaction of kysely is open: within one it would share its fate, and be gone where
   * that one is taken back.
   */
  alone<Result>(work: () => Result): Promise<Result>;
  /** How many migrations the record has. */
  version(): number;
  /** Runs the migrations so that none or all of them hold. */
  allOrNothing(work: () => Promise<void>): Promise<void>;
  /** Does the work so that what it deletes cannot be found in the database's own files afterwards; backups are not reached. */
  wiping<Result>(work: () => Result): Result;
  /** A copy in one file, whole at one moment. */
  backup(path: string): Promise<void>;
}

/** 'SWRD': tells our database from another program's. https://www.sqlite.org/pragma.html#pragma_application_id */
const APPLICATION_ID = 0x53575244;

/** Opens the file, made with mode 0600 on first use. WAL with full sync: what a transaction recorded survives kill -9 and power loss. */
export function openDatabase(path: string, options: OpenOptions): Connection {
  const readonly = options.access === 'read';
  if (options.access !== undefined && options.access !== 'write' && !existsSync(path)) {
    throw new OperatorError(
      path,
      'there is no record yet',
      'Run a scan first, or name the right state folder with --state',
    );
  }
  if (!readonly) makeFolder(path);
  const sqlite = new Database(path, { readonly, timeout: options.busyTimeoutMs ?? 5_000 });
  try {
    refuseForeign(sqlite, path);
    if (!readonly) prepareForWriting(sqlite, options.maxSizeBytes);
    sqlite.pragma('cache_size = -32000');
    sqlite.pragma('temp_store = MEMORY');
  } catch (error) {
    sqlite.close();
    throw error;
  }
  const db = new Kysely<Schema>({
    dialect: new SqliteDialect({ database: preparedOnce(sqlite, !readonly) }),
  });
  return {
    path,
    store: sqlite as unknown as Store,
    db,
    alone: (work) => db.connection().execute(async () => work()),
    version: () => Number(sqlite.pragma('user_version', { simple: true })),
    allOrNothing: (work) => inOneTransaction(sqlite, work),
    wiping: (work) => overwriting(sqlite, work),
    backup: async (copy) => void (await sqlite.backup(copy)),
  };
}

/** https://www.sqlite.org/pragma.html#pragma_secure_delete; the log of writes ahead is emptied too. */
function overwriting<Result>(sqlite: Database.Database, work: () => Result): Result {
  sqlite.pragma('secure_delete = ON');
  try {
    const result = work();
    sqlite.pragma('wal_checkpoint(TRUNCATE)');
    return result;
  } finally {
    sqlite.pragma('secure_delete = OFF');
  }
}

/** Kysely asks for each statement anew; most are the same few. The longest unused one goes first. */
const STATEMENTS_KEPT = 200;

/** A transaction that would read first and ask for the lock afterwards is refused where another process wrote in between. */
function preparedOnce(sqlite: Database.Database, lockAtOnce: boolean): SqliteDatabase {
  const kept = new Map<string, ReturnType<SqliteDatabase['prepare']>>();
  return {
    prepare(given) {
      const text = lockAtOnce && given === 'begin' ? 'begin immediate' : given;
      const statement = kept.get(text) ?? sqlite.prepare(text);
      kept.delete(text);
      kept.set(text, statement);
      const [oldest] = kept.keys();
      if (kept.size > STATEMENTS_KEPT && oldest !== undefined) kept.delete(oldest);
      return statement;
    },
    close: () => void sqlite.close(),
  };
}

/** SQLite's data definition is transactional, but kysely's migrations on it are not. */
async function inOneTransaction(sqlite: Database.Database, work: () => Promise<void>): Promise<void> {
  sqlite.exec('BEGIN IMMEDIATE');
  try {
    await work();
    sqlite.pragma(`user_version = ${Object.keys(ALL_MIGRATIONS).length}`);
    sqlite.exec('COMMIT');
  } catch (error) {
    if (sqlite.inTransaction) sqlite.exec('ROLLBACK');
    throw error;
  }
}

function makeFolder(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  } catch {
    throw new OperatorError(
      dirname(path),
      'the state folder cannot be made',
      'Give this account write permission there, or name another folder with --state',
    );
  }
}

function refuseForeign(sqlite: Database.Database, path: string): void {
  const id = Number(sqlite.pragma('application_id', { simple: true }));
  const isEmpty = sqlite.prepare('SELECT count(*) FROM sqlite_master').pluck().get() === 0;
  if (id === APPLICATION_ID || (id === 0 && isEmpty)) return;
  throw new OperatorError(path, 'the file is a database of another program', 'Name another state folder with --state');
}

function prepareForWriting(sqlite: Database.Database, maxSizeBytes: number | undefined): void {
  if (sqlite.pragma('application_id', { simple: true }) === 0) {
    sqlite.pragma(`application_id = ${APPLICATION_ID}`);
    chmodSync(sqlite.name, 0o600);
  }
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma('synchronous = FULL');
  sqlite.pragma('foreign_keys = ON');
  if (maxSizeBytes !== undefined) {
    const pageSizeBytes = Number(sqlite.pragma('page_size', { simple: true }));
    sqlite.pragma(`max_page_count = ${Math.max(1, Math.floor(maxSizeBytes / pageSizeBytes))}`);
  }
}
