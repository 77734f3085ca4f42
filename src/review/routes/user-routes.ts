import type { Role } from '../../record/index.ts';
import { type Answer, go, page, refused } from '../answer.ts';
import { type AskedBy, one, type Route } from '../route.ts';
import { TEXTS } from '../texts.ts';

const ADMINISTRATORS: readonly Role[] = ['administrator'];

export const USER_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/users', title: 'Accounts', allow: ADMINISTRATORS, api: {}, answer: usersPage },
  {
    method: 'POST',
    path: '/users/state',
    title: 'Close or open an account',
    allow: ADMINISTRATORS,
    answer: changeState,
  },
  {
    method: 'POST',
    path: '/users/end-sessions',
    title: 'End the sessions of an account',
    allow: ADMINISTRATORS,
    async answer({ review, viewer, form, nowMs }) {
      const account = await review.record.review.accounts.get(one(form, 'name') ?? '');
      if (!account) return noSuch();
      await review.record.review.sessions.endAllOf({ account: account.name, atMs: nowMs, who: viewer.account.name });
      return go('/users');
    },
  },
];

async function usersPage({ review, viewer, nowMs }: AskedBy): Promise<Answer> {
  const accounts = await review.record.review.accounts.list();
  const known = new Set(review.areas.map(({ name }) => name));
  return page('users', TEXTS.users.title, {
    accounts: accounts.map(({ name, role, areas, disabled, hasPassword, lockedUntilMs = 0, seenAtMs }) => ({
      name,
      role: TEXTS.roles[role],
      areas,
      unknownAreas: areas.filter((area) => !known.has(area)),
      isDisabled: disabled,
      isLocked: lockedUntilMs > nowMs,
      hasPassword,
      isYou: name === viewer.account.name,
      ...(seenAtMs !== undefined && { seenAtMs }),
    })),
  });
}

async function changeState({ review, viewer, form, nowMs }: AskedBy): Promise<Answer> {
  const name = one(form, 'name') ?? '';
  if (name === viewer.account.name) return refused(409, TEXTS.users.notYourself, TEXTS.users.askAnother);
  const state = one(form, 'state');
  if (state !== 'open' && state !== 'closed') return refused(422, TEXTS.refused.bad, TEXTS.refused.back);
  if (!(await review.record.review.accounts.get(name))) return noSuch();
  const disabled = state === 'closed';
  await review.record.review.accounts.change({ name, disabled, atMs: nowMs, who: viewer.account.name });
  return go('/users');
}

function noSuch(): Answer {
  return refused(404, TEXTS.users.noSuch, TEXTS.refused.back);
}
