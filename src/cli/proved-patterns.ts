import { loadPatterns, type PatternPack, testPatterns } from '../detect/index.ts';
import { OperatorError } from '../model/index.ts';
import type { Settings } from './settings.ts';
import { shippedForms } from './shipped-forms.ts';

/**
 * The patterns of an installation. Those that ship are proved when the product is tested; as soon as the operator adds some,
 * all are proved by their examples before anything is searched. @throws OperatorError naming the file
 */
export function provedPatterns(settings: Settings): PatternPack {
  const pack = loadPatterns(settings.patternFolders, shippedForms());
  if (settings.patternFolders.length === 1) return pack;
  const [failure] = testPatterns(pack).failures;
  if (failure)
    throw new OperatorError(failure.file, `an example fails: ${failure.problem}`, 'Mend the pattern or the example');
  return pack;
}
