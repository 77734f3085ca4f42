import { maskIdentifierShapes, OperatorError } from '../model/index.ts';
import type { AssessmentEvent, RecordedAssessment, ScanRecord } from '../record/index.ts';
import { type Folded, foldEvents } from './events.ts';
import { saysNothing } from './says-nothing.ts';
import { findAssessment } from './show-assessment.ts';

/** What every entry of a person carries. */
export interface Entry {
  readonly record: ScanRecord;
  /** `BA-2026-0001` or `2026-0001`. */
  readonly number: string;
  readonly who: string;
  readonly why: string;
  readonly nowMs: number;
  /** Version the writer saw; another one in the record is refused, so that nobody writes over words not read. */
  readonly expectedVersion?: number;
}

/** The assessment as it stands before an entry. */
export interface Standing extends Folded {
  readonly assessment: RecordedAssessment;
  readonly events: readonly AssessmentEvent[];
}

/** What an entry adds. */
interface NewEntry {
  readonly data: unknown;
  readonly status?: 'open' | 'closed';
  readonly destroyPeopleKey?: boolean;
}

/**
 * Reads the assessment, lets the caller make the entry, and appends it to exactly the version that was read. Identifier
 * shapes in the words are masked. Rejects with OperatorError: unknown assessment, nobody named, no reason, closed, changed
 * by somebody else meanwhile.
 */
export async function appendEntry(
  entry: Entry,
  kind: string,
  make: (standing: Standing) => NewEntry,
  whenClosed: 'refuse' | 'allow' = 'refuse',
): Promise<{ readonly version: number; readonly standing: Standing }> {
  const { record, who, why, nowMs } = entry;
  if (who.trim() === '') throw new OperatorError(entry.number, 'nobody is named', 'Say who does this, with --by.');
  if (saysNothing(why)) throw new OperatorError(entry.number, 'no reason is given', 'Say why, with --because.');
  const assessment = await findAssessment(record, entry.number);
  const events = await record.assessments.events(assessment.assessmentId);
  const standing = { ...foldEvents(events), assessment, events };
  if (assessment.status === 'closed' && whenClosed === 'refuse') {
    throw new OperatorError(
      assessment.number,
      'it is closed',
      `Open it again first: sharewarden breach reopen ${assessment.number}`,
    );
  }
  const { data, ...changes } = make(standing);
  const version = await record.assessments.append({
    assessmentId: assessment.assessmentId,
    expectedVersion: entry.expectedVersion ?? assessment.version,
    atMs: nowMs,
    who: maskIdentifierShapes(who.trim()),
    kind,
    why: maskIdentifierShapes(why.trim()),
    data,
    ...changes,
  });
  return { version, standing };
}
