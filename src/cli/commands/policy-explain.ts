import { dirname, relative, resolve, sep } from 'node:path';
import type { Command } from 'commander';
import type { RuleExplanation } from '../../judge/index.ts';
import { OperatorError, readersInWords, shownPath } from '../../model/index.ts';
import type { RecordedFile, ScanRecord } from '../../record/index.ts';
import { type JudgingContext, recordedInputs } from '../../scan/index.ts';
import { explainedRules } from '../explained-rules.ts';
import { judgingContext, recordedShares } from '../judging-context.ts';
import { openStateRecord } from '../open-record.ts';
import { policyInForce } from '../policy-in-force.ts';
import { settingsOf } from '../settings.ts';

interface ExplainFlags {
  readonly rule?: string;
  readonly all: boolean;
  readonly json: boolean;
}

export function addPolicyExplain(policy: Command): void {
  policy
    .command('explain')
    .description('say of one recorded file, rule by rule, which facts were asked and what came of it')
    .argument('<file>')
    .option('--rule <id>', 'only this rule')
    .option('--all', 'also the rules that do not apply to the file', false)
    .option('--json', 'one JSON object', false)
    .action(async (path: string, flags: ExplainFlags, command: Command) => {
      const settings = settingsOf(command);
      const loaded = policyInForce(settings.policyFolders);
      if (flags.rule !== undefined && !loaded.rules.some(({ id }) => id === flags.rule))
        throw new OperatorError('--rule', `there is no rule ${flags.rule}`, 'sharewarden policy list names them');
      const record = await openStateRecord(settings, { access: 'read' });
      try {
        const context = await judgingContext(settings, record);
        const { file, input } = await judgedFile(context, await recordedFile(record, path), path);
        const rules = loaded.explain(input).filter(({ rule }) => flags.rule === undefined || rule.id === flags.rule);
        const place = `${file.facts.share}: ${shownPath(file)}`;
        const exposure = await exposureOf(record, file);
        if (flags.json) {
          const { outcome } = file.reading;
          console.log(JSON.stringify({ file: place, outcome, readRun: file.readRunId, exposure, rules }));
          return;
        }
        console.log(`${place}: ${file.reading.outcome}, as read by run ${file.readRunId}`);
        console.log(`who can read it: ${exposure.now}`);
        for (const { who, sinceMs, untilMs } of exposure.earlier)
          console.log(`  from ${dayOf(sinceMs)} to ${dayOf(untilMs)}: ${who}`);
        const shown = rules.filter(({ state }) => flags.all || flags.rule !== undefined || asked(state));
        for (const line of explainedRules(shown)) console.log(line);
        const left = rules.length - shown.length;
        if (left > 0) console.log(`\n${left} other rules do not apply to this file; --all shows why.`);
      } finally {
        await record.close();
      }
    });
}

/** The file in the share that was scanned with it. @throws OperatorError where the record does not know it. */
async function recordedFile(record: ScanRecord, path: string): Promise<RecordedFile> {
  const absolute = resolve(path);
  for (const share of await recordedShares(record)) {
    const below = relative(share.root, absolute);
    if (below === '' || below === '..' || below.startsWith(`..${sep}`)) continue;
    const file = await record.files.findFile(share, below.split(sep).join('/'));
    if (file?.kind === 'file') return file;
  }
  throw new OperatorError(path, 'the record does not know this file', 'Check the path, or scan its share first');
}

/** The file with its neighbours, as the record knows its folder. */
async function judgedFile(context: JudgingContext, { fileId, facts }: RecordedFile, path: string) {
  const folder = dirname(facts.path);
  const query = { share: { name: facts.share, root: facts.root }, directory: folder === '.' ? '' : folder };
  for await (const judged of recordedInputs(context, query)) if (judged.file.fileId === fileId) return judged;
  throw new OperatorError(path, 'the last scan no longer met this file', 'Check the path, or scan its share again');
}

interface Exposure {
  readonly now: string;
  /** Who could read it before, oldest first, by the scans that saw it: milliseconds since 1970. */
  readonly earlier: readonly { readonly who: string; readonly sinceMs: number; readonly untilMs: number }[];
}

/** Who can and could read the file, from the record's history; a state that changed nothing of that is joined to the one before. */
async function exposureOf(record: ScanRecord, { fileId, facts }: RecordedFile): Promise<Exposure> {
  const runs = await record.runs.listRuns(Number.MAX_SAFE_INTEGER);
  const startedMs = new Map(runs.map(({ runId, startedAtMs }) => [runId, startedAtMs]));
  const now = readersInWords(facts.audience, facts.readers);
  const earlier: { who: string; sinceMs: number; untilMs: number }[] = [];
  for (const state of await record.files.historyOf(fileId)) {
    if (state.untilRunId === undefined) continue;
    const who = readersInWords(state.audience, state.readers);
    const untilMs = startedMs.get(state.untilRunId) ?? 0;
    const last = earlier.at(-1);
    if (last?.who === who) last.untilMs = untilMs;
    else earlier.push({ who, sinceMs: startedMs.get(state.sinceRunId) ?? 0, untilMs });
  }
  return { now, earlier: earlier.at(-1)?.who === now ? earlier.slice(0, -1) : earlier };
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function asked(state: RuleExplanation['state']): boolean {
  return state === 'judged' || state === 'nothing-to-say';
}
