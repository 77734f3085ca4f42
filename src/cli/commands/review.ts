import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { loadPolicy } from '../../judge/index.ts';
import { OperatorError } from '../../model/index.ts';
import type { ScanRecord } from '../../record/index.ts';
import { createServer, openIdProvider, type ReviewContext, SESSION_LIMITS } from '../../review/index.ts';
import { areasOf } from '../areas.ts';
import { checkPeople } from '../check-people.ts';
import { openDecidingRecord } from '../open-deciding-record.ts';
import { writeLine } from '../output.ts';
import { BUILT_IN_PAGES, BUILT_IN_REPORTS, productVersion } from '../product.ts';
import { readingContext } from '../reading-context.ts';
import { type Address, addressOf, DEFAULT_PORT, type ReviewFlags, readOperatorFile } from '../review-address.ts';
import { type Settings, settingsOf } from '../settings.ts';
import { shippedForms } from '../shipped-forms.ts';
import { stopOnSignal } from '../stop-on-signal.ts';
import { systemAccount } from '../system-account.ts';

/** `review`: the custodians' web app, until it is stopped. */
export function addReviewCommand(review: Command): void {
  review
    .option('--host <address>', 'address to listen on (default: this machine only)')
    .option('--port <n>', `port to listen on (default ${DEFAULT_PORT})`)
    .option('--behind-proxy', 'a proxy speaks HTTPS to the browser and passes on to this server', false)
    .action(async (flags: ReviewFlags, command: Command) => {
      const settings = settingsOf(command);
      const address = addressOf(settings, flags);
      const record = await openDecidingRecord(settings);
      try {
        await checkPeople(settings, record);
        const reading = await readingContext(settings, record);
        const app = await createServer({ ...(await contextOf(settings, record)), ...reading }, address);
        await listen(app, address);
        const note = (action: string) =>
          record.audit.append({ atMs: Date.now(), actor: systemAccount(), action, subject: 'web app', data: null });
        await note('started');
        await writeLine(`${address.url} (stop with Ctrl-C)`);
        const { signal } = stopOnSignal(() => {});
        await new Promise<void>((done) => signal.addEventListener('abort', () => done(), { once: true }));
        await app.close();
        await reading.previewer?.close();
        await note('stopped');
      } finally {
        await record.close();
      }
    });
}

async function contextOf(settings: Settings, record: ScanRecord): Promise<ReviewContext> {
  const { config } = settings;
  const policy = loadPolicy(settings.policyFolders, undefined, shippedForms());
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

function readSecretFile(path: string): string {
  const secret = readOperatorFile(path).trim();
  if (secret.length >= 16) return secret;
  throw new OperatorError(path, 'the secret is shorter than 16 characters', 'Put a longer random one there');
}
