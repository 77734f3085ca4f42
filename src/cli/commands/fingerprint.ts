import type { Command } from 'commander';
import { fingerprintOf, loadPatterns } from '../../detect/index.ts';
import { nearestName, OperatorError } from '../../model/index.ts';
import { installationKey } from '../open-record.ts';
import { readSecretLines } from '../read-secret-lines.ts';
import { settingsOf } from '../settings.ts';
import { shippedForms } from '../shipped-forms.ts';

/** Turns a value that the operator types into the keyed fingerprint that the `allow` list takes. */
export function addFingerprintCommand(fingerprint: Command): void {
  fingerprint
    .requiredOption('--type <id>', 'the identifier that the value is')
    .addHelpText(
      'after',
      '\nFor the "allow" list of the configuration. The fingerprint only means something with the key of this installation.',
    )
    .action(async (flags: { type: string }, command: Command) => {
      const settings = settingsOf(command);
      const pack = loadPatterns(settings.patternFolders, shippedForms());
      const ids = pack.patterns.map(({ id }) => id);
      if (!ids.includes(flags.type)) {
        const near = nearestName(flags.type, ids);
        throw new OperatorError(
          '--type',
          `"${flags.type}" is no identifier`,
          near ? `Did you mean "${near}"?` : 'See: sharewarden patterns list',
        );
      }
      const value = (await readSecretLines(['Value (not shown): ']))[0] ?? '';
      const fingerprint = fingerprintOf(pack, installationKey(settings), flags.type, value);
      if (fingerprint === undefined)
        throw new OperatorError(
          'standard input',
          `is not written like a value of ${flags.type}`,
          'Give one value on one line, as it stands in the file',
        );
      console.log(fingerprint);
    });
}
