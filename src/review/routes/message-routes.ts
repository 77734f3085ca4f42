import { maskIdentifierShapes } from '../../model/index.ts';
import { type Answer, go, refused } from '../answer.ts';
import { type ExposureView, exposureView } from '../exposure-view.ts';
import { type AskedBy, DECIDERS, numberOf, one, type Route } from '../route.ts';
import { TEXTS } from '../texts.ts';

export const MESSAGE_ROUTES: readonly Route[] = [
  {
    method: 'POST',
    path: '/exposures/:exposureId/messages',
    title: 'Ask the owner by e-mail, or note that they were asked',
    allow: DECIDERS,
    perMinute: 20,
    answer: ask,
  },
];

const TEXT_CHARACTERS = 6_000;
const WHOM_CHARACTERS = 200;
const FLAGS_MAX = 200;
const ADDRESS = /^[a-z0-9._%+-]{1,64}@([a-z0-9-]+(?:\.[a-z0-9-]+)+)$/i;

/** `way=elsewhere` only notes that the owner was asked: by telephone, in person, from one's own mail program. */
async function ask(asked: AskedBy): Promise<Answer> {
  const { review, viewer, params, form } = asked;
  const view = await exposureView(review, viewer, numberOf(params.exposureId) ?? 0);
  if (!view) return refused(404, TEXTS.exposure.none, TEXTS.refused.missingRemedy);
  if (one(form, 'way') !== 'elsewhere') return send(asked, view);
  const whom = (one(form, 'whom') ?? '').trim().slice(0, WHOM_CHARACTERS);
  if (whom === '' || maskIdentifierShapes(whom) !== whom)
    return refused(422, TEXTS.ask.whomMissing, TEXTS.refused.back);
  await noteInHistory(asked, view, whom);
  return go(`/exposures/${view.exposureId}?asked=1#ask`);
}

/** Stands in the history of the flags that the viewer may decide; it changes nothing of them. */
async function noteInHistory(
  { review, viewer, nowMs }: AskedBy,
  { exposureId }: ExposureView,
  whom: string,
): Promise<void> {
  const { within, account } = viewer;
  const bounds = within ? { within, whollyWithin: within } : {};
  const { flags } = await review.record.flags.matching({
    ...bounds,
    exposureIds: [exposureId],
    active: true,
    limit: FLAGS_MAX,
  });
  await review.record.flags.assign({ flags, atMs: nowMs, who: account.name, why: `${TEXTS.ask.askedOwner} ${whom}` });
}

/** Only to addresses of the organization, only in sight of the exposure, and never with a number of a person in it. */
async function send(asked: AskedBy, view: ExposureView): Promise<Answer> {
  const { review, viewer, form, nowMs } = asked;
  if (!review.mail) return refused(404, TEXTS.ask.off, TEXTS.refused.back);
  const to = (one(form, 'to') ?? '').trim();
  const domain = ADDRESS.exec(to)?.[1]?.toLowerCase();
  if (domain === undefined || !review.mail.domains.includes(domain))
    return refused(422, TEXTS.ask.badAddress, TEXTS.ask.badAddressRemedy);
  const text = (one(form, 'text') ?? '').slice(0, TEXT_CHARACTERS);
  if (text.trim() === '' || maskIdentifierShapes(text) !== text)
    return refused(422, TEXTS.ask.numbers, TEXTS.refused.back);
  const subject = `exposure ${view.exposureId}`;
  const note = (action: string) =>
    review.record.audit.append({ atMs: nowMs, actor: viewer.account.name, action, subject, data: { to } });
  await note('owner-asked');
  if (!(await review.mail.send({ to, subject: TEXTS.ask.subject, text }))) {
    await note('owner-not-asked');
    return refused(503, TEXTS.ask.failed, TEXTS.ask.failedRemedy);
  }
  await noteInHistory(asked, view, to);
  return go(`/exposures/${view.exposureId}?sent=1#ask`);
}
