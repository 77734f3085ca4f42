import type { FileFacts, FileReading } from '../../src/model/index.ts';
import { PERSON_ROW_BYTES } from '../../src/model/index.ts';
import type { MetListing, StartRun } from '../../src/record/index.ts';

export const SHARE = { name: 'office', root: '/srv/office' };

export function sampleFacts(path: string, changes: Partial<FileFacts> = {}): FileFacts {
  return {
    share: SHARE.name,
    root: SHARE.root,
    path,
    sizeBytes: 1_200,
    modifiedAtMs: 1_700_000_000_000.25,
    changedAtMs: 1_700_000_000_500.75,
    device: '64769',
    inode: '18446744073709551615',
    mode: 0o640,
    uid: 1000,
    gid: 100,
    owner: 'mreyes',
    audience: 'team',
    location: 'unregistered',
    ...changes,
  };
}

export function cleanReading(changes: Partial<FileReading> = {}): FileReading {
  return {
    outcome: 'clean',
    format: 'text',
    bytesRead: 1_200,
    contentDigest: 'a'.repeat(64),
    unreadParts: [],
    unreadPartCount: 0,
    notes: [],
    types: [],
    findings: [],
    people: { lower: 0, likely: 0, upper: 0 },
    ledger: { rows: new Uint8Array() },
    namePaired: {},
    documentClasses: [],
    elapsedMs: 3,
    ...changes,
  };
}

export function matchedReading(changes: Partial<FileReading> = {}): FileReading {
  return cleanReading({
    outcome: 'matched',
    reason: 'encrypted',
    format: 'zip',
    contentDigest: 'b'.repeat(64),
    unreadParts: [
      {
        kind: 'unread',
        place: { members: ['old.zip'] },
        reason: 'encrypted',
        detail: 'a member',
        encryption: 'AES-256',
      },
    ],
    unreadPartCount: 1,
    notes: [{ kind: 'note', place: { members: [] }, note: 'wrong-extension', detail: 'is a zip' }],
    types: [
      { type: 'us-ssn', count: 3, high: 2, medium: 0, low: 1, distinct: 2 },
      { type: 'person-name', count: 2, high: 0, medium: 2, low: 0, distinct: 2 },
    ],
    findings: [
      {
        type: 'us-ssn',
        place: { members: ['pay.xlsx'], sheet: 'Pay', row: 118, column: 'SSN' },
        masked: '***-**-0187',
        fingerprint: '0123456789abcdef0123456789abcdef',
        confidence: 'high',
        margin: 62,
        evidence: ['column header says SSN'],
      },
    ],
    people: { lower: 2, likely: 2, upper: 3 },
    ledger: { rows: new Uint8Array(2 * PERSON_ROW_BYTES).fill(7) },
    namePaired: { 'us-ssn': 2 },
    documentClasses: ['w-2'],
    ...changes,
  });
}

export function startOf(changes: Partial<StartRun> = {}): StartRun {
  return {
    startedAtMs: 1_764_000_000_000,
    shares: [SHARE],
    versions: { sharewarden: '0.1.0' },
    engineDigest: 'engine-1',
    patternDigest: 'patterns-1',
    policyDigest: 'policy-1',
    actor: 'tester',
    ...changes,
  };
}

export function listingOf(
  directory: string,
  entries: MetListing['entries'],
  changes: Partial<MetListing> = {},
): MetListing {
  return { share: SHARE.name, root: SHARE.root, directory, entries, last: true, ...changes };
}

export function fileEntries(...facts: FileFacts[]): MetListing['entries'] {
  return facts.map((each) => ({ kind: 'file', facts: each }));
}
