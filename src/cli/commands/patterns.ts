import type { Command } from 'commander';
import { loadPatterns, testPatterns } from '../../detect/index.ts';
import { EXIT } from '../exit-codes.ts';
import type { Finish } from '../main.ts';
import { settingsOf } from '../settings.ts';
import { shippedForms } from '../shipped-forms.ts';

export function addPatternsCommand(patterns: Command, finish: Finish): void {
  patterns
    .command('test')
    .description('prove every pattern file by its own examples')
    .option('--dir <dir...>', 'also the pattern files of these folders')
    .action((flags: { dir?: string[] }, command: Command) => {
      const pack = loadPatterns([...settingsOf(command).patternFolders, ...(flags.dir ?? [])]);
      const { examples, failures } = testPatterns(pack);
      for (const failure of failures) console.log(`${failure.file}: ${failure.problem}`);
      console.log(`${pack.patterns.length} patterns, ${examples} examples, ${failures.length} failed`);
      finish(failures.length === 0 ? EXIT.ok : EXIT.usage);
    });
  patterns
    .command('list')
    .description('every identifier with its title')
    .action((_flags: unknown, command: Command) => {
      for (const { id, title } of loadPatterns(settingsOf(command).patternFolders, shippedForms()).patterns)
        console.log(`${id.padEnd(26)} ${title}`);
    });
}
