import { shownText } from '../model/index.ts';
import type { FlagDetails, FlagEvent, RecordedRun } from '../record/index.ts';
import { basisInWords, changedBasis } from './changed-basis.ts';
import type { ReviewContext } from './review-context.ts';
import { TEXTS } from './texts.ts';

export interface TimelineEntry {
  readonly atMs: number;
  readonly who: string;
  /** Titles of the rules that it is about. */
  readonly rules: readonly string[];
  readonly what: string;
  readonly why: string;
  /** What the scan judged by otherwise than the one before: it may be that, and not the files. */
  readonly basis?: string;
}

/** What happened to the flags of an exposure, the newest first; one entry for what one request did to several rules. */
export async function exposureTimeline(
  { record, rules }: ReviewContext,
  details: readonly FlagDetails[],
  runs: readonly RecordedRun[],
): Promise<readonly TimelineEntry[]> {
  const events: (FlagEvent & { readonly rule: string })[] = [];
  for (const { flagId, rule } of details)
    for (const event of await record.flags.history(flagId)) events.push({ ...event, rule });
  events.sort((a, b) => b.atMs - a.atMs || b.version - a.version);
  const entries = new Map<string, TimelineEntry>();
  for (const { atMs, who, kind, why, rule, runId, data } of events) {
    const basis = runId === undefined || kind === 'remediated' ? undefined : basisInWords(changedBasis(runs, runId));
    const what = whatOf(kind, data);
    const key = JSON.stringify([atMs, who, what, why]);
    entries.set(key, {
      ...{ atMs, who, what },
      why: shownText(why),
      rules: [...(entries.get(key)?.rules ?? []), rules.get(rule)?.title ?? rule],
      ...(basis !== undefined && { basis: basis.charAt(0).toUpperCase() + basis.slice(1) }),
    });
  }
  return [...entries.values()];
}

/** `mended`, `confirmed` or `test-data` where the entry is such a decision; an assignment of nobody and no day is a note. */
function whatOf(kind: FlagEvent['kind'], data: unknown): string {
  const { decision, assignee, dueAtMs } = (data ?? {}) as {
    readonly decision?: { readonly because?: string };
    readonly assignee?: string | null;
    readonly dueAtMs?: number | null;
  };
  const { events } = TEXTS.exposure;
  if (kind === 'assigned' && assignee === undefined && dueAtMs === undefined) return events.noted ?? kind;
  if (kind === 'assigned' && typeof assignee === 'string') return `${events.assignedTo} ${shownText(assignee)}`;
  return events[decision?.because ?? kind] ?? events[kind] ?? kind;
}
