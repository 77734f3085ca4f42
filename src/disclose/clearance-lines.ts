import { unstatedWords } from './check-agreement.ts';
import type { Clearance } from './clear-exports.ts';
import { counted } from './counted.ts';
import type { ClearanceException } from './stop.ts';
import { groupStops, HEADLINES, placeOf, sentencesOf, summaryOf } from './stop-words.ts';

/** The verdict for a terminal: how many stops and what is left of them after a fixed copy, then each, joined where they are alike. */
export function clearanceLines(
  { verdict, stops, mended, remarks, files, unstated }: Clearance,
  exceptions: readonly ClearanceException[],
): string[] {
  const summary = summaryOf(stops, exceptions);
  const lines = [HEADLINES[verdict], ...(summary ? [`${summary}.`] : [])];
  if (mended.length > 0) lines.push(`Mended in the copy: ${counted(mended.length, 'finding')} of the original.`);
  for (const group of groupStops(stops, exceptions)) {
    const isOpen = group.exception === undefined;
    const head = group.stops[0].gravity === 'block' ? 'STOP' : isOpen ? 'needs an exception' : 'passed by exception';
    lines.push('', `${head}  ${placeOf(group)}`, ...sentencesOf(group).map((said) => `  ${said}`), `  ${group.remedy}`);
  }
  for (const remark of remarks) lines.push('', `note  ${remark}.`);
  if (unstated.length > 0)
    lines.push(
      '',
      'not checked  The agreement does not say that',
      ...unstated.map((requirement) => `  ${unstatedWords(requirement)}`),
    );
  if (verdict === 'cleared')
    for (const { path, sizeBytes, rows, sha256 } of files)
      lines.push(
        '',
        `${path}  ${[counted(sizeBytes, 'byte'), ...(rows > 0 ? [counted(rows, 'row')] : [])].join(', ')}`,
        `  SHA-256 ${sha256}`,
      );
  return lines;
}
