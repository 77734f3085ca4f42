import type { AuditWithWriter } from '../audit.ts';
import type { Connection } from '../open-database.ts';
import { createAccounts } from './accounts.ts';
import { createReviewReads } from './review-reads.ts';
import type { Review } from './review-types.ts';
import { createSavedViews } from './saved-views.ts';
import { createSessions } from './sessions.ts';

export function createReview(connection: Connection, audit: AuditWithWriter): Review {
  return {
    accounts: createAccounts(connection, audit),
    sessions: createSessions(connection, audit),
    views: createSavedViews(connection),
    reads: createReviewReads(connection),
  };
}
