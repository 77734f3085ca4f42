import type { Account } from '../../record/index.ts';
import { refuseTry, refuseWithin } from '../account-lock.ts';
import { accountName } from '../account-name.ts';
import { type Answer, go, page, refused } from '../answer.ts';
import { ownPath } from '../own-path.ts';
import { checkPassword, hashPassword, passwordProblem } from '../passwords.ts';
import { type Asked, type AskedBy, EVERY_ROLE, one, type Route } from '../route.ts';
import { hashOfSecret, newSecret } from '../session-secret.ts';
import { TEXTS } from '../texts.ts';

export const ACCOUNT_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/sign-in',
    title: 'The sign-in page',
    allow: 'everyone',
    answer: async (asked) => signInPage(asked),
  },
  {
    method: 'POST',
    path: '/sign-in',
    title: 'Sign in with a password',
    allow: 'everyone',
    perMinute: 20,
    answer: signIn,
  },
  {
    method: 'POST',
    path: '/sign-out',
    title: 'End this session',
    allow: EVERY_ROLE,
    beforePassword: true,
    async answer({ review, viewer, nowMs }) {
      const { idHash, account } = viewer.session;
      await review.record.review.sessions.end({ idHash, atMs: nowMs, who: account, why: 'signed out' });
      return go('/sign-in', 'end');
    },
  },
  {
    method: 'GET',
    path: '/account',
    title: 'Your account',
    allow: EVERY_ROLE,
    beforePassword: true,
    answer: (asked) => accountPage(asked),
  },
  {
    method: 'POST',
    path: '/account/password',
    title: 'Choose a password',
    allow: EVERY_ROLE,
    beforePassword: true,
    perMinute: 20,
    answer: choosePassword,
  },
  {
    method: 'POST',
    path: '/account/end-session',
    title: 'End one of your sessions',
    allow: EVERY_ROLE,
    answer: endSession,
  },
  {
    method: 'POST',
    path: '/account/end-sessions',
    title: 'End all of your sessions',
    allow: EVERY_ROLE,
    async answer({ review, viewer, nowMs }) {
      const account = viewer.account.name;
      await review.record.review.sessions.endAllOf({ account, atMs: nowMs, who: account });
      return go('/sign-in', 'end');
    },
  },
];

function signInPage({ query, review, viewer }: Asked, problem?: string): Answer {
  if (viewer) return go('/');
  const provider = review.identityProvider?.name;
  const data = { to: ownPath(one(query, 'to')), ...(problem && { problem }), ...(provider && { provider }) };
  const answer = page('sign-in', TEXTS.signIn.title, data);
  return answer.kind === 'page' && problem ? { ...answer, status: 403 } : answer;
}

async function signIn(asked: Asked): Promise<Answer> {
  const { review, form, nowMs, agent } = asked;
  const name = accountName(one(form, 'name') ?? '');
  const password = one(form, 'secret') ?? '';
  if (password.length > 1_000) return signInPage(asked, TEXTS.signIn.wrong);
  const account = name === undefined ? undefined : await review.record.review.accounts.get(name);
  const isRight = await checkPassword(password, account?.passwordHash);
  const isLocked = (account?.lockedUntilMs ?? 0) > nowMs;
  if (!account || !isRight || account.disabled || isLocked) {
    // The same work for a name that is nobody's: time does not tell it either.
    if (account && !isLocked) await refuseTry(asked, account.name);
    else await noteTry(asked, account?.name ?? 'no account');
    return signInPage(asked, TEXTS.signIn.wrong);
  }
  return beginSession({ ...asked, agent }, account, ownPath(one(form, 'to')));
}

/** What was typed is not kept: people type passwords into the wrong field. */
function noteTry({ review, nowMs }: Asked, subject: string): Promise<unknown> {
  const row = { atMs: nowMs, actor: 'sharewarden', action: 'sign-in-refused', subject, data: null };
  return review.record.audit.append(row);
}

/** A new secret at each sign-in: one that was known before is worth nothing. */
export async function beginSession(
  { review, nowMs, agent }: Asked,
  { name, mustChangePassword }: Account,
  to: string,
): Promise<Answer> {
  const secret = newSecret();
  await review.record.review.sessions.start({
    idHash: hashOfSecret(secret),
    account: name,
    startedAtMs: nowMs,
    agent,
    endedBeforeMs: nowMs - review.limits.absoluteMs,
  });
  return go(mustChangePassword ? '/account' : to, { start: secret });
}

async function accountPage({ review, viewer }: AskedBy, problem?: string): Promise<Answer> {
  const { account, session } = viewer;
  const sessions = await review.record.review.sessions.of(account.name);
  return page('account', TEXTS.account.title, {
    account: {
      name: account.name,
      role: TEXTS.roles[account.role],
      areas: account.areas,
      must: account.mustChangePassword,
    },
    hasPassword: account.hasPassword,
    sessions: sessions.map(({ idHash, startedAtMs, seenAtMs, agent }) => ({
      isThis: idHash === session.idHash,
      mark: sessionMark(idHash),
      startedAtMs,
      seenAtMs,
      agent,
    })),
    ...(problem !== undefined && { problem }),
  });
}

/** Names a session in a form; a part of the hash opens none. */
function sessionMark(idHash: string): string {
  return idHash.slice(0, 16);
}

async function endSession({ review, viewer, form, nowMs }: AskedBy): Promise<Answer> {
  const who = viewer.account.name;
  const mark = one(form, 'session');
  const found = (await review.record.review.sessions.of(who)).find(({ idHash }) => sessionMark(idHash) === mark);
  if (found)
    await review.record.review.sessions.end({ idHash: found.idHash, atMs: nowMs, who, why: 'ended elsewhere' });
  return found?.idHash === viewer.session.idHash ? go('/sign-in', 'end') : go('/account');
}

async function choosePassword(asked: AskedBy): Promise<Answer> {
  const { review, viewer, form, nowMs } = asked;
  const { name } = viewer.account;
  const kept = await review.record.review.accounts.get(name);
  const [old, wanted] = [one(form, 'old') ?? '', one(form, 'new') ?? ''];
  if (old.length > 1_000) return refused(400, TEXTS.account.wrongOld, TEXTS.refused.back);
  if (!(await checkPassword(old, kept?.passwordHash)))
    return (await refuseWithin(asked, name)) ? go('/sign-in', 'end') : accountPage(asked, TEXTS.account.wrongOld);
  const problem = passwordProblem(wanted, name);
  if (problem !== undefined) return accountPage(asked, `${TEXTS.account.refused} ${problem}.`);
  if (wanted !== one(form, 'again')) return accountPage(asked, TEXTS.account.differ);
  if (wanted === old) return accountPage(asked, TEXTS.account.same);
  const password = { hash: await hashPassword(wanted), mustChange: false };
  await review.record.review.accounts.change({ name, atMs: nowMs, who: name, password });
  return beginSession(asked, { ...viewer.account, mustChangePassword: false }, '/');
}
