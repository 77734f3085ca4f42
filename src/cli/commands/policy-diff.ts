import { delimiter, resolve } from 'node:path';
import type { Command } from 'commander';
import { createPolicyDiff, type DiffExample, type Policy, type PolicyDiff } from '../../judge/index.ts';
import { OperatorError, shownPath } from '../../model/index.ts';
import type { FlagQuery, RecordedFile, ScanRecord } from '../../record/index.ts';
import { recordedInputs } from '../../scan/index.ts';
import { judgingContext } from '../judging-context.ts';
import { openStateRecord } from '../open-record.ts';
import { policyInForce } from '../policy-in-force.ts';
import { type Settings, settingsOf } from '../settings.ts';

interface DiffFlags {
  readonly examples: string;
  readonly json: boolean;
}

const IN_USE = 'current';
const DECIDED: FlagQuery = { states: ['false-alarm', 'permitted'], sort: 'newest', limit: 500 };

export function addPolicyDiff(policy: Command): void {
  policy
    .command('diff')
    .description('tell from the record, without reading a file, which flags a change of policy would open and close')
    .argument('<old>', `folder of packs, or "${IN_USE}" for the packs in use; several joined by "${delimiter}"`)
    .argument('<new>', 'the same')
    .option('--examples <n>', 'examples for each kind of change of a rule', '3')
    .option('--json', 'one JSON object', false)
    .action(async (before: string, after: string, flags: DiffFlags, command: Command) => {
      const settings = settingsOf(command);
      const examples = wholeNumber(flags.examples);
      const policies = { before: loadSide(before, settings), after: loadSide(after, settings) };
      const diff = await diffRecord(settings, policies, examples);
      if (flags.json) {
        const named = ({ id, digest }: Policy) => ({ id, digest });
        console.log(JSON.stringify({ old: named(policies.before), new: named(policies.after), ...diff }));
        return;
      }
      for (const line of diffLines(diff)) console.log(line);
    });
}

function loadSide(text: string, settings: Settings): Policy {
  const folders = text.split(delimiter).flatMap((part) => (part === IN_USE ? settings.policyFolders : [resolve(part)]));
  return policyInForce(folders);
}

async function diffRecord(
  settings: Settings,
  { before, after }: { readonly before: Policy; readonly after: Policy },
  examples: number,
): Promise<PolicyDiff> {
  const record = await openStateRecord(settings, { access: 'read' });
  try {
    const diff = createPolicyDiff([...before.rules, ...after.rules], examples);
    const decided = await decidedFlags(record);
    for await (const { file, input } of recordedInputs(await judgingContext(settings, record))) {
      diff.add({
        exposure: exposureKey(file),
        isDecided: (rule) => decided.has(`${rule} ${file.exposureId}`),
        shownPlace: () => `${file.facts.share}: ${shownPath(file)}`,
        before: before.judge(input),
        after: after.judge(input),
      });
    }
    return diff.result();
  } finally {
    await record.close();
  }
}

/** Copies of what never had a flag are one exposure as well. */
function exposureKey({ exposureId, reading, fileId }: RecordedFile): string {
  return exposureId === undefined ? (reading.contentDigest ?? `file ${fileId}`) : `exposure ${exposureId}`;
}

/** Flags that a person called a false alarm or permitted, by rule and exposure. */
async function decidedFlags(record: ScanRecord): Promise<ReadonlySet<string>> {
  const decided = new Set<string>();
  for (let after: string | undefined, more = true; more; more = after !== undefined) {
    const page = await record.flags.list({ ...DECIDED, ...(after !== undefined && { after }) });
    for (const { rule, exposureId } of page.flags) decided.add(`${rule} ${exposureId}`);
    after = page.next;
  }
  return decided;
}

function* diffLines({ files, flagsOpened, flagsClosed, flagsDecided, rules }: PolicyDiff): Generator<string> {
  yield `${count(files, 'recorded file')} judged by both; ${count(flagsOpened, 'flag')} would open, ${flagsClosed} would close`;
  if (flagsDecided > 0)
    yield `${count(flagsDecided, 'flag')} more would, but a person called them a false alarm or permitted`;
  for (const rule of rules) {
    const parts = [
      rule.placesOpened > 0 && `opens ${count(rule.flagsOpened, 'flag')} in ${count(rule.placesOpened, 'file')}`,
      rule.placesClosed > 0 && `closes ${count(rule.flagsClosed, 'flag')} in ${count(rule.placesClosed, 'file')}`,
      rule.placesRegraded > 0 && `another verdict or severity for ${count(rule.placesRegraded, 'file')}`,
      rule.placesNowUntold > 0 && `cannot tell any more for ${count(rule.placesNowUntold, 'file')}`,
      rule.placesNowTold > 0 && `can tell now for ${count(rule.placesNowTold, 'file')}`,
    ].filter((part) => part !== false);
    yield '';
    yield `${rule.rule}  ${rule.title}: ${parts.join('; ')}`;
    for (const { place, before, after } of rule.examples) {
      yield `  ${place}`;
      yield `    before: ${sideWords(before)}`;
      yield `    after:  ${sideWords(after)}`;
    }
  }
}

function sideWords(side: DiffExample['before']): string {
  return side === undefined ? 'nothing to say' : `${side.verdict}, ${side.severity}: ${side.reason}`;
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}

function wholeNumber(text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw new OperatorError('--examples', `"${text}" is not a number of examples`, 'Give a whole number from 0 to 9999');
}
