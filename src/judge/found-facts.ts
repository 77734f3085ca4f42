import { elementOf, LEGAL_CLASSES, type LegalClass } from '../model/index.ts';
import type { Found } from './facts.ts';
import { hasPhrase } from './words.ts';

/** Occurrences of medium or high confidence. */
export function countOf(found: Found, type: string): number {
  const counted = found.reading.types.find((entry) => entry.type === type);
  return counted === undefined ? 0 : counted.high + counted.medium;
}

/** Distinct values of medium or high confidence. */
export function distinctOf(found: Found, type: string): number {
  return found.reading.types.find((entry) => entry.type === type)?.distinct ?? 0;
}

/** Records that hold the type together with a person's name. */
export function pairedOf(found: Found, type: string): number {
  return found.reading.namePaired[found.elementsOf[type] ?? elementOf(type)] ?? 0;
}

export function standsInFileName(found: Found, type: string): boolean {
  return found.reading.findings.some(
    (finding) => finding.type === type && finding.confidence !== 'low' && finding.place.part === 'file-name',
  );
}

/** Whether the type stands in a column whose header has one of the phrases. */
export function standsInColumn(found: Found, type: string, phrases: readonly string[]): boolean {
  return found.reading.findings.some(({ type: of, confidence, place }) => {
    if (of !== type || confidence === 'low' || place.column === undefined) return false;
    const header = place.column;
    return phrases.some((phrase) => hasPhrase(header, phrase));
  });
}

/** Whether the file holds data of a legal class. */
export function hasClass(found: Found, legalClass: string): boolean {
  return holdsClass(found, legalClass, () => true);
}

/** Whether the file holds data of a legal class in a type that is not also of the other class. */
export function hasClassBeside(found: Found, legalClass: string, other: string): boolean {
  return holdsClass(found, legalClass, (classes) => !classes.includes(other));
}

/** Whether the file holds personal data of any class that the rules protect; passwords and keys alone are not personal data. */
export function isProtected(found: Found): boolean {
  return LEGAL_CLASSES.some(
    (legalClass) => !UNPROTECTED.has(legalClass) && hasClassBeside(found, legalClass, 'credential'),
  );
}

const UNPROTECTED: ReadonlySet<LegalClass> = new Set(['credential', 'non-sensitive']);

function holdsClass(found: Found, legalClass: string, accept: (classes: readonly string[]) => boolean): boolean {
  for (const entry of found.reading.types) {
    if (entry.high + entry.medium === 0) continue;
    const classes = found.classesOf[entry.type] ?? [];
    if (classes.includes(legalClass) && accept(classes) && carriesClass(found, entry.type, legalClass)) return true;
  }
  if (found.reading.people.upper === 0) return false;
  return found.reading.documentClasses.some((document) => {
    const classes = found.weight.documentClasses[document] ?? [];
    return classes.includes(legalClass) && accept(classes);
  });
}

function carriesClass(found: Found, type: string, legalClass: string): boolean {
  if (found.weight.neverAlone.has(type)) return false;
  // RSMo 407.1500.1(9): personal information is a name together with an element, so an unnamed element is not in the class.
  if (legalClass === 'statutory-pi-mo' || found.weight.onlyWithName.has(type)) return pairedOf(found, type) > 0;
  return true;
}
