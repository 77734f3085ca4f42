import type { Command } from 'commander';
import { RULE_SETTINGS } from '../../judge/index.ts';
import { policyInForce } from '../policy-in-force.ts';
import { settingsOf } from '../settings.ts';

export function addPolicyList(policy: Command): void {
  policy
    .command('list')
    .description('every rule with its clause, and the keys that only the Plan can fill')
    .option('--json', 'one JSON object', false)
    .action(({ json }: { json: boolean }, command: Command) => {
      const { config, policyFolders } = settingsOf(command);
      const { id, digest, issuance, layers, rules, unsetPlanKeys } = policyInForce(policyFolders);
      const unset = unsetPlanKeys(config.plan ?? {});
      if (json) {
        const settings = RULE_SETTINGS.map((each) => ({ ...each, value: config.settings?.[each.key] ?? null }));
        console.log(JSON.stringify({ id, digest, issuance, layers, rules, settings, unsetPlanKeys: unset }));
        return;
      }
      for (const { id: rule, severity, worstSeverity, sentence, clause, status } of rules) {
        const weight = worstSeverity ? `${severity}, at worst ${worstSeverity}` : severity;
        console.log(`${rule}  ${weight}  ${sentence}\n       ${clause} [${status}]`);
      }
      for (const { key, says, choices } of RULE_SETTINGS)
        console.log(`settings.${key}: ${says}${choices ? ` (${choices.join(', ')})` : ''}`);
      for (const { key, shows } of unset) console.log(`${key}: ${shows}`);
      console.log('\nRules of the policy study that a scan of files cannot observe: docs/policy.md');
    });
}
