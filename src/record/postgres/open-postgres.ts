import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { Kysely } from 'kysely';
import { OperatorError } from '../../model/index.ts';
import type { Connection } from '../open-database.ts';
import type { OpenOptions } from '../scan-record.ts';
import type { Schema } from '../schema.ts';
import { postgresDialect } from './postgres-dialect.ts';
import { isLost, PostgresError } from './postgres-error.ts';
import { createPostgresStore } from './postgres-store.ts';
import { type Session, startSession } from './session.ts';

const CONNECT_TIMEOUT_MS = 10_000;
/** The longest statements are the night's counts over all files. The server ends what takes longer. */
const STATEMENT_TIMEOUT_MS = 15 * 60_000;
/** After that it is not the statement that is slow: the server is gone without a word. */
const ANSWER_TIMEOUT_MS = STATEMENT_TIMEOUT_MS + 60_000;
/** How long a server may be away between two steps: 31 seconds in all. */
const RECONNECT_DELAYS_MS = [1_000, 2_000, 4_000, 8_000, 16_000];
/** 'SWRD', the class of our advisory locks. */
const LOCK_CLASS = 0x53575244;
/** https://www.postgresql.org/docs/current/runtime-config-logging.html#GUC-APPLICATION-NAME */
const APPLICATION_NAME_BYTES = 63;

export function isPostgresUrl(path: string): boolean {
  return /^postgres(ql)?:\/\//i.test(path);
}

/** The address without password and settings, as it may be shown. */
export function postgresName(url: string): string {
  try {
    const { username, host, pathname } = new URL(url);
    return `postgres://${username && `${username}@`}${host}${pathname}`;
  } catch {
    return 'the postgres:// address';
  }
}

/** Connects; a writer takes the one lock of the schema, which the server lets go of when the connection ends in any way. */
export function openPostgres(url: string, options: OpenOptions): Connection {
  const path = postgresName(url);
  if (!URL.canParse(url)) {
    throw new OperatorError(path, 'the address cannot be read', 'Give postgres://user@host:5432/database');
  }
  const readonly = options.access === 'read';
  const session = startSession(ANSWER_TIMEOUT_MS);
  const connect = () => {
    const applicationName = applicationNameOf(readonly ? 'a reader' : (options.holder ?? 'another command'));
    session.ask({ kind: 'connect', url, applicationName, timeoutMs: CONNECT_TIMEOUT_MS });
    // A pooler may hand on a session with what another has prepared in it.
    query(session, 'DEALLOCATE ALL');
    query(session, `SET statement_timeout = ${STATEMENT_TIMEOUT_MS}`);
    if (readonly) query(session, 'SET default_transaction_read_only = on');
    else if (options.access !== 'decide') takeLock(session, path, options.busyTimeoutMs ?? 5_000);
  };
  try {
    connect();
    refuseForeign(session, path);
  } catch (error) {
    session.close();
    throw error;
  }
  const store = createPostgresStore(
    session,
    readonly,
    () => reconnect(connect),
    `SELECT pg_advisory_xact_lock(${LOCK_CLASS}, 1)`,
  );
  const db = new Kysely<Schema>({ dialect: postgresDialect(store) });
  return {
    path,
    store,
    db,
    alone: (work) => db.connection().execute(async () => work()),
    version() {
      const found = store.execute("SELECT to_regclass('kysely_migration') IS NOT NULL").rows[0]?.[0];
      return found === true ? Number(store.execute('SELECT count(*) FROM kysely_migration').rows[0]?.[0]) : 0;
    },
    // Data definition is transactional, and kysely runs all migrations in one transaction here.
    allOrNothing: (work) => work(),
    wiping(work) {
      const result = work();
      store.execute('VACUUM incident_keys');
      return result;
    },
    backup: async () => {
      throw new OperatorError(path, 'a record on a server is not copied to a file', 'Run pg_dump against the address');
    },
  };
}

function query(session: Session, sql: string, values: readonly unknown[] = []): readonly (readonly unknown[])[] {
  return session.ask({ kind: 'query', sql, values }).rows;
}

function reconnect(connect: () => void): void {
  for (const [attempt, delayMs] of RECONNECT_DELAYS_MS.entries()) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, delayMs);
    try {
      connect();
      return;
    } catch (error) {
      const isLast = attempt === RECONNECT_DELAYS_MS.length - 1;
      if (isLast || !(error instanceof PostgresError) || !isLost(error)) throw error;
    }
  }
}

function takeLock(session: Session, path: string, busyTimeoutMs: number): void {
  const [[schema] = []] = query(session, 'SELECT current_schema()');
  if (typeof schema !== 'string') {
    throw new OperatorError(path, 'the account has no schema to write in', 'Run: GRANT USAGE, CREATE ON SCHEMA ...');
  }
  const key = createHash('sha256').update(schema).digest().readInt32BE();
  query(session, `SET lock_timeout = ${Math.max(1, Math.ceil(busyTimeoutMs))}`);
  try {
    query(session, 'SELECT pg_advisory_lock($1::int, $2::int)', [LOCK_CLASS, key]);
  } catch (error) {
    if (!(error instanceof PostgresError) || error.code !== '55P03') throw error;
    const [[words] = []] = query(
      session,
      `SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
       WHERE l.locktype = 'advisory' AND l.granted AND l.classid = $1::int AND l.objid::bigint = $2::bigint
         AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      [LOCK_CLASS, key >>> 0],
    );
    throw new OperatorError(
      path,
      `the record is being written by ${words || 'another process'}`,
      'Wait until it has ended, then start again',
    );
  }
}

function refuseForeign(session: Session, path: string): void {
  const [[ours, tables] = []] = query(
    session,
    `SELECT to_regclass('kysely_migration') IS NOT NULL AND to_regclass('run_shares') IS NOT NULL,
       (SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema())`,
  );
  if (ours === true || Number(tables) === 0) return;
  throw new OperatorError(
    path,
    'the database holds tables of another program',
    'Name an empty database, or an empty schema with ?options=-csearch_path%3DSCHEMA',
  );
}

function applicationNameOf(holder: string): string {
  const tail = `, process ${process.pid} on ${hostname()}`;
  return holder.slice(0, Math.max(0, APPLICATION_NAME_BYTES - tail.length)) + tail;
}
