import { accessSync, constants, statfsSync } from 'node:fs';
import type { Command } from 'commander';
import { loadPatterns, testPatterns } from '../../detect/index.ts';
import { testPolicy } from '../../judge/index.ts';
import { OperatorError } from '../../model/index.ts';
import { EXIT } from '../exit-codes.ts';
import type { Finish } from '../main.ts';
import { openForCheck } from '../open-deciding-record.ts';
import { settingsOf } from '../settings.ts';

interface Check {
  readonly what: string;
  /** What was seen. @throws OperatorError or any error when the check fails. */
  readonly look: () => string | Promise<string>;
}

const NEEDED_FREE_BYTES = 1e9;

export function addDoctorCommand(doctor: Command, finish: Finish): void {
  doctor.action(async (_flags: unknown, command: Command) => {
    const settings = settingsOf(command);
    const checks: readonly Check[] = [
      { what: 'Node.js', look: nodeVersion },
      { what: 'patterns', look: () => provedPatterns(settings.patternFolders) },
      { what: 'rules', look: () => provedRules(settings.policyFolders) },
      { what: 'state folder', look: () => stateFolder(settings.state().path) },
      {
        what: 'database and key',
        look: async () => {
          const record = await openForCheck(settings);
          try {
            const audit = await record.audit.verifyAudit();
            if (!audit.intact)
              throw new OperatorError('audit log', audit.problem, 'Restore the database from a backup');
            return `opens; the audit log is whole (${audit.rows} rows)`;
          } finally {
            await record.close();
          }
        },
      },
    ];
    let failed = 0;
    for (const { what, look } of checks) {
      try {
        console.log(`ok      ${what}: ${await look()}`);
      } catch (error) {
        if (!(error instanceof OperatorError)) throw error;
        failed += 1;
        console.log(`mend    ${what}: ${error.message}`);
      }
    }
    finish(failed === 0 ? EXIT.ok : EXIT.usage);
  });
}

function nodeVersion(): string {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    throw new OperatorError(
      `Node.js ${process.versions.node}`,
      'is too old',
      'Install Node.js 24 LTS (20.19 is the oldest that works)',
    );
  return process.versions.node;
}

function provedPatterns(folders: readonly string[]): string {
  const pack = loadPatterns(folders);
  const { examples, failures } = testPatterns(pack);
  if (failures.length > 0)
    throw new OperatorError('patterns', `${failures.length} examples fail`, 'Run: sharewarden patterns test');
  return `${pack.patterns.length} identifiers, ${examples} examples pass`;
}

function provedRules(folders: readonly string[]): string {
  const { rules, examples, failures } = testPolicy(folders);
  if (failures.length > 0)
    throw new OperatorError('rules', `${failures.length} examples fail`, 'Run: sharewarden policy test');
  return `${rules} rules, ${examples} examples pass`;
}

function stateFolder(path: string): string {
  try {
    accessSync(path, constants.W_OK);
  } catch {
    throw new OperatorError(
      path,
      'cannot be written',
      'Give this account the right, or another folder with --state DIR',
    );
  }
  const { bavail, bsize } = statfsSync(path);
  const freeBytes = bavail * bsize;
  if (freeBytes < NEEDED_FREE_BYTES)
    throw new OperatorError(
      path,
      `only ${Math.round(freeBytes / 1e6)} MB are free`,
      'Make room, or give another folder with --state DIR',
    );
  return `${path}, ${Math.round(freeBytes / 1e9)} GB free`;
}
