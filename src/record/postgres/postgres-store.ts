import type { Statement, Store, Transaction } from '../store.ts';
import { isLost, PostgresError } from './postgres-error.ts';
import type { Rows, Session } from './session.ts';

export interface PostgresStore extends Store {
  /** One statement with `$1` parameters, as kysely writes them. */
  execute(sql: string, values?: readonly unknown[]): Rows;
  begin(): void;
}

/** Statements that may be sent again when it is not known whether the first one arrived. */
const REPEATABLE = /^\s*(BEGIN|SELECT|UPDATE|DELETE)\b/i;

/**
 * `reconnect` makes a lost connection anew, waiting for a bounded time; it throws when that does not help. `queue` waits until no other
 * writing transaction is under way: a scan and the people who decide beside it append to one chain.
 */
export function createPostgresStore(
  session: Session,
  readonly: boolean,
  reconnect: () => void,
  queue: string,
): PostgresStore {
  let open = true;
  let depth = 0;
  let statements = 0;

  function execute(sql: string, values: readonly unknown[] = [], name?: string): Rows {
    const query = { kind: 'query', sql, values, ...(name !== undefined && { name }) } as const;
    const inTransaction = depth > 0;
    try {
      const rows = session.ask(query);
      follow(sql);
      return rows;
    } catch (error) {
      if (!(error instanceof PostgresError) || !isLost(error)) throw error;
      if (inTransaction || !REPEATABLE.test(sql)) {
        depth = 0;
        throw error;
      }
      reconnect();
      const rows = session.ask(query);
      follow(sql);
      return rows;
    }
  }

  /** Kysely's transactions and ours share the connection: each knows of the other by this. */
  function follow(sql: string): void {
    if (/^begin/i.test(sql)) depth = 1;
    else if (/^(commit|rollback)$/i.test(sql)) depth = 0;
  }

  function transaction<A extends unknown[], R>(work: (...given: A) => R): Transaction<A, R> {
    const inside = (...given: A): R => {
      const nested = depth > 0;
      execute(nested ? 'SAVEPOINT step' : 'BEGIN');
      try {
        if (!nested && !readonly) execute(queue);
        const result = work(...given);
        execute(nested ? 'RELEASE SAVEPOINT step' : 'COMMIT');
        return result;
      } catch (error) {
        // A lost connection has rolled back by itself.
        if (depth > 0) execute(nested ? 'ROLLBACK TO SAVEPOINT step' : 'ROLLBACK');
        throw error;
      }
    };
    return Object.assign(inside, { immediate: inside });
  }

  return {
    readonly,
    get open() {
      return open;
    },
    execute: (sql, values) => execute(sql, values),
    begin() {
      execute('BEGIN');
      if (!readonly) execute(queue);
    },
    prepare<P extends unknown[], R>(sql: string) {
      statements += 1;
      return statement<P, R>(execute, sql, `s${statements}`);
    },
    transaction,
    close() {
      open = false;
      session.close();
    },
  };
}

type Execute = (sql: string, values: readonly unknown[], name: string) => Rows;
type Shape = 'object' | 'array' | 'first';

function statement<P extends unknown[], R>(execute: Execute, portable: string, name: string): Statement<P, R> {
  const { sql, names } = numbered(portable);
  let shape: Shape = 'object';
  const ask = (given: readonly unknown[]): Rows => execute(sql, valuesOf(given, names), name);
  const made: Statement<P, R> = {
    run: (...given) => void ask(given),
    get: (...given) => {
      const { columns, rows } = ask(given);
      return rows[0] && (shaped(columns, rows[0], shape) as R);
    },
    all: (...given) => {
      const { columns, rows } = ask(given);
      return rows.map((row) => shaped(columns, row, shape) as R);
    },
    pluck() {
      shape = 'first';
      return made;
    },
    raw() {
      shape = 'array';
      return made;
    },
  };
  return made;
}

/** `?` and `@name` to `$1`; what stands in quotes is left alone. */
function numbered(portable: string): { sql: string; names: readonly string[] } {
  const names: string[] = [];
  let count = 0;
  const sql = portable.replace(/'[^']*'|\?|@(\w+)/g, (text, name: string | undefined) => {
    if (name !== undefined) {
      if (!names.includes(name)) names.push(name);
      return `$${names.indexOf(name) + 1}`;
    }
    if (text !== '?') return text;
    count += 1;
    return `$${count}`;
  });
  return { sql, names };
}

/** As better-sqlite3 takes them: one after another, one array, or one object of names. */
function valuesOf(given: readonly unknown[], names: readonly string[]): readonly unknown[] {
  const [first] = given;
  if (names.length > 0) return names.map((name) => (first as Record<string, unknown>)[name]);
  return Array.isArray(first) ? first : given;
}

function shaped(columns: readonly string[], row: readonly unknown[], shape: Shape): unknown {
  if (shape === 'first') return row[0];
  if (shape === 'array') return row;
  return Object.fromEntries(columns.map((column, index) => [column, row[index]]));
}
