import { maskIdentifierShapes } from '../../model/index.ts';
import { type Answer, go, refused } from '../answer.ts';
import { assignees } from '../assignees.ts';
import { withNotice } from '../batch-notice.ts';
import { chosenFlags } from '../chosen-flags.ts';
import { chosenFolder } from '../chosen-folder.ts';
import { readAssignment, readDecision } from '../decision-form.ts';
import { ownPath } from '../own-path.ts';
import { type AskedBy, DECIDERS, numberOf, one, type Route } from '../route.ts';
import { TEXTS } from '../texts.ts';

export const DECISION_ROUTES: readonly Route[] = [
  { method: 'POST', path: '/decisions', title: 'Decide on flags', allow: DECIDERS, answer: decide },
  { method: 'POST', path: '/assignments', title: 'Assign flags', allow: DECIDERS, answer: assign },
  { method: 'POST', path: '/undo', title: 'Take a decision back', allow: DECIDERS, answer: undo },
];

async function decide(asked: AskedBy): Promise<Answer> {
  const { review, viewer, nowMs, form } = asked;
  const folder = await chosenFolder(asked);
  if (folder === 'elsewhere') return refused(422, TEXTS.decide.scopeElsewhere, TEXTS.refused.back);
  const decision = readDecision(form, nowMs, folder);
  if (decision.kind === 'problem') return refused(422, decision.problem, TEXTS.refused.back);
  const why = noteOf(asked);
  if (why === undefined) return refused(422, TEXTS.decide.whyNumbers, TEXTS.refused.back);
  if (why === '' && one(form, 'decision') !== 'mended' && one(form, 'decision') !== 'reopened')
    return refused(422, TEXTS.decide.whyMissing, TEXTS.refused.back);
  const chosen = await chosenFlags(asked);
  if (chosen.kind === 'problem') return refused(chosen.status, chosen.problem, TEXTS.refused.back);
  const written = await review.record.flags.decide({
    flags: chosen.flags,
    atMs: nowMs,
    who: viewer.account.name,
    why,
    decision: decision.decision,
  });
  const unread = written.refused.filter(({ reason }) => reason === 'unread').length;
  return told(asked, {
    batch: written.batchId ?? 0,
    refused: written.refused.length - unread,
    elsewhere: chosen.elsewhere,
    unread,
  });
}

async function assign(asked: AskedBy): Promise<Answer> {
  const { review, viewer, nowMs, form } = asked;
  const assignment = readAssignment(form);
  if (assignment.kind === 'problem') return refused(422, assignment.problem, TEXTS.refused.back);
  const { assignee } = assignment.assignment;
  if (typeof assignee === 'string' && !(await assignees(review)).includes(assignee))
    return refused(422, TEXTS.decide.noAccount, TEXTS.refused.back);
  const why = noteOf(asked);
  if (why === undefined) return refused(422, TEXTS.decide.whyNumbers, TEXTS.refused.back);
  const chosen = await chosenFlags(asked);
  if (chosen.kind === 'problem') return refused(chosen.status, chosen.problem, TEXTS.refused.back);
  const written = await review.record.flags.assign({
    flags: chosen.flags,
    atMs: nowMs,
    who: viewer.account.name,
    why,
    ...assignment.assignment,
  });
  return told(asked, {
    batch: written.batchId ?? 0,
    refused: written.refused.length,
    elsewhere: chosen.elsewhere,
    assigned: written.written.length,
  });
}

/** A person takes back what they wrote themselves, as far as nobody wrote after them. */
async function undo(asked: AskedBy): Promise<Answer> {
  const { review, viewer, nowMs, form } = asked;
  const batchId = numberOf(one(form, 'batch'));
  const batch = batchId === undefined ? undefined : await review.record.flags.batch(batchId);
  if (!batch || batch.flags.length === 0) return refused(409, TEXTS.decide.noSuch, TEXTS.refused.back);
  if (batch.who !== viewer.account.name) return refused(403, TEXTS.decide.notYours, TEXTS.refused.back);
  const { written, refused: kept } = await review.record.flags.undo({
    flags: batch.flags,
    atMs: nowMs,
    who: viewer.account.name,
    why: TEXTS.decide.undo,
  });
  return told(asked, { refused: kept.length, undone: written.length });
}

function told({ form }: AskedBy, counts: Partial<Parameters<typeof withNotice>[1]>): Answer {
  const none = { batch: 0, refused: 0, undone: 0, elsewhere: 0, unread: 0, assigned: 0 };
  return go(withNotice(ownPath(one(form, 'back')), { ...none, ...counts }));
}

/** A note is kept for good and shown to others: it never takes a number of a person in. */
function noteOf({ form }: AskedBy): string | undefined {
  const why = (one(form, 'why') ?? '').trim().slice(0, 1_000);
  return maskIdentifierShapes(why) === why ? why : undefined;
}
