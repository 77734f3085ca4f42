/** What the server or the network said. SQLSTATE codes: https://www.postgresql.org/docs/current/errcodes-appendix.html */
export class PostgresError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'PostgresError';
    this.code = code;
  }
}

/** The connection is gone, or the server is going or coming. */
export function isLost({ code, message }: PostgresError): boolean {
  return (
    /^(08|57P0[123])/.test(code) ||
    /^(ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/.test(code) ||
    /terminated|not queryable|connection error|ended by|timeout expired/i.test(message)
  );
}
