import { accessSync, constants, mkdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { openAssessments } from '../../breach/index.ts';
import { OperatorError } from '../../model/index.ts';
import type { RunSummary, ScanRecord } from '../../record/index.ts';
import { fileLines, summaryLines, writeReports } from '../../report/index.ts';
import { scanShares } from '../../scan/index.ts';
import { allowList } from '../allowances.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Finish } from '../main.ts';
import { installationKey, openStateRecord } from '../open-record.ts';
import { writeLine } from '../output.ts';
import { passwordList } from '../password-list.ts';
import { policyInForce } from '../policy-in-force.ts';
import { BUILT_IN_REPORTS, productVersion } from '../product.ts';
import { progressLine } from '../progress-line.ts';
import { provedPatterns } from '../proved-patterns.ts';
import { accessListsOf, registeredLocations, registersOf } from '../registers.ts';
import { scanLimits } from '../scan-limits.ts';
import { type Settings, settingsOf } from '../settings.ts';
import { sharesOf } from '../shares.ts';
import { stopOnSignal } from '../stop-on-signal.ts';
import { timeBudget } from '../time-budget.ts';

interface ScanFlags {
  readonly format: string;
  readonly include?: string[];
  readonly exclude?: string[];
  readonly reports: string | boolean;
  readonly fresh: boolean;
  readonly timeBudget?: string;
  readonly quiet: boolean;
}

export function addScanCommand(scan: Command, finish: Finish): void {
  scan
    .argument('[share...]', 'folders to scan; without any, the shares of the configuration')
    .option('--threads <n>', 'worker threads (also SHAREWARDEN_THREADS; default: one per core, at most 8)')
    .option('--include <glob...>', 'only files that match')
    .option('--exclude <glob...>', 'leave out files or folders that match; they are counted')
    .option('--format <form>', 'what goes to standard output: summary, or jsonl with one line per file', 'summary')
    .option('--reports <dir>', 'folder for the reports (default: reports in the state folder)')
    .option('--no-reports', 'write no reports')
    .option('--fresh', 'read every file again, also unchanged ones', false)
    .option(
      '--time-budget <time>',
      'read for so long (6h, 90m), new files first; the rest is told and comes next night',
    )
    .option('--quiet', 'no progress and no summary', false)
    .addHelpText(
      'after',
      '\nA second scan reads only what is new or changed. Ctrl-C ends a scan in order; the next one goes on from there.',
    )
    .action(async (paths: string[], flags: ScanFlags, command: Command) => {
      finish(await runScan(paths, flags, settingsOf(command)));
    });
}

async function runScan(paths: readonly string[], flags: ScanFlags, settings: Settings): Promise<ExitCode> {
  if (flags.format !== 'summary' && flags.format !== 'jsonl')
    throw new OperatorError('--format', `"${flags.format}" is not a form`, 'Give summary or jsonl');
  const shares = sharesOf(paths, settings);
  const pack = provedPatterns(settings);
  const policy = policyInForce(settings.policyFolders);
  const registers = registersOf(settings, shares);
  const listed = accessListsOf(settings, shares, registers);
  const passwords = passwordList(settings);
  const allowed = allowList(settings.config, pack, Date.now());
  const state = settings.state();
  const reportsFolder = flags.reports === false ? undefined : writableFolder(flags.reports, state.reports);
  const fingerprintKey = installationKey(settings);
  const record = await openStateRecord(settings, { holder: `scan of ${shares.map(({ root }) => root).join(', ')}` });
  const actor = userInfo().username;
  const progress = progressLine(flags.quiet);
  const stop = stopOnSignal(() =>
    progress.say('Stopping after the files that are being read. Press Ctrl-C again to end at once.'),
  );
  for (const line of allowed.ended) progress.say(line);
  try {
    const { config } = settings;
    const versions = { sharewarden: productVersion(), node: process.versions.node };
    const settingsOfRules = { ...config.plan, ...config.settings };
    const result = await scanShares({
      shares,
      walk: {
        include: flags.include ?? config.include ?? [],
        exclude: flags.exclude ?? config.exclude ?? [],
        locations: [...(config.locations ?? []), ...registeredLocations(registers)],
        ...listed,
        skip: [state.path, ...(reportsFolder ? [reportsFolder] : [])],
      },
      record,
      pack,
      policy,
      registers,
      settings: settingsOfRules,
      fingerprintKey,
      allowances: allowed.active,
      passwords,
      threads: settings.threads,
      ...scanLimits(config),
      fresh: flags.fresh,
      ...timeBudget(flags.timeBudget, config),
      versions,
      actor,
      clockMs: Date.now,
      stop: stop.signal,
      onProgress: progress.show,
    });
    progress.clear();
    const { runId, summary } = result;
    const assessments = await openAssessments({
      record,
      runId,
      nowMs: Date.now(),
      policy,
      targets: settings.config.breach ?? {},
      standingAnswers: settings.config.breach?.answers ?? {},
    });
    const code = exitCodeOf(summary, result.complete);
    await record.runs.recordExit(runId, code);
    const unset = policy.unsetPlanKeys(settingsOfRules);
    const written = reportsFolder
      ? await writeReports({
          record,
          runId,
          reportsFolder: BUILT_IN_REPORTS,
          outFolder: join(reportsFolder, `run-${runId}`),
          policy,
          assessments,
          unsetPlanKeys: unset,
          versions,
          nowMs: Date.now(),
        })
      : [];
    if (flags.format === 'jsonl') await writeFileLines(record, runId);
    if (!flags.quiet) {
      const { complete, recognised } = result;
      const lines = summaryLines({ summary, policy, assessments, written, complete, recognised });
      const write = flags.format === 'jsonl' ? console.error : console.log;
      for (const line of lines) write(line);
    }
    return code;
  } finally {
    progress.clear();
    stop.release();
    await record.close();
  }
}

async function writeFileLines(record: ScanRecord, runId: number): Promise<void> {
  for await (const line of fileLines(record, runId)) await writeLine(line);
}

/** `violation` and `needs-assessment` are against the rules; a review is a question. */
function exitCodeOf(summary: RunSummary, complete: boolean): ExitCode {
  const against = summary.rules.some(
    ({ verdict, files }) => files > 0 && (verdict === 'violation' || verdict === 'needs-assessment'),
  );
  if (against) return EXIT.violations;
  return summary.unread > 0 || summary.matchedPartly > 0 || summary.notReached !== undefined || !complete
    ? EXIT.unread
    : EXIT.ok;
}

/** Said before the scan, not after hours of it. */
function writableFolder(flag: string | boolean, usual: string): string {
  const folder = resolve(typeof flag === 'string' ? flag : usual);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
    return folder;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new OperatorError(
      folder,
      `reports cannot be written there (${code})`,
      'Give another folder with --reports DIR',
    );
  }
}
