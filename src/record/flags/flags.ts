import type { AuditWithWriter } from '../audit.ts';
import type { Connection } from '../open-database.ts';
import { explained } from '../store-errors.ts';
import { createDecider } from './decide-flags.ts';
import { exposurePlaces } from './exposure-places.ts';
import type { Flags } from './flag-types.ts';
import { createFollower } from './follow-flags.ts';
import { countFlags, listFlags, matchingFlags, sizeOfFlags } from './list-flags.ts';
import { readBatch, readFlag, readHistory } from './read-flag.ts';
import { ruleDecisions } from './rule-decisions.ts';

/** `flush` writes what the catalogue has gathered. */
export function createFlags(connection: Connection, audit: AuditWithWriter, flush: () => void): Flags {
  const { db, path } = connection;
  const follow = createFollower(connection, audit);
  const decider = createDecider(connection, audit);
  return {
    follow: explained(path, (night) => {
      flush();
      return follow(night);
    }),
    list: explained(path, (query) => listFlags(db, query)),
    get: explained(path, (flagId) => readFlag(db, flagId)),
    history: explained(path, (flagId) => readHistory(db, flagId)),
    matching: explained(path, (query) => matchingFlags(db, query)),
    batch: explained(path, (batchId) => readBatch(db, batchId)),
    size: explained(path, (filter) => sizeOfFlags(db, filter)),
    placesOf: explained(path, (exposureIds, within) => exposurePlaces(db, exposureIds, within)),
    counts: explained(path, (filter) => countFlags(db, filter)),
    ruleDecisions: explained(path, () => ruleDecisions(db)),
    decide: explained(path, (request) => decider.decide(request)),
    assign: explained(path, (request) => decider.assign(request)),
    undo: explained(path, (request) => decider.undo(request)),
  };
}
