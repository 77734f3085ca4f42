import type { AskedBy } from './route.ts';

/** A look at findings, in the audit chain before anything is shown: what cannot be noted is not shown. */
export async function noteLook({ review, viewer, nowMs }: AskedBy, subject: string, data: object): Promise<void> {
  await review.record.audit.append({ atMs: nowMs, actor: viewer.account.name, action: 'looked-at', subject, data });
}
