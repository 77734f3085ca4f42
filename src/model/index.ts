/** The words that travel between rooms. Data and the small pure functions that define it; imports nothing. */
export type { Allowance } from './allowance.ts';
export * from './file-facts.ts';
export * from './file-path.ts';
export * from './finding.ts';
export * from './flag.ts';
export * from './identifier-shapes.ts';
export * from './key-table.ts';
export { LEGAL_CLASSES, type LegalClass } from './legal-classes.ts';
export * from './masked-place.ts';
export * from './nearest-name.ts';
export * from './operator-error.ts';
export * from './outcome.ts';
export * from './people.ts';
export * from './people-count.ts';
export * from './person-rows.ts';
export * from './place.ts';
export * from './text-part.ts';
export * from './verdict.ts';
