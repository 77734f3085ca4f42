import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { loadPolicy } from '../../judge/index.ts';
import { OperatorError } from '../../model/index.ts';
import type { ScanRecord } from '../../record/index.ts';
import { createServer, openIdProvider, type ReviewContext, SESSION_LIMITS } from '../../review/index.ts';
import { areasOf } from '../areas.ts';
import { openDecidingRecord } from '../open-deciding-record.ts';
import { writeLine } from '../output.ts';
import { BUILT_IN_PAGES, BUILT_IN_REPORTS, productVersion } from '../product.ts';
import { readingContext } from '../reading-context.ts';
import { type Settings, settingsOf } from '../settings.ts';
import { stopOnSignal } from '../stop-on-signal.ts';

interface ReviewFlags {
  readonly host?: string;
  readonly port?: string;
  readonly behindProxy: boolean;
}

const DEFAULT_PORT = 8_443;
const LOOPBACK = ['localhost', '127.0.0.1', '::1'];

/** `review`: the custodians' web app, until it is stopped. */
export function addReviewCommand(program: Command): void {
  program
    .command('review')
    .description('the web app in which custodians work through the flags')
    .option('--host <address>', 'address to listen on (default: this machine only)')
    .option('--port <n>', `port to listen on (default ${DEFAULT_PORT})`)
    .option('--behind-proxy', 'a proxy speaks HTTPS to the browser and passes on to this server', false)
    .action(async (flags: ReviewFlags, command: Command) => {
      const settings = settingsOf(command);
      const address = addressOf(settings, flags);
      const record = await openDecidingRecord(settings);
      try {
        const reading = await readingContext(settings, record);
        const app = await createServer({ ...(await contextOf(settings, record)), ...reading }, address);
        await listen(app, address);
        await writeLine(`${address.url} (stop with Ctrl-C)`);
        const { signal } = stopOnSignal(() => {});
        await new Promise<void>((done) => signal.addEventListener('abort', () => done(), { once: true }));
        await app.close();
      } finally {
        await record.close();
      }
    });
}

interface Address {
  readonly host: string;
  readonly port: number;
  readonly url: string;
  readonly https?: { readonly cert: string; readonly key: string };
  readonly behindProxy: boolean;
  readonly hosts: readonly string[];
}

/** Plain HTTP never leaves this machine. @throws OperatorError */
function addressOf({ config, base }: Settings, flags: ReviewFlags): Address {
  const given = config.review ?? {};
  const host = flags.host ?? given.host ?? '127.0.0.1';
  const port = flags.port === undefined ? (given.port ?? DEFAULT_PORT) : portOf(flags.port);
  const behindProxy = flags.behindProxy || given.behindProxy === true;
  const https = given.https && {
    cert: readOperatorFile(resolve(base, given.https.certificate)),
    key: readOperatorFile(resolve(base, given.https.key)),
  };
  if (!LOOPBACK.includes(host) && !https && !behindProxy)
    throw new OperatorError(
      '--host',
      'passwords would cross the network in clear',
      'Name certificate and key under review: https: in sharewarden.yaml, or put a proxy in front and say --behind-proxy',
    );
  const shown = host.includes(':') ? `[${host}]` : host;
  const own = `${https ? 'https' : 'http'}://${shown}:${port}`;
  const isLocal = LOOPBACK.includes(host);
  const local = isLocal ? ['localhost', '127.0.0.1', '[::1]'].map((name) => `${name}:${port}`) : [];
  const hosts = given.url ? [new URL(given.url).host, ...local] : local;
  return { host, port, url: given.url ?? own, behindProxy, hosts, ...(https && { https }) };
}

async function contextOf(settings: Settings, record: ScanRecord): Promise<ReviewContext> {
  const { config } = settings;
  const policy = loadPolicy(settings.policyFolders);
  const { idleMinutes, absoluteHours, url, metricsSecretFile } = config.review ?? {};
  const metricsSecret = metricsSecretFile && readSecretFile(resolve(settings.base, metricsSecretFile));
  const identityProvider = await identityProviderOf(settings);
  return {
    record,
    areas: areasOf(settings),
    policy,
    rules: new Map(policy.rules.map((rule) => [rule.id, rule])),
    unsetPlanKeys: policy.unsetPlanKeys(config.plan ?? {}),
    versions: { sharewarden: productVersion(), node: process.versions.node },
    pagesFolder: BUILT_IN_PAGES,
    reportsFolder: BUILT_IN_REPORTS,
    htmxFile: createRequire(import.meta.url).resolve('htmx.org/dist/htmx.min.js'),
    limits: {
      idleMs: idleMinutes === undefined ? SESSION_LIMITS.idleMs : idleMinutes * 60_000,
      absoluteMs: absoluteHours === undefined ? SESSION_LIMITS.absoluteMs : absoluteHours * 3_600_000,
    },
    ...(url !== undefined && { url }),
    ...(metricsSecret && { metricsSecret }),
    ...(identityProvider && { identityProvider }),
    now: () => Date.now(),
    log: (line) => void process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), ...line })}\n`),
  };
}

async function identityProviderOf({ config, base }: Settings): Promise<ReviewContext['identityProvider']> {
  const { openId, url } = config.review ?? {};
  if (!openId) return undefined;
  if (url === undefined)
    throw new OperatorError('review: openId', 'the address of this server is not known', 'Give it as review: url');
  const { name, issuer, clientId, clientSecretFile } = openId;
  return openIdProvider({ name, issuer, clientId, clientSecret: readSecretFile(resolve(base, clientSecretFile)) });
}

async function listen(app: Awaited<ReturnType<typeof createServer>>, { host, port }: Address): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new OperatorError(
      `${host}:${port}`,
      `the server cannot listen there (${code})`,
      'Give another --host or --port',
    );
  }
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new OperatorError('--port', `"${text}" is no port`, 'Give a whole number from 1 to 65535');
}

function readSecretFile(path: string): string {
  const secret = readOperatorFile(path).trim();
  if (secret.length >= 16) return secret;
  throw new OperatorError(path, 'the secret is shorter than 16 characters', 'Put a longer random one there');
}

function readOperatorFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new OperatorError(path, `it cannot be read (${code})`, 'Check the paths under review: in sharewarden.yaml');
  }
}
