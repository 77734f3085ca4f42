import { chmodSync } from 'node:fs';
import { hostname } from 'node:os';
import Database from 'better-sqlite3';
import { OperatorError } from '../model/index.ts';

/** It names who writes and on which machine. */
const OWNER_ONLY = 0o600;

/** Keeps the locks from the garbage collector, which would let go of them. */
const held = new Set<Database.Database>();

/**
 * One writer for one record. The lock is a second small SQLite file whose write lock is held for as long as the writer lives:
 * the system lets go of it when the process ends in any way, so that no stale lock is ever left. Returns the release.
 */
export function takeWriterLock(databasePath: string, holder: string, busyTimeoutMs: number): () => void {
  const lock = new Database(`${databasePath}.lock`, { timeout: busyTimeoutMs });
  try {
    chmodSync(lock.name, OWNER_ONLY);
    lock.pragma('journal_mode = DELETE');
    lock.exec('CREATE TABLE IF NOT EXISTS holder (id integer PRIMARY KEY CHECK (id = 1), words text NOT NULL)');
    const words = `${holder}, process ${process.pid} on ${hostname()}`;
    lock.prepare('INSERT INTO holder VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET words = excluded.words').run(words);
    lock.exec('BEGIN IMMEDIATE');
  } catch (error) {
    const words = holderWords(lock);
    lock.close();
    if (!(error instanceof Database.SqliteError) || !error.code.startsWith('SQLITE_BUSY')) throw error;
    throw new OperatorError(
      databasePath,
      `the record is being written by ${words}`,
      'Wait until it has ended, then start again',
    );
  }
  held.add(lock);
  return () => {
    held.delete(lock);
    lock.close();
  };
}

function holderWords(lock: Database.Database): string {
  try {
    return String(lock.prepare('SELECT words FROM holder').pluck().get() ?? 'another process');
  } catch {
    return 'another process';
  }
}
