import type { CompiledPattern } from './compiled-pattern.ts';
import { addElement, type PersonRecord } from './person-record.ts';
import { stateOfAddress } from './residence.ts';

/** A value, worked out when it is needed. */
export interface NotedValue {
  readonly value: () => string;
  readonly canonical: () => string;
}

/** Writes one finding of at least medium confidence into the record of its person. */
export function noteElement(record: PersonRecord, pattern: CompiledPattern, found: NotedValue): void {
  const { element } = pattern.file;
  addElement(record, pattern.elementIndex);
  switch (element) {
    case 'us-ssn':
    case 'us-itin':
    case 'us-atin':
      record.identity ||= found.canonical();
      break;
    case 'person-name':
      record.name ||= found.canonical();
      break;
    case 'date-of-birth':
      record.birth ||= found.canonical();
      break;
    case 'postal-address':
      record.state ||= stateOfAddress(found.value());
      break;
    default:
      break;
  }
}
