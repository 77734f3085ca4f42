import { type Migration, Migrator } from 'kysely';
import { OperatorError } from '../model/index.ts';
import { ALL_MIGRATIONS } from './migrations/all-migrations.ts';
import type { Connection } from './open-database.ts';

/** Throws OperatorError for a record of a newer version, and for one that a reader would first have to migrate. */
export function checkVersion({ path, ...connection }: Connection, needCurrent: boolean): void {
  const version = connection.version();
  const ours = Object.keys(ALL_MIGRATIONS).length;
  if (version > ours) {
    throw new OperatorError(
      path,
      `the record was written by a newer version (format ${version}, this program knows ${ours})`,
      'Use the newer program, or name another state folder with --state',
    );
  }
  if (needCurrent && version < ours) {
    throw new OperatorError(
      path,
      `the record has the older format ${version}`,
      'Run a scan once with this program: it brings the record up to date',
    );
  }
}

/** Brings the schema up to date, all or nothing. */
export async function migrate(connection: Connection): Promise<void> {
  const { db } = connection;
  if (connection.version() === Object.keys(ALL_MIGRATIONS).length) return;
  const provider = { getMigrations: async (): Promise<Record<string, Migration>> => ({ ...ALL_MIGRATIONS }) };
  await connection.allOrNothing(async () => {
    const { error } = await new Migrator({ db, provider }).migrateToLatest();
    if (error) throw error;
  });
}
