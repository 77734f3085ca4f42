import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import {
  activeSigningKey,
  type Clearance,
  clearanceLines,
  clearancePage,
  clearExports,
  type ReadAgreement,
  readAgreement,
  readExceptions,
  type SigningKey,
  signedCertificate,
  signWith,
} from '../../disclose/index.ts';
import { loadPolicy } from '../../judge/index.ts';
import { maskIdentifierShapes, OperatorError } from '../../model/index.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Finish } from '../main.ts';
import { installationKey, openStateRecord } from '../open-record.ts';
import { passphrase } from '../passphrase.ts';
import { productVersion } from '../product.ts';
import { provedPatterns } from '../proved-patterns.ts';
import { scanLimits } from '../scan-limits.ts';
import { type Settings, settingsOf } from '../settings.ts';

interface ClearFlags {
  readonly agreement: string;
  readonly exceptions?: string;
  readonly fix?: string;
  readonly certificate?: string;
  readonly html?: string;
  readonly checkOnly: boolean;
  readonly json: boolean;
  readonly by?: string;
}

const CODES: Readonly<Record<Clearance['verdict'], ExitCode>> = {
  cleared: EXIT.ok,
  blocked: EXIT.violations,
  'needs-exception': EXIT.unread,
};

export function addClearCommand(program: Command, finish: Finish): void {
  program
    .command('clear')
    .description(
      'check an export before it goes to a third party: may it go under this agreement, and if not, what stops it',
    )
    .argument('<export...>', 'files, or folders with all that is in them')
    .requiredOption('--agreement <file>', 'the agreement, in YAML')
    .option('--exceptions <file>', 'exceptions that a named person made, in YAML')
    .option('--fix <out>', 'make a copy that the agreement permits, and clear that')
    .option('--certificate <file>', 'where the certificate goes (default: certificates/ of the state folder)')
    .option('--html <file>', 'a page for people')
    .option('--check-only', 'no certificate and no row in the disclosure log', false)
    .option('--by <name>', 'who discloses (default: the account that runs this)')
    .option('--json', 'for programs', false)
    .addHelpText(
      'after',
      '\nExit codes: 0 cleared · 1 blocked · 3 needs the exception of a named person · 2 could not run',
    )
    .action(async (exports: string[], flags: ClearFlags, command: Command) => {
      finish(await clear(exports, flags, settingsOf(command)));
    });
}

async function clear(exports: readonly string[], flags: ClearFlags, settings: Settings): Promise<ExitCode> {
  const nowMs = Date.now();
  const today = new Date(nowMs).toISOString().slice(0, 10);
  const pack = provedPatterns(settings);
  const agreement = readAgreement(
    flags.agreement,
    pack.patterns.map(({ id }) => id),
  );
  const exceptions = flags.exceptions ? readExceptions(flags.exceptions, today) : [];
  for (const path of [flags.certificate, flags.html]) if (path) refuseExisting(path);
  const signing = flags.checkOnly ? undefined : await openedKey(settings);
  const record = await openStateRecord(settings, { holder: 'a clearance' });
  try {
    const registered = await record.disclosures.agreement(agreement.agreement.id);
    const clearance = await clearExports({
      exports,
      agreement,
      registration: registered && { sha256: registered.sha256, withdrawn: registered.withdrawnAtMs !== undefined },
      exceptions,
      pack,
      fingerprintKey: installationKey(settings),
      limits: scanLimits(settings.config).limits,
      today,
      ...(flags.fix === undefined ? {} : { fixTo: flags.fix }),
    });
    let certificate: ReturnType<typeof certified> | undefined;
    if (clearance.verdict === 'cleared' && signing) {
      try {
        certificate = certified(
          clearance,
          agreement,
          { exceptions, nowMs, patternDigest: pack.digest, policyDigest: loadPolicy(settings.policyFolders).digest },
          signing,
        );
        const path = certificatePath(flags.certificate, certificate.id, settings);
        writeNew(path, certificate.text);
        const { agreement: text, sha256 } = agreement;
        await record.disclosures.add({
          id: certificate.id,
          atMs: nowMs,
          who: flags.by ?? userInfo().username,
          recipient: text.recipient,
          interest: text.purpose,
          basis: text.basis,
          agreement: text.id,
          agreementSha256: sha256,
          certificateSha256: createHash('sha256').update(certificate.text).digest('hex'),
          files: clearance.files.map(({ path: name, sha256: contentSha256, ...file }) => ({
            ...file,
            name: maskIdentifierShapes(name),
            contentSha256,
          })),
        });
      } catch (error) {
        // A copy without its certificate and its row in the log must not be handed on.
        if (flags.fix) rmSync(resolve(flags.fix), { force: true });
        throw error;
      }
    }
    if (flags.html)
      writeNew(
        flags.html,
        clearancePage({
          clearance,
          agreement: agreement.agreement,
          exceptions,
          issuedAtMs: nowMs,
          ...(certificate ? { certificate } : {}),
        }),
      );
    show(
      clearance,
      flags,
      exceptions,
      certificate,
      certificate && certificatePath(flags.certificate, certificate.id, settings),
    );
    return CODES[clearance.verdict];
  } finally {
    await record.close();
  }
}

