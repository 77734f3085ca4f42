import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { registerTemplates, testPolicy } from '../../judge/index.ts';
import { OperatorError } from '../../model/index.ts';
import { EXIT } from '../exit-codes.ts';
import type { Finish } from '../main.ts';
import { settingsOf } from '../settings.ts';
import { addPolicyDiff } from './policy-diff.ts';
import { addPolicyExplain } from './policy-explain.ts';
import { addPolicyFacts } from './policy-facts.ts';
import { addPolicyList } from './policy-list.ts';

export function addPolicyCommand(policy: Command, finish: Finish): void {
  addPolicyDiff(policy);
  addPolicyExplain(policy);
  policy
    .command('test')
    .description('prove every rule by its own examples')
    .option('--dir <dir...>', 'also the packs of these folders')
    .option('--json', 'one JSON object', false)
    .action((flags: { dir?: string[]; json: boolean }, command: Command) => {
      const outcome = testPolicy([...settingsOf(command).policyFolders, ...(flags.dir ?? [])]);
      const { rules, examples, failures } = outcome;
      finish(failures.length === 0 ? EXIT.ok : EXIT.usage);
      if (flags.json) {
        console.log(JSON.stringify(outcome));
        return;
      }
      for (const failure of failures)
        console.log(
          `${failure.file}:${failure.line}: rule ${failure.rule}, "${failure.example}" gives ${failure.got}, not ${failure.expected}`,
        );
      console.log(`${rules} rules, ${examples} examples, ${failures.length} failed`);
    });
  policy
    .command('registers')
    .description('write a template for every register that custodians keep')
    .requiredOption('--init <dir>', 'folder for the templates; a file that is there is left as it is')
    .action(({ init }: { init: string }) => {
      for (const line of writeTemplates(resolve(init))) console.log(line);
    });
  addPolicyList(policy);
  addPolicyFacts(policy);
}

function writeTemplates(folder: string): readonly string[] {
  try {
    mkdirSync(folder, { recursive: true });
    return registerTemplates().map(({ name, text }) => writeNew(join(folder, name), text));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new OperatorError(folder, `templates cannot be written there (${code})`, 'Give another folder with --init');
  }
}

function writeNew(path: string, text: string): string {
  try {
    writeFileSync(path, text, { flag: 'wx' });
    return `wrote ${path}`;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return `left as it is: ${path}`;
  }
}
