import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import type { PostgresStore } from './postgres-store.ts';

/** Kysely on the store's own connection, one user at a time. */
export function postgresDialect(store: PostgresStore): Dialect {
  const connection: DatabaseConnection = {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      const { columns, rows, affected } = store.execute(query.sql, query.parameters);
      return {
        rows: rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]])) as R),
        numAffectedRows: BigInt(affected),
      };
    },
    // biome-ignore lint/correctness/useYield: the record pages by keys, nothing streams
    async *streamQuery() {
      throw new Error('the record does not stream');
    },
  };
  const waiting: (() => void)[] = [];
  let taken = false;
  return {
    createAdapter: () => new PostgresAdapter(),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createDriver: () => ({
      async init() {},
      async acquireConnection() {
        if (taken) await new Promise<void>((resolve) => waiting.push(resolve));
        taken = true;
        return connection;
      },
      async beginTransaction() {
        store.begin();
      },
      async commitTransaction() {
        store.execute('commit');
      },
      async rollbackTransaction() {
        store.execute('rollback');
      },
      async releaseConnection() {
        const next = waiting.shift();
        if (next) next();
        else taken = false;
      },
      async destroy() {},
    }),
  };
}
