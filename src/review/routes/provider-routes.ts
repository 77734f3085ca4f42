import { accountName } from '../account-name.ts';
import { type Answer, go, page, refused } from '../answer.ts';
import type { Identity } from '../identity-provider.ts';
import { type Asked, one, type Route } from '../route.ts';
import { TEXTS } from '../texts.ts';
import { beginSession } from './account-routes.ts';

const BACK = '/sign-in/back';

export const PROVIDER_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/sign-in/provider',
    title: 'Sign in by the identity provider',
    allow: 'everyone',
    perMinute: 20,
    async answer({ review }) {
      const { identityProvider: provider, url } = review;
      if (!provider || url === undefined) return refused(404, TEXTS.refused.missing, TEXTS.refused.missingRemedy);
      const { to, kept } = await provider.begin(new URL(BACK, url).href);
      return { kind: 'go', to, kept };
    },
  },
  {
    method: 'GET',
    path: BACK,
    title: 'Back from the identity provider',
    allow: 'everyone',
    perMinute: 20,
    answer: comeBack,
  },
];

async function comeBack(asked: Asked): Promise<Answer> {
  const { review, kept, query, nowMs } = asked;
  const { identityProvider: provider, url } = review;
  if (!provider || url === undefined) return refused(404, TEXTS.refused.missing, TEXTS.refused.missingRemedy);
  if (kept === undefined) return refused(403, TEXTS.refused.form, TEXTS.refused.formRemedy);
  const back = new URL(BACK, url);
  for (const name of Object.keys(query)) back.searchParams.set(name, one(query, name) ?? '');
  const identity = await provider.finish({ backUrl: back.href, kept });
  if (!identity) return refused(403, TEXTS.refused.form, TEXTS.refused.formRemedy);
  const account = await accountOf(asked, identity);
  if (!account || account.disabled) {
    const data = { to: '/', problem: TEXTS.signIn.noAccount, provider: provider.name };
    await review.record.audit.append({
      atMs: nowMs,
      actor: 'sharewarden',
      action: 'sign-in-refused',
      subject: 'identity provider',
      data: { why: account ? 'disabled' : 'no account' },
    });
    const answer = page('sign-in', TEXTS.signIn.title, data);
    return answer.kind === 'page' ? { ...answer, status: 403 } : answer;
  }
  const answer = await beginSession(asked, { ...account, mustChangePassword: false }, '/');
  return answer.kind === 'go' ? { ...answer, kept: null } : go('/');
}

/** By the provider's own number of the person; the first time by the name of an account that was made without a password and is nobody's yet. */
async function accountOf({ review, nowMs }: Asked, { subject, name }: Identity) {
  const { accounts } = review.record.review;
  const known = await accounts.withSubject(subject);
  const called = accountName(name ?? '');
  if (known || called === undefined) return known;
  const waiting = await accounts.get(called);
  if (!waiting || waiting.hasPassword || waiting.subject !== undefined) return undefined;
  await accounts.change({ name: waiting.name, subject, atMs: nowMs, who: waiting.name });
  return waiting;
}
