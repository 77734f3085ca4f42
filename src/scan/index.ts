/**
 * The join: shares go in; walk, extract, detect (in worker threads), judge and record are led through once for every file;
 * the run's summary comes out. `readOne` reads a single file through the same worker, without a record;
 * `recordedInputs` gives recorded files back to the judge without opening any.
 */
export { type JudgingContext, recordedInputs } from './judge-recorded.ts';
export { type ReadOneRequest, readOne } from './read-one.ts';
export type { ScanProgress, ScanRequest, ScanResult } from './scan-request.ts';
export { scanShares } from './scan-shares.ts';
