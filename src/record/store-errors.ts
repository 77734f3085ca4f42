import Database from 'better-sqlite3';
import { OperatorError } from '../model/index.ts';
import { explainPostgres } from './postgres/explain-postgres.ts';
import { PostgresError } from './postgres/postgres-error.ts';

/**
 * What SQLite or PostgreSQL says of the world, as an OperatorError that names the database and the remedy; anything else comes back as it is.
 * Result codes: https://www.sqlite.org/rescode.html
 */
export function toOperatorError(error: unknown, path: string): unknown {
  if (error instanceof PostgresError) return explainPostgres(error, path) ?? error;
  if (!(error instanceof Database.SqliteError)) return error;
  const known = EXPLANATIONS.find(({ code }) => error.code === code || error.code.startsWith(`${code}_`));
  if (!known) return error;
  const operatorError = new OperatorError(path, known.problem, known.remedy);
  operatorError.cause = error;
  return operatorError;
}

/** The store is locked by a step of another process: the same step may be asked for again in a moment. */
export function isBusy(error: unknown): boolean {
  if (!(error instanceof OperatorError) || !(error.cause instanceof Database.SqliteError)) return false;
  return /^SQLITE_(BUSY|LOCKED)/.test(error.cause.code);
}

const EXPLANATIONS = [
  {
    code: 'SQLITE_BUSY',
    problem: 'the database is locked by another process',
    remedy: 'Wait until the other scan or backup has ended, then start again',
  },
  {
    code: 'SQLITE_LOCKED',
    problem: 'the database is locked by another process',
    remedy: 'Wait until the other scan or backup has ended, then start again',
  },
  {
    code: 'SQLITE_FULL',
    problem: 'the disk is full; nothing of the last step was written',
    remedy: 'Free space there, or name a state folder on another disk with --state, then start again',
  },
  {
    code: 'SQLITE_READONLY',
    problem: 'the database cannot be written',
    remedy: 'Give this account write permission on the file and its folder, or name another state folder with --state',
  },
  {
    code: 'SQLITE_CANTOPEN',
    problem: 'the database cannot be opened or made',
    remedy: 'Make the folder and give this account write permission on it, or name another state folder with --state',
  },
  {
    code: 'SQLITE_PERM',
    problem: 'the database cannot be opened',
    remedy: 'Give this account permission on the file and its folder',
  },
  {
    code: 'SQLITE_NOTADB',
    problem: 'the file is not a database',
    remedy: 'Move it away to start a new record, or restore a backup',
  },
  {
    code: 'SQLITE_CORRUPT',
    problem: 'the database is damaged',
    remedy: 'Restore a backup, or move it away to start a new record',
  },
  {
    code: 'SQLITE_IOERR',
    problem: 'the disk failed while the database was read or written',
    remedy: 'Check the disk and its free space; keep the state folder on a local disk',
  },
];

/** Wraps an asynchronous function so that it rejects with OperatorErrors. */
export function explained<A extends unknown[], R>(
  path: string,
  work: (...given: A) => R | Promise<R>,
): (...given: A) => Promise<R> {
  return async (...given) => {
    try {
      return await work(...given);
    } catch (error) {
      throw toOperatorError(error, path);
    }
  };
}

/** Every function of a part of the record, so that it rejects with OperatorErrors. */
export function explainedEach<Part extends object>(path: string, part: Part): Part {
  const wrapped = Object.entries(part).map(([name, work]) => [
    name,
    typeof work === 'function' ? explained(path, (...given: unknown[]) => work(...given)) : work,
  ]);
  return Object.fromEntries(wrapped) as Part;
}
