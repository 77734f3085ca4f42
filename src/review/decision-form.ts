import type { AssignFlags, DecideFlags, FolderScope } from '../record/index.ts';
import { type Fields, one } from './route.ts';
import { TEXTS } from './texts.ts';
import { endOfDayMs } from './words.ts';

interface Problem {
  readonly kind: 'problem';
  readonly problem: string;
}

/**
 * The form's fields as the record's decision; what is missing is told in plain words. With a folder it holds for what is laid there
 * later too.
 */
export function readDecision(
  form: Fields,
  nowMs: number,
  folder?: FolderScope,
): Problem | { readonly kind: 'read'; readonly decision: DecideFlags['decision'] } {
  const until = one(form, 'until');
  const untilMs = until === undefined ? undefined : endOfDayMs(until);
  if (until !== undefined && untilMs === undefined) return { kind: 'problem', problem: TEXTS.decide.badDate };
  const scope = folder && { scope: { kind: 'folder', ...folder } as const };
  const ends = { ...(untilMs !== undefined && { untilMs }), ...scope };
  switch (one(form, 'decision')) {
    case 'confirmed':
      return { kind: 'read', decision: { kind: 'acknowledged', because: 'confirmed' } };
    case 'mended':
      return { kind: 'read', decision: { kind: 'acknowledged', because: 'mended' } };
    case 'false-alarm':
      return { kind: 'read', decision: { kind: 'false-alarm', ...ends } };
    case 'test-data':
      return { kind: 'read', decision: { kind: 'false-alarm', because: 'test-data', ...ends } };
    case 'permitted': {
      const approver = (one(form, 'approver') ?? '').trim().slice(0, 200);
      if (untilMs === undefined || untilMs <= nowMs) return { kind: 'problem', problem: TEXTS.decide.noDay };
      if (approver === '') return { kind: 'problem', problem: TEXTS.decide.noApprover };
      return { kind: 'read', decision: { kind: 'permitted', approver, untilMs, ...scope } };
    }
    case 'reopened':
      return { kind: 'read', decision: { kind: 'reopened-by-hand' } };
    default:
      return { kind: 'problem', problem: TEXTS.decide.noDecision };
  }
}

/** An empty name takes the assignment away; an absent day leaves it. */
export function readAssignment(
  form: Fields,
): Problem | { readonly kind: 'read'; readonly assignment: Pick<AssignFlags, 'assignee' | 'dueAtMs'> } {
  const due = one(form, 'due');
  const dueAtMs = due === undefined ? undefined : endOfDayMs(due);
  if (due !== undefined && dueAtMs === undefined) return { kind: 'problem', problem: TEXTS.decide.badDate };
  const assignee = one(form, 'assignee')?.trim().slice(0, 100) ?? null;
  return { kind: 'read', assignment: { assignee, ...(dueAtMs !== undefined && { dueAtMs }) } };
}
