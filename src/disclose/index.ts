/**
 * Before data goes to a third party: exports and their agreement go in; a verdict, a signed certificate, a fixed copy and a row of the
 * disclosure log come out. Whatever needs a value (groups, hashes, the copy itself) runs in a worker thread of its own and the values
 * stay there; only counts, row numbers and keyed fingerprints come back.
 */
export { type ReadAgreement, readAgreement } from './agreement.ts';
export { type Clearance, type ClearProgress, clearExports } from './clear-exports.ts';
export { clearanceLines } from './clearance-lines.ts';
export { clearancePage } from './clearance-page.ts';
export { measureLeak, searchDisclosures, traceLeak } from './disclosure-log.ts';
export { findExports } from './find-exports.ts';
export { type HandedOver, handOver } from './hand-over.ts';
export { readExceptions } from './read-exceptions.ts';
export {
  activeSigningKey,
  listSigningKeys,
  makeSigningKey,
  revokeSigningKey,
  type SigningKey,
  signingKey,
  signWith,
} from './signing-keys.ts';
export { filesAt, KEY_REMEDY, revokedKeyIds, verifyCertificate } from './verify-certificate.ts';
export { type DisclosureThread, openDisclosureThread } from './worker/disclosure-thread.ts';
export { refuseStrangePage, writePage } from './write-page.ts';
