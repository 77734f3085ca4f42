import type { Command } from 'commander';
import { askables } from '../../judge/index.ts';

export function addPolicyFacts(policy: Command): void {
  policy
    .command('facts')
    .description('every fact and function that the condition of a rule may use')
    .option('--json', 'one JSON object', false)
    .action(({ json }: { json: boolean }) => {
      if (json) {
        console.log(JSON.stringify({ facts: askables() }));
        return;
      }
      for (const { asks, gives, says, words, needs } of askables()) {
        console.log(`${asks}: ${gives}  ${says.replace(/\{(?:\d|receiver)\}/g, '…')}`);
        if (words.length > 0) console.log(`    words: ${words.map((word) => word || '""').join(', ')}`);
        for (const { need, says: what } of needs) console.log(`    needs ${need}: ${what}`);
      }
    });
}
