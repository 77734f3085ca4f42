import type { CompiledPattern } from './compiled-pattern.ts';
import { addElement, type PersonRecord } from './person-record.ts';
import { stateOfAddress } from './residence.ts';

/** Writes one finding of at least medium confidence into the record of its person. */
export function noteElement(record: PersonRecord, pattern: CompiledPattern, value: string, canonical: string): void {
  const { element } = pattern.file;
  addElement(record, pattern.elementIndex);
  switch (element) {
    case 'us-ssn':
    case 'us-itin':
    case 'us-atin':
      record.identity ||= canonical;
      break;
    case 'person-name':
      record.name ||= canonical;
      break;
    case 'date-of-birth':
      record.birth ||= canonical;
      break;
    case 'postal-address':
      record.state ||= stateOfAddress(value);
      break;
    default:
      break;
  }
}
