import type { Asked } from './route.ts';

/** After this many wrong passwords in a row an account is closed for a while. */
const LOCK_AT = 5;
const LOCK_MS = 15 * 60_000;

/** Counts a wrong password at the door. */
export function refuseTry({ review, nowMs }: Asked, name: string): Promise<void> {
  return review.record.review.accounts.refuse({ name, atMs: nowMs, lockAt: LOCK_AT, lockMs: LOCK_MS });
}

/**
 * Guessing the password in a session that somebody left open counts like guessing it at the door, and ends the sessions. True where
 * it did.
 */
export async function refuseWithin(asked: Asked, name: string): Promise<boolean> {
  await refuseTry(asked, name);
  const { review, nowMs } = asked;
  const now = await review.record.review.accounts.get(name);
  if ((now?.lockedUntilMs ?? 0) <= nowMs) return false;
  await review.record.review.sessions.endAllOf({ account: name, atMs: nowMs, who: 'sharewarden' });
  return true;
}
