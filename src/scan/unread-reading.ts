import type { FileReading, UnreadReason } from '../model/index.ts';

/** The reading of a file that no reader came back from. */
export function unreadReading(reason: UnreadReason, detail: string): FileReading {
  return {
    outcome: 'unread',
    reason,
    format: 'unknown',
    bytesRead: 0,
    unreadParts: [{ kind: 'unread', place: { members: [] }, reason, detail }],
    unreadPartCount: 1,
    notes: [],
    types: [],
    findings: [],
    people: { lower: 0, likely: 0, upper: 0 },
    ledger: { rows: new Uint8Array(0) },
    namePaired: {},
    documentClasses: [],
    elapsedMs: 0,
  };
}
