import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import nodemailer from 'nodemailer';
import { OperatorError } from '../model/index.ts';
import type { Mailer } from '../review/index.ts';
import type { Config } from './config.ts';

const TIMEOUT_MS = 15_000;
const PORTS = { tls: 465, starttls: 587, none: 25 } as const;

/** Sends text by the agency's own mail server; undefined where none is configured. @throws OperatorError for a password file that cannot be read */
export function mailerOf({ mail }: Config, base: string): Mailer | undefined {
  if (!mail) return undefined;
  const security = mail.security ?? 'starttls';
  const transport = nodemailer.createTransport({
    host: mail.host,
    port: mail.port ?? PORTS[security],
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(mail.user !== undefined && {
      auth: { user: mail.user, pass: passwordOf(resolve(base, mail.passwordFile ?? '')) },
    }),
  });
  return {
    domains: mail.domains.map((domain) => domain.toLowerCase()),
    async send({ to, subject, text }) {
      try {
        await transport.sendMail({ from: mail.from, to: { name: '', address: to }, subject, text });
        return true;
      } catch {
        // What the mail server answers may quote the message: that it failed is all that is told.
        return false;
      }
    },
  };
}

function passwordOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new OperatorError(
      path,
      `the password of the mail server cannot be read (${code})`,
      'Check mail: passwordFile',
    );
  }
}
