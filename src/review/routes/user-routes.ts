import { OperatorError } from '../../model/index.ts';
import type { Account, Role } from '../../record/index.ts';
import { accountName } from '../account-name.ts';
import { ROLES, requireAccountName, requireAreas } from '../account-rules.ts';
import { type Answer, go, page, refused } from '../answer.ts';
import { USERS_SCHEMA } from '../api-schemas.ts';
import { unconfirmed } from '../confirm-person.ts';
import { firstPassword } from '../first-password.ts';
import { hashPassword } from '../passwords.ts';
import { type AskedBy, many, one, type Route } from '../route.ts';
import { TEXTS } from '../texts.ts';
import { inWebWords } from '../web-remedy.ts';

const ADMINISTRATORS: readonly Role[] = ['administrator'];
/** Of questions that cost a password check. */
const PER_MINUTE = 20;

export const USER_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/users',
    title: 'Accounts',
    allow: ADMINISTRATORS,
    api: { response: USERS_SCHEMA },
    answer: (asked) => usersPage(asked),
  },
  {
    method: 'POST',
    path: '/users',
    title: 'Make an account',
    allow: ADMINISTRATORS,
    perMinute: PER_MINUTE,
    answer: addAccount,
  },
  {
    method: 'GET',
    path: '/users/:name',
    title: 'One account',
    allow: ADMINISTRATORS,
    answer: (asked) => userPage(asked),
  },
  {
    method: 'POST',
    path: '/users/:name/role',
    title: 'Give an account another role or other areas',
    allow: ADMINISTRATORS,
    perMinute: PER_MINUTE,
    answer: changeRole,
  },
  {
    method: 'POST',
    path: '/users/:name/password',
    title: 'Give an account a new first password',
    allow: ADMINISTRATORS,
    perMinute: PER_MINUTE,
    answer: resetPassword,
  },
  {
    method: 'POST',
    path: '/users/:name/state',
    title: 'Close or open an account',
    allow: ADMINISTRATORS,
    perMinute: PER_MINUTE,
    answer: changeState,
  },
  {
    method: 'POST',
    path: '/users/:name/end-sessions',
    title: 'End the sessions of an account',
    allow: ADMINISTRATORS,
    async answer({ review, viewer, params, nowMs }) {
      const account = params.name ?? '';
      if (!(await review.record.review.accounts.get(account))) return noSuch();
      await review.record.review.sessions.endAllOf({ account, atMs: nowMs, who: viewer.account.name });
      return go(`/users/${encodeURIComponent(account)}`);
    },
  },
];

interface Problem {
  readonly problem: string;
  /** What was typed, without the password. */
  readonly typed: { readonly name: string; readonly role: string; readonly areas: readonly string[] };
}

function listed({ review, viewer, nowMs }: AskedBy) {
  const known = new Set(review.areas.map(({ name }) => name));
  return ({ name, role, areas, disabled, hasPassword, lockedUntilMs = 0, seenAtMs, createdAtMs }: Account) => ({
    name,
    role: TEXTS.roles[role],
    roleId: role,
    areas,
    unknownAreas: areas.filter((area) => !known.has(area)),
    isDisabled: disabled,
    isLocked: lockedUntilMs > nowMs,
    hasPassword,
    isYou: name === viewer.account.name,
    createdAtMs,
    ...(seenAtMs !== undefined && { seenAtMs }),
  });
}

/** What every form of these pages offers. */
function choices({ review, viewer }: AskedBy) {
  return {
    roles: ROLES.map((id) => ({ id, name: TEXTS.roles[id] })),
    areas: review.areas.map(({ name }) => name),
    ownPassword: viewer.account.hasPassword,
    hasProvider: review.identityProvider !== undefined,
  };
}

async function usersPage(asked: AskedBy, refusal?: Problem): Promise<Answer> {
  const accounts = await asked.review.record.review.accounts.list();
  const data = { accounts: accounts.map(listed(asked)), ...choices(asked), ...refusal };
  return { kind: 'page', template: 'users', title: TEXTS.users.title, data, ...(refusal && { status: 422 }) };
}

async function userPage(asked: AskedBy, problem?: string): Promise<Answer> {
  const { review, params } = asked;
  const account = await review.record.review.accounts.get(params.name ?? '');
  if (!account) return noSuch();
  const sessions = await review.record.review.sessions.of(account.name);
  const data = {
    account: listed(asked)(account),
    sessions: sessions.map(({ startedAtMs, seenAtMs, agent }) => ({ startedAtMs, seenAtMs, agent })),
    ...choices(asked),
    ...(problem !== undefined && { problem }),
  };
  return {
    kind: 'page',
    template: 'user',
    title: TEXTS.users.one,
    data,
    ...(problem !== undefined && { status: 422 }),
  };
}

