import { OperatorError } from '../model/index.ts';
import { appendEntry, type Entry } from './append-entry.ts';

/**
 * Destroys the key of an incident's people for good: their fingerprints can then be compared with nothing, not even by who
 * holds the installation's key. Counts, answers, decisions and documents stay. Rejects with OperatorError while the
 * assessment is open, since files that hold the same people are still laid to it, and where there is no key.
 */
export async function destroyPeopleKey(request: Entry): Promise<number> {
  const { version } = await appendEntry(
    request,
    'key-destroyed',
    ({ assessment }) => {
      const refuse = (problem: string, remedy: string): never => {
        throw new OperatorError(assessment.number, problem, remedy);
      };
      if (assessment.peopleKey === 'none')
        return refuse('it keeps no fingerprints of people', 'There is nothing to do.');
      if (assessment.peopleKey === 'destroyed')
        return refuse('its key is destroyed already', 'There is nothing to do.');
      if (assessment.status === 'open')
        return refuse('it is open, and scans still compare its people with new files', 'Close it first.');
      return { data: {}, destroyPeopleKey: true };
    },
    'allow',
  );
  return version;
}
