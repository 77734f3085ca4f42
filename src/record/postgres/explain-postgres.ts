import { OperatorError } from '../../model/index.ts';
import { isLost, type PostgresError } from './postgres-error.ts';

/** What the server says of the world in one line; undefined for what is our own mistake. */
export function explainPostgres(error: PostgresError, path: string): OperatorError | undefined {
  const known = EXPLANATIONS.find(({ is }) => is(error));
  return known && new OperatorError(path, known.problem, known.remedy);
}

const EXPLANATIONS: readonly {
  readonly is: (error: PostgresError) => boolean;
  readonly problem: string;
  readonly remedy: string;
}[] = [
  {
    is: ({ code, message }) => code === '28P01' || /password must be a string|no password supplied/i.test(message),
    problem: 'the server refused the password',
    remedy: 'Give it with PGPASSWORD or in the password file (PGPASSFILE)',
  },
  {
    is: ({ code, message }) => code === '28000' && /no encryption/i.test(message),
    problem: 'the server wants an encrypted connection',
    remedy: 'Add ?sslmode=verify-full to the address',
  },
  {
    is: ({ message }) => /does not support SSL/i.test(message),
    problem: 'the server offers no encrypted connection',
    remedy: 'Turn TLS on at the server, or leave sslmode out of the address on a trusted network',
  },
  {
    is: ({ code, message }) => /CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS/.test(code) || /certificate/i.test(message),
    problem: "the server's certificate cannot be verified",
    remedy: "Name the authority's certificate with sslrootcert=FILE in the address",
  },
  {
    is: ({ code }) => code === '28000',
    problem: 'the server does not let this account in',
    remedy: 'Check the account, and the rules in pg_hba.conf at the server',
  },
  {
    is: ({ code }) => code === '3D000',
    problem: 'there is no such database',
    remedy: 'Make it first: createdb NAME, or check the address',
  },
  {
    is: ({ code }) => code === '42501',
    problem: 'the account may not do this in the database',
    remedy: 'Make the account the owner of the database or of its schema',
  },
  {
    is: ({ code }) => code === '53300',
    problem: 'the server has no free connection',
    remedy: 'Try again later, or raise max_connections at the server',
  },
  {
    is: ({ code }) => code === '53100',
    problem: "the server's disk is full; nothing of the last step was written",
    remedy: 'Free space there, then start again',
  },
  {
    is: ({ code }) => code === '57014',
    problem: 'a statement took longer than 15 minutes, and the server ended it',
    remedy: 'See in pg_stat_activity what slows the server down, then start again',
  },
  {
    is: ({ code }) => code === '25006',
    problem: 'the database can only be read',
    remedy: 'Name the primary server, not a replica',
  },
  {
    is: ({ code }) => code === 'ENOTFOUND' || code === 'EAI_AGAIN',
    problem: 'the name of the server is not known',
    remedy: 'Check the host in the address',
  },
  {
    is: isLost,
    problem: 'the connection to the server is lost or cannot be made',
    remedy:
      'See that the server runs and can be reached, then start again: the next run goes on from what was recorded',
  },
];
