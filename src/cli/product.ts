import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Folders and files that ship with the product, found from the compiled file's place. */
const productFile = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export const BUILT_IN_PATTERNS = productFile('patterns');
export const BUILT_IN_POLICIES = productFile('policies');
export const BUILT_IN_REPORTS = productFile('reports');
export const BUILT_IN_PAGES = productFile('pages');

export function productVersion(): string {
  return (JSON.parse(readFileSync(productFile('package.json'), 'utf8')) as { version: string }).version;
}
