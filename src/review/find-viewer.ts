import { foldersOf } from './areas.ts';
import type { ReviewContext } from './review-context.ts';
import type { Viewer } from './route.ts';
import { hashOfSecret } from './session-secret.ts';

/** A session is noted as used at most this often, so that reading a page is seldom a write. */
const TOUCH_MS = 60_000;

/** The signed-in person of that secret, if the session is not too old, not idle for too long, and the account still open. */
export async function findViewer(review: ReviewContext, secret: string | undefined): Promise<Viewer | undefined> {
  if (secret === undefined || secret.length > 100) return undefined;
  const { record, limits } = review;
  const nowMs = review.now();
  const session = await record.review.sessions.get(hashOfSecret(secret));
  if (!session) return undefined;
  const idleMs = nowMs - session.seenAtMs;
  if (idleMs > limits.idleMs || nowMs - session.startedAtMs > limits.absoluteMs) {
    const { idHash, account } = session;
    await record.review.sessions.end({ idHash, atMs: nowMs, who: account, why: 'time was up' });
    return undefined;
  }
  const account = await record.review.accounts.get(session.account);
  if (!account || account.disabled) return undefined;
  if (idleMs > TOUCH_MS) await record.review.sessions.touch(session.idHash, nowMs);
  const { passwordHash: _, ...shown } = account;
  return { account: shown, session, within: foldersOf(shown, review.areas) };
}