async function addAccount(asked: AskedBy): Promise<Answer> {
  const { review, viewer, form, nowMs } = asked;
  const typed = (one(form, 'name') ?? '').slice(0, 100);
  const name = accountName(typed) ?? typed;
  const given = many(form, 'area');
  const role = ROLES.find((known) => known === one(form, 'role'));
  const again = (problem: string) =>
    usersPage(asked, { problem, typed: { name: typed, role: role ?? '', areas: given } });
  if (role === undefined) return again(TEXTS.users.noRole);
  const byProvider = review.identityProvider !== undefined && one(form, 'provider') === 'yes';
  const password = firstPassword();
  try {
    requireAccountName(name);
    const areas = requireAreas(role, role === 'custodian' ? given : [], choices(asked).areas);
    const problem = await unconfirmed(asked);
    if (problem !== undefined) return again(problem);
    await review.record.review.accounts.add({
      ...{ name, role, areas, atMs: nowMs, who: viewer.account.name },
      ...(byProvider
        ? { mustChangePassword: false }
        : { mustChangePassword: true, passwordHash: await hashPassword(password) }),
    });
  } catch (error) {
    if (error instanceof OperatorError) return again(told(error));
    throw error;
  }
  return byProvider ? go(`/users/${encodeURIComponent(name)}`) : passwordPage(name, password);
}

async function changeRole(asked: AskedBy): Promise<Answer> {
  const { review, viewer, form, params, nowMs } = asked;
  const name = params.name ?? '';
  if (name === viewer.account.name) return refused(409, TEXTS.users.notOwnRole, TEXTS.users.askAnother);
  const role = ROLES.find((known) => known === one(form, 'role'));
  if (role === undefined) return userPage(asked, TEXTS.users.noRole);
  try {
    const areas = requireAreas(role, role === 'custodian' ? many(form, 'area') : [], choices(asked).areas);
    const problem = await unconfirmed(asked);
    if (problem !== undefined) return userPage(asked, problem);
    await review.record.review.accounts.change({ name, role, areas, atMs: nowMs, who: viewer.account.name });
  } catch (error) {
    if (error instanceof OperatorError) return userPage(asked, told(error));
    throw error;
  }
  return go(`/users/${encodeURIComponent(name)}`);
}

async function resetPassword(asked: AskedBy): Promise<Answer> {
  const { review, viewer, params, nowMs } = asked;
  const name = params.name ?? '';
  if (name === viewer.account.name) return go('/account');
  const account = await review.record.review.accounts.get(name);
  if (!account) return noSuch();
  const problem = await unconfirmed(asked);
  if (problem !== undefined) return userPage(asked, problem);
  const secret = firstPassword();
  const password = { hash: await hashPassword(secret), mustChange: true };
  await review.record.review.accounts.change({ name, password, atMs: nowMs, who: viewer.account.name });
  return passwordPage(name, secret);
}

/** Closing is quick; opening needs the person. */
async function changeState(asked: AskedBy): Promise<Answer> {
  const { review, viewer, form, params, nowMs } = asked;
  const name = params.name ?? '';
  if (name === viewer.account.name) return refused(409, TEXTS.users.notYourself, TEXTS.users.askAnother);
  const state = one(form, 'state');
  if (state !== 'open' && state !== 'closed') return refused(422, TEXTS.refused.bad, TEXTS.refused.back);
  if (!(await review.record.review.accounts.get(name))) return noSuch();
  const disabled = state === 'closed';
  const problem = disabled ? undefined : await unconfirmed(asked);
  if (problem !== undefined) return userPage(asked, problem);
  await review.record.review.accounts.change({ name, disabled, atMs: nowMs, who: viewer.account.name });
  return go(`/users/${encodeURIComponent(name)}`);
}

/** Shown in this one answer: nothing keeps it, and reading the page again does not bring it back. */
function passwordPage(name: string, password: string): Answer {
  return page('first-password', TEXTS.users.first, { name, password });
}

function noSuch(): Answer {
  return refused(404, TEXTS.users.noSuch, TEXTS.users.noSuchRemedy);
}

function told(error: OperatorError): string {
  const { why, remedy } = inWebWords(error);
  return `${why} ${remedy}`;
}
