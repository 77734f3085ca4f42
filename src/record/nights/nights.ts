import type { Connection } from '../open-database.ts';
import { explained } from '../store-errors.ts';
import { readCoverage } from './coverage.ts';
import { readDigest } from './night-digest.ts';
import type { Nights } from './night-types.ts';

export function createNights({ db, path }: Connection): Nights {
  return {
    digest: explained(path, (runId) => readDigest(db, runId)),
    coverage: explained(path, () => readCoverage(db)),
  };
}
