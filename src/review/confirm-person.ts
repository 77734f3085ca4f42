import { refuseWithin } from './account-lock.ts';
import { checkPassword } from './passwords.ts';
import { type AskedBy, one } from './route.ts';
import { TEXTS } from './texts.ts';

/** People of an identity provider have no password here: they sign in anew, and have so long for what needs it. */
const FRESH_MS = 5 * 60_000;

/**
 * Whether the person at the form is still the one who signed in: by the own password, typed again as `own-secret`. Undefined for
 * yes, otherwise what to tell. Wrong ones count as at sign-in.
 */
export async function unconfirmed(asked: AskedBy): Promise<string | undefined> {
  const { review, viewer, form, nowMs } = asked;
  const { name } = viewer.account;
  const kept = await review.record.review.accounts.get(name);
  if (kept?.passwordHash === undefined)
    return nowMs - viewer.session.startedAtMs <= FRESH_MS ? undefined : TEXTS.users.signInAgain;
  if ((kept.lockedUntilMs ?? 0) > nowMs) return TEXTS.signIn.wrong;
  const given = one(form, 'own-secret') ?? '';
  if (given.length <= 1_000 && (await checkPassword(given, kept.passwordHash))) return undefined;
  return (await refuseWithin(asked, name)) ? TEXTS.signIn.wrong : TEXTS.users.wrongOwn;
}
