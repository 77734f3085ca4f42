import type { Command } from 'commander';
import { loadPolicy, RULE_SETTINGS, testPolicy } from '../../judge/index.ts';
import { EXIT } from '../exit-codes.ts';
import type { Finish } from '../main.ts';
import { settingsOf } from '../settings.ts';

export function addPolicyCommand(program: Command, finish: Finish): void {
  const policy = program.command('policy').description('the rules that files are judged by');
  policy
    .command('test')
    .description('prove every rule by its own examples')
    .option('--dir <dir...>', 'also the packs of these folders')
    .action((flags: { dir?: string[] }, command: Command) => {
      const { rules, examples, failures } = testPolicy([...settingsOf(command).policyFolders, ...(flags.dir ?? [])]);
      for (const failure of failures)
        console.log(
          `${failure.file}:${failure.line}: rule ${failure.rule}, "${failure.example}" gives ${failure.got}, not ${failure.expected}`,
        );
      console.log(`${rules} rules, ${examples} examples, ${failures.length} failed`);
      finish(failures.length === 0 ? EXIT.ok : EXIT.usage);
    });
  policy
    .command('list')
    .description('every rule with its clause, and the keys that only the Plan can fill')
    .action((_flags: unknown, command: Command) => {
      const settings = settingsOf(command);
      const loaded = loadPolicy(settings.policyFolders);
      for (const { id, severity, sentence, clause, status } of loaded.rules)
        console.log(`${id}  ${severity}  ${sentence}\n       ${clause} [${status}]`);
      for (const { key, says, choices } of RULE_SETTINGS)
        console.log(`settings.${key}: ${says}${choices ? ` (${choices.join(', ')})` : ''}`);
      for (const { key, shows } of loaded.unsetPlanKeys(settings.config.plan ?? {})) console.log(`${key}: ${shows}`);
    });
}
