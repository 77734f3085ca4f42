import { type MessagePort, workerData } from 'node:worker_threads';
import pg from 'pg';
import type { Reply, Request, SessionData } from './session.ts';

const { port, signal } = workerData as SessionData & { readonly port: MessagePort };

const INT8 = 20;
const NUMERIC = 1700;
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    return oid === INT8 || oid === NUMERIC ? Number : pg.types.getTypeParser(oid, format as 'text');
  },
};

let client: pg.Client | undefined;

port.on('message', async (request: Request) => {
  const reply = await answer(request).catch((error: unknown) => failure(error, request));
  port.postMessage(reply);
  Atomics.store(signal, 0, 1);
  Atomics.notify(signal, 0);
});

async function answer(request: Request): Promise<Reply> {
  switch (request.kind) {
    case 'connect':
      await client?.end().catch(() => {});
      client = new pg.Client({
        connectionString: request.url,
        application_name: request.applicationName,
        connectionTimeoutMillis: request.timeoutMs,
        keepAlive: true,
        types: types as pg.CustomTypesConfig,
      });
      // The statement that meets the loss tells of it.
      client.on('error', () => {});
      await client.connect();
      return { kind: 'rows', columns: [], rows: [], affected: 0 };
    case 'query': {
      if (!client) throw new Error('not connected');
      const result = await client.query({
        ...(request.name !== undefined && { name: request.name }),
        text: request.sql,
        values: request.values.map((value) => (value instanceof Uint8Array ? Buffer.from(value) : value)),
        rowMode: 'array',
      });
      return {
        kind: 'rows',
        columns: result.fields.map(({ name }) => name),
        rows: result.rows as unknown[][],
        affected: result.rowCount ?? 0,
      };
    }
    case 'close':
      await client?.end();
      setImmediate(() => port.close());
      return { kind: 'rows', columns: [], rows: [], affected: 0 };
    default: {
      const never: never = request;
      return never;
    }
  }
}

const SQLSTATE = /^[0-9A-Z]{5}$/;
/** Raised by our own triggers, in fixed words. */
const RAISED = 'P0001';

/** What the server says of a statement may repeat its parameters: only the code and the statement's first words go on. */
function failure(error: unknown, request: Request): Reply {
  const { code = '', message = '' } = error as Error & { code?: string };
  if (request.kind !== 'query' || code === RAISED || !SQLSTATE.test(code)) return { kind: 'failure', code, message };
  const statement = request.sql.trim().split(/\s+/, 3).join(' ');
  return { kind: 'failure', code, message: `the server refused "${statement}" (SQLSTATE ${code})` };
}
