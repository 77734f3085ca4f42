/**
 * What a scan met and found goes in, in transactions that a kill -9 cannot tear; catalogue, findings, verdicts, people,
 * assessments and the audit log come out. One SQLite file, one writer, many readers. Never a found value.
 */
export type * from './assessment-types.ts';
export { type Cluster, type ClusterFile, clusterFiles, type StandingMember } from './cluster-files.ts';
export type * from './disclosure-types.ts';
export { FINGERPRINT_KEY_FILE, fingerprintKey } from './fingerprint-key.ts';
export type * from './flags/flag-types.ts';
export type * from './nights/night-types.ts';
export { openRecord } from './open-record.ts';
export type * from './recorded.ts';
export type * from './reveal/reveal-types.ts';
export type * from './review/review-types.ts';
export type * from './scan-record.ts';
export { isBusy } from './store-errors.ts';
