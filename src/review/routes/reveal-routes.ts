import { maskIdentifierShapes } from '../../model/index.ts';
import { type Answer, go, page, refused } from '../answer.ts';
import { liesIn } from '../areas.ts';
import { identityOf, mayReveal, targetOf } from '../file-view.ts';
import { noteLook } from '../note-look.ts';
import { revealsView } from '../reveals-view.ts';
import { type AskedBy, DECIDERS, numberOf, one, type Route } from '../route.ts';
import { seenFile } from '../seen-file.ts';
import { TEXTS } from '../texts.ts';

/** Of these routes none is part of the API: a value goes into a page that a person asked for, and nowhere else. */
export const REVEAL_ROUTES: readonly Route[] = [
  {
    method: 'POST',
    path: '/exposures/:exposureId/files/:fileId/reveals',
    title: 'Ask to see one value',
    allow: DECIDERS,
    perMinute: 30,
    answer: ask,
  },
  { method: 'GET', path: '/reveals', title: 'Requests to see a value', allow: DECIDERS, answer: list },
  {
    method: 'POST',
    path: '/reveals/:revealId/decision',
    title: 'Agree to a reveal or refuse it',
    allow: DECIDERS,
    answer: decide,
  },
  {
    method: 'POST',
    path: '/reveals/:revealId/show',
    title: 'See the value once',
    allow: DECIDERS,
    perMinute: 30,
    answer: show,
  },
];

async function ask(asked: AskedBy): Promise<Answer> {
  const { review, viewer, form, nowMs } = asked;
  const denied = await deniedTo(asked);
  if (denied) return denied;
  const seen = await seenFile(asked);
  const match = /^\d{1,6}$/.test(one(form, 'match') ?? '') ? Number(one(form, 'match')) : -1;
  const finding = seen?.file.reading.findings[match];
  if (!seen || !finding || !review.reveal) return refused(404, TEXTS.reveal.noMatch, TEXTS.reveal.remedy);
  const reason = (one(form, 'reason') ?? '').trim();
  if (maskIdentifierShapes(reason) !== reason) return refused(422, TEXTS.decide.whyNumbers, TEXTS.refused.back);
  const { revealId, state } = await review.record.reveals.ask({
    atMs: nowMs,
    who: viewer.account.name,
    fileId: seen.file.fileId,
    finding,
    reason,
    needsSecondPerson: review.reveal.needsSecondPerson,
    validMs: review.reveal.validMs,
  });
  return state === 'granted' ? show({ ...asked, params: { revealId: String(revealId) } }) : go('/reveals');
}

async function list(asked: AskedBy): Promise<Answer> {
  const denied = await deniedTo(asked);
  if (denied) return denied;
  await noteLook(asked, 'reveals', {});
  return page('reveals', TEXTS.reveal.title, await revealsView(asked));
}

async function decide(asked: AskedBy): Promise<Answer> {
  const { review, viewer, params, form, nowMs } = asked;
  const denied = await deniedTo(asked);
  if (denied) return denied;
  const revealId = numberOf(params.revealId) ?? 0;
  if (!(await isWithin(asked, revealId))) return refused(404, TEXTS.reveal.refusals.unknown ?? '', TEXTS.reveal.remedy);
  const step = await review.record.reveals.decide({
    revealId,
    atMs: nowMs,
    who: viewer.account.name,
    grants: one(form, 'decision') === 'grant',
  });
  return step.kind === 'done'
    ? go('/reveals')
    : refused(409, TEXTS.reveal.refusals[step.reason] ?? step.reason, TEXTS.reveal.remedy);
}

/** The one place where a value leaves its worker: read again from the file, put into this answer, kept nowhere. */
async function show(asked: AskedBy): Promise<Answer> {
  const { review, viewer, params, nowMs } = asked;
  const denied = await deniedTo(asked);
  if (denied) return denied;
  const revealId = numberOf(params.revealId) ?? 0;
  const who = viewer.account.name;
  if (!review.previewer || !(await isWithin(asked, revealId)))
    return refused(404, TEXTS.reveal.refusals.unknown ?? '', TEXTS.reveal.remedy);
  const step = await review.record.reveals.use({ revealId, atMs: nowMs, who });
  if (step.kind === 'refused')
    return refused(409, TEXTS.reveal.refusals[step.reason] ?? step.reason, TEXTS.reveal.remedy);
  const { fileId, finding } = step.reveal;
  const file = await review.record.files.file(fileId);
  const match = file?.reading.findings.findIndex(
    (each) => each.fingerprint === finding.fingerprint && JSON.stringify(each.place) === JSON.stringify(finding.place),
  );
  const target = file && targetOf(file, match ?? -1);
  const outcome =
    file && target
      ? await review.previewer.reveal({ file: identityOf(file), target })
      : ({ kind: 'not-shown', reason: 'not-found' } as const);
  if (outcome.kind === 'not-shown') {
    await review.record.reveals.noteNotShown({ revealId, atMs: nowMs, who, why: outcome.reason });
    return refused(409, TEXTS.preview.reasons[outcome.reason] ?? outcome.reason, TEXTS.reveal.remedy);
  }
  return page('revealed', TEXTS.reveal.value, { value: outcome.value, masked: finding.masked });
}

async function isWithin({ review, viewer }: AskedBy, revealId: number): Promise<boolean> {
  const reveal = await review.record.reveals.get(revealId);
  const file = reveal && (await review.record.files.file(reveal.fileId));
  return file !== undefined && liesIn(file.facts, viewer.within);
}

async function deniedTo({ review, viewer, nowMs }: AskedBy): Promise<Answer | undefined> {
  if (mayReveal(review, viewer)) return undefined;
  await review.record.audit.append({
    atMs: nowMs,
    actor: viewer.account.name,
    action: 'refused',
    subject: 'reveal',
    data: { why: 'permission' },
  });
  return refused(403, TEXTS.reveal.notAllowed, TEXTS.reveal.notAllowedRemedy);
}
