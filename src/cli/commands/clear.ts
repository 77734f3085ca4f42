import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import {
  activeSigningKey,
  type Clearance,
  type ClearProgress,
  clearanceLines,
  clearancePage,
  clearExports,
  findExports,
  type HandedOver,
  handOver,
  openDisclosureThread,
  readAgreement,
  readExceptions,
  refuseStrangePage,
  type SigningKey,
  signWith,
  writePage,
} from '../../disclose/index.ts';
import { maskIdentifierShapes, OperatorError } from '../../model/index.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Finish } from '../main.ts';
import { openForCheck, openForCommand } from '../open-deciding-record.ts';
import { installationKey } from '../open-record.ts';
import { passphrase } from '../passphrase.ts';
import { passwordList } from '../password-list.ts';
import { policyInForce } from '../policy-in-force.ts';
import { productVersion } from '../product.ts';
import { progressLine } from '../progress-line.ts';
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

export function addClearCommand(clear: Command, finish: Finish): void {
  clear
    .argument('<export...>', 'files, or folders with all that is in them')
    .requiredOption('--agreement <file>', 'the agreement, in YAML')
    .option('--exceptions <file>', 'exceptions that a named person made, in YAML')
    .option('--fix <out>', 'make a copy that the agreement permits, and clear that')
    .option('--certificate <file>', 'where the certificate goes (default: certificates/ of the state folder)')
    .option('--html <file>', 'a page for people; replaces the page of an earlier attempt')
    .option('--check-only', 'no certificate and no row in the disclosure log', false)
    .option('--by <name>', 'who discloses (default: the account that runs this)')
    .option('--json', 'for programs', false)
    .addHelpText(
      'after',
      '\nExit codes: 0 cleared · 1 blocked · 3 needs the exception of a named person · 2 could not run',
    )
    .action(async (exports: string[], flags: ClearFlags, command: Command) => {
      finish(await clearExportsOf(exports, flags, settingsOf(command)));
    });
}

async function clearExportsOf(exports: readonly string[], flags: ClearFlags, settings: Settings): Promise<ExitCode> {
  const nowMs = Date.now();
  const today = new Date(nowMs).toISOString().slice(0, 10);
  if (flags.checkOnly && flags.fix)
    throw new OperatorError('--fix', 'makes no copy without a certificate', 'Leave out --check-only');
  findExports(exports, flags.fix);
  if (flags.certificate && existsSync(flags.certificate))
    throw new OperatorError(flags.certificate, 'is there already', 'Name a file that is not');
  if (flags.html) refuseStrangePage(flags.html);
  const pack = provedPatterns(settings);
  const titles = new Map(pack.patterns.map(({ id, title }) => [id, title]));
  const agreement = readAgreement(
    flags.agreement,
    pack.patterns.map(({ id }) => id),
  );
  const exceptions = flags.exceptions ? readExceptions(flags.exceptions, today) : [];
  const signing = flags.checkOnly ? undefined : await openedKey(settings);
  const policyDigest = policyInForce(settings.policyFolders).digest;
  const record = await (flags.checkOnly ? openForCheck : openForCommand)(settings);
  const fingerprintKey = installationKey(settings);
  const { limits } = scanLimits(settings.config);
  const passwords = passwordList(settings);
  const thread = openDisclosureThread({ pack, fingerprintKey, limits, passwords });
  const progress = progressLine(flags.json);
  try {
    const registered = await record.disclosures.agreement(agreement.agreement.id);
    const clearance = await clearExports({
      exports,
      agreement,
      registration: registered && { sha256: registered.sha256, withdrawn: registered.withdrawnAtMs !== undefined },
      exceptions,
      thread,
      today,
      onProgress: (now) => progress.showText(progressWords(now)),
      ...(flags.fix === undefined ? {} : { fixTo: flags.fix }),
    });
    const certificate =
      clearance.verdict === 'cleared' && signing
        ? await handOver({
            clearance,
            agreement,
            exceptions,
            signing,
            disclosures: record.disclosures,
            who: flags.by ?? userInfo().username,
            nowMs,
            versions: { sharewarden: productVersion(), node: process.versions.node },
            patternDigest: pack.digest,
            policyDigest,
            certificateFile: flags.certificate && resolve(flags.certificate),
            certificateFolder: join(settings.state().path, 'certificates'),
          })
        : undefined;
    if (flags.html)
      writePage(
        flags.html,
        clearancePage({
          clearance,
          agreement: agreement.agreement,
          exceptions,
          issuedAtMs: nowMs,
          titleOf: (type) => titles.get(type) ?? type,
          certificate: certificate?.text,
        }),
      );
    progress.clear();
    show(clearance, flags, exceptions, certificate);
    return CODES[clearance.verdict];
  } finally {
    progress.clear();
    await thread.close();
    await record.close();
  }
}

async function openedKey(settings: Settings): Promise<{ key: SigningKey; passphrase: string | undefined }> {
  const key = activeSigningKey(join(settings.state().path, 'keys'));
  const secret = key.protected ? await passphrase(`Passphrase of the signing key of ${key.signer}: `) : undefined;
  if (secret === '')
    throw new OperatorError(
      `signing key of ${key.signer}`,
      'no passphrase was given',
      'Type it when asked, or put it into SHAREWARDEN_PASSPHRASE',
    );
  signWith(key, secret, 'the passphrase is tried before any work is done');
  return { key, passphrase: secret };
}

function progressWords({ done, files, sizeBytes }: ClearProgress): string {
  const size = `${(sizeBytes / 1e6).toLocaleString('en-US', { maximumFractionDigits: 1 })} MB`;
  return files === 1 ? `reading ${size}` : `${done} of ${files} files read · reading ${size}`;
}

function show(
  clearance: Clearance,
  flags: ClearFlags,
  exceptions: ReturnType<typeof readExceptions>,
  certificate: HandedOver | undefined,
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
        remarks: clearance.remarks,
        unstated: clearance.unstated.map(({ asks, clause, url, status, remedy }) => ({
          asks,
          clause,
          url,
          status,
          remedy,
        })),
        files,
        ...(certificate ? { certificate: certificate.id, certificateFile: certificate.file } : {}),
      }),
    );
    return;
  }
  for (const line of clearanceLines(clearance, exceptions)) console.log(line);
  if (certificate && clearance.copy) console.log(`\nCopy: ${clearance.copy.target}`);
  if (certificate) console.log(`\nCertificate: ${certificate.file}`);
}