async function openedKey(settings: Settings): Promise<{ key: SigningKey; secret: string | undefined }> {
  const key = activeSigningKey(join(settings.state().path, 'keys'));
  const secret = key.protected ? await passphrase(`Passphrase of the signing key of ${key.signer}: `) : undefined;
  signWith(key, secret, 'the passphrase is tried before any work is done');
  return { key, secret };
}

function certified(
  clearance: Clearance,
  agreement: ReadAgreement,
  given: { exceptions: ReturnType<typeof readExceptions>; nowMs: number; patternDigest: string; policyDigest: string },
  { key, secret }: { key: SigningKey; secret: string | undefined },
) {
  const id = randomUUID();
  const text = signedCertificate(
    {
      id,
      issuedAtMs: given.nowMs,
      files: clearance.files,
      agreement,
      exceptions: given.exceptions,
      excepted: clearance.stops,
      versions: { sharewarden: productVersion(), node: process.versions.node },
      patternDigest: given.patternDigest,
      policyDigest: given.policyDigest,
    },
    key,
    secret,
  );
  return {
    id,
    keyId: key.keyId,
    signer: key.signer,
    text,
    merkleRoot: (JSON.parse(text) as { merkleRoot: string }).merkleRoot,
  };
}

function certificatePath(given: string | undefined, id: string, settings: Settings): string {
  return resolve(given ?? join(settings.state().path, 'certificates', `${id}.json`));
}

function refuseExisting(path: string): void {
  if (existsSync(path)) throw new OperatorError(path, 'is there already', 'Name a file that is not');
}

function writeNew(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, text, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    throw new OperatorError(path, `cannot be written (${(error as NodeJS.ErrnoException).code})`, 'Name another place');
  }
}

function show(
  clearance: Clearance,
  flags: ClearFlags,
  exceptions: ReturnType<typeof readExceptions>,
  certificate: { id: string } | undefined,
  path: string | undefined,
): void {
  if (flags.json) {
    const files = clearance.files.map(({ rowFingerprints: _kept, ...file }) => ({
      ...file,
      path: maskIdentifierShapes(file.path),
    }));
    console.log(
      JSON.stringify({
        verdict: clearance.verdict,
        stops: clearance.stops,
        mended: clearance.mended,
        files,
        ...(certificate ? { certificate: certificate.id, certificateFile: path } : {}),
      }),
    );
    return;
  }
  for (const line of clearanceLines(clearance, exceptions)) console.log(line);
  if (path) console.log(`\nCertificate: ${path}`);
}
