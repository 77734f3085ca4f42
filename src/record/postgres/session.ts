import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { PostgresError } from './postgres-error.ts';

export interface SessionData {
  readonly signal: Int32Array;
}

export type Request =
  | { readonly kind: 'connect'; readonly url: string; readonly applicationName: string; readonly timeoutMs: number }
  | { readonly kind: 'query'; readonly sql: string; readonly values: readonly unknown[]; readonly name?: string }
  | { readonly kind: 'close' };

export interface Rows {
  readonly kind: 'rows';
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  readonly affected: number;
}

export type Reply = Rows | { readonly kind: 'failure'; readonly code: string; readonly message: string };

/** One connection to the server. */
export interface Session {
  /** @throws PostgresError */
  ask(request: Request): Rows;
  close(): void;
}

interface Link {
  readonly thread: Worker;
  readonly port: MessagePort;
  readonly signal: Int32Array;
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html: connection_failure */
const CONNECTION_FAILURE = '08006';

/**
 * A thread of its own speaks to the server while the caller waits, so that the record's steps are synchronous as on SQLite: nothing
 * can come between the statements of a transaction on the one connection. A server that gives no answer within the time is taken
 * as lost: the thread is ended, and the next request begins with another.
 */
export function startSession(answerTimeoutMs: number): Session {
  let link: Link | undefined = startLink();
  const ask = (request: Request): Rows => {
    link ??= startLink();
    const { port, signal, thread } = link;
    Atomics.store(signal, 0, 0);
    port.postMessage(request);
    if (Atomics.wait(signal, 0, 0, answerTimeoutMs) === 'timed-out') {
      void thread.terminate();
      link = undefined;
      throw new PostgresError(CONNECTION_FAILURE, 'the server gave no answer in time');
    }
    const reply = receiveMessageOnPort(port)?.message as Reply | undefined;
    if (!reply) throw new Error('the thread of the PostgreSQL session gave no answer');
    if (reply.kind === 'failure') throw new PostgresError(reply.code, reply.message);
    return reply;
  };
  return {
    ask,
    close() {
      if (!link) return;
      const { port } = link;
      ask({ kind: 'close' });
      port.close();
    },
  };
}

function startLink(): Link {
  const { port1, port2 } = new MessageChannel();
  const signal = new Int32Array(new SharedArrayBuffer(4));
  const thread = new Worker(new URL('./session-thread.js', import.meta.url), {
    workerData: { signal, port: port2 } satisfies SessionData & { port: MessagePort },
    transferList: [port2],
  });
  thread.unref();
  port1.unref();
  return { thread, port: port1, signal };
}
