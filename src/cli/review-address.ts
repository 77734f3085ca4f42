import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import { OperatorError } from '../model/index.ts';
import type { ServerOptions } from '../review/index.ts';
import type { Settings } from './settings.ts';

export interface ReviewFlags {
  readonly host?: string;
  readonly port?: string;
  readonly behindProxy: boolean;
}

export interface Address extends ServerOptions {
  readonly host: string;
  readonly port: number;
  readonly url: string;
}

export const DEFAULT_PORT = 8_443;
const LOOPBACK = ['localhost', '127.0.0.1', '::1'];

/** Where the web app listens and how browsers reach it. Plain HTTP never leaves this machine. @throws OperatorError */
export function addressOf({ config, base }: Pick<Settings, 'config' | 'base'>, flags: ReviewFlags): Address {
  const given = config.review ?? {};
  const host = flags.host ?? given.host ?? '127.0.0.1';
  const port = flags.port === undefined ? (given.port ?? DEFAULT_PORT) : portOf(flags.port);
  const behindProxy = flags.behindProxy || given.behindProxy === true;
  const https = given.https && certificateOf(resolve(base, given.https.certificate), resolve(base, given.https.key));
  const isLocal = LOOPBACK.includes(host);
  if (!isLocal && !https && !behindProxy)
    throw new OperatorError(
      '--host',
      'passwords would cross the network in clear',
      'Name certificate and key under review: https: in sharewarden.yaml, or put a proxy in front and say --behind-proxy',
    );
  checkUrl(given.url, { isLocal, behindProxy, isSecure: https !== undefined || behindProxy });
  if (behindProxy && !isLocal && given.proxies === undefined)
    throw new OperatorError(
      '--behind-proxy',
      'anybody could say that they are the proxy',
      'List its addresses under review: proxies, or listen on this machine only',
    );
  const shown = host.includes(':') ? `[${host}]` : host;
  const url = given.url ?? `${https ? 'https' : 'http'}://${shown}:${port}`;
  const local = isLocal ? ['localhost', '127.0.0.1', '[::1]'].map((name) => `${name}:${port}`) : [];
  const { host: named, origin } = new URL(url);
  return {
    ...{ host, port, url, behindProxy, origin },
    hosts: [...new Set([named, ...local])],
    ...(given.proxies && { proxies: given.proxies }),
    ...(https && { https }),
  };
}

function checkUrl(
  url: string | undefined,
  { isLocal, isSecure, behindProxy }: Readonly<Record<'isLocal' | 'isSecure' | 'behindProxy', boolean>>,
): void {
  if (url === undefined && (!isLocal || behindProxy))
    throw new OperatorError(
      'review: url',
      'the name under which browsers reach this server is not known',
      'Give it: https://review.example.org',
    );
  if (url === undefined) return;
  if (isSecure && !url.startsWith('https:'))
    throw new OperatorError('review: url', 'it is no https address', 'Give the address that browsers use');
  if (!isSecure && url.startsWith('https:'))
    throw new OperatorError(
      'review: url',
      'it says https, and this server speaks http',
      'Name certificate and key under review: https, or say behindProxy: true',
    );
}

/** PEM texts that fit each other. */
function certificateOf(certificate: string, keyFile: string): { readonly cert: string; readonly key: string } {
  const [cert, key] = [readOperatorFile(certificate), readOperatorFile(keyFile)];
  try {
    createSecureContext({ cert, key });
  } catch {
    throw new OperatorError(
      certificate,
      `it and ${keyFile} are no certificate and key that belong together`,
      'Give both as PEM files; the key without a passphrase',
    );
  }
  return { cert, key };
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new OperatorError('--port', `"${text}" is no port`, 'Give a whole number from 1 to 65535');
}

/** @throws OperatorError */
export function readOperatorFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new OperatorError(path, `it cannot be read (${code})`, 'Check the paths under review: in sharewarden.yaml');
  }
}
