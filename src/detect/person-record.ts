/** What one row, object, message or passage says of one person, in the clear: lives only until its keys are made. */
export interface PersonRecord {
  /** Canonical SSN or ITIN. */
  identity: string;
  /** Canonical name. */
  name: string;
  /** Canonical birth date. */
  birth: string;
  /** Bits of `ELEMENT_TYPES`, lower and upper 32. */
  elementsLow: number;
  elementsHigh: number;
  /** Index of `RESIDENCE_STATES`. */
  state: number;
  flags: number;
}

export function emptyRecord(): PersonRecord {
  return { identity: '', name: '', birth: '', elementsLow: 0, elementsHigh: 0, state: 0, flags: 0 };
}

export function addElement(record: PersonRecord, index: number): void {
  if (index < 32) record.elementsLow |= 1 << index;
  else record.elementsHigh |= 1 << (index - 32);
}
