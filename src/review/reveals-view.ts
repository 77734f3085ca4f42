import { shownPath, shownText } from '../model/index.ts';
import type { RecordedReveal } from '../record/index.ts';
import { typeWords } from '../report/index.ts';
import { liesIn } from './areas.ts';
import type { AskedBy } from './route.ts';
import { TEXTS } from './texts.ts';

export interface RevealView {
  readonly revealId: number;
  readonly askedAtMs: number;
  readonly askedBy: string;
  readonly file: string;
  readonly what: string;
  readonly masked: string;
  readonly reason: string;
  readonly state: string;
  readonly stateWords: string;
  readonly untilMs?: number;
}

export interface RevealsView {
  readonly waiting: readonly RevealView[];
  readonly mine: readonly RevealView[];
  readonly counts: readonly { readonly who: string; readonly shown: number }[];
}

const COUNTED_MS = 30 * 86_400_000;

/** Requests of others that wait for a second person, the viewer's own ones, and how often each person was shown a value. */
export async function revealsView(asked: AskedBy): Promise<RevealsView> {
  const { review, viewer, nowMs } = asked;
  const { reveals } = review.record;
  const who = viewer.account.name;
  const [waiting, mine] = [await reveals.list({ states: ['asked'] }), await reveals.list({ askedBy: who })];
  return {
    waiting: await views(
      asked,
      waiting.filter(({ askedBy }) => askedBy !== who),
    ),
    mine: await views(asked, mine),
    counts: await reveals.shownSince(nowMs - COUNTED_MS),
  };
}

async function views({ review, viewer, nowMs }: AskedBy, reveals: readonly RecordedReveal[]): Promise<RevealView[]> {
  const shown: RevealView[] = [];
  for (const { revealId, askedAtMs, askedBy, fileId, finding, reason, state: recorded, untilMs } of reveals) {
    const file = await review.record.files.file(fileId);
    if (!file || !liesIn(file.facts, viewer.within)) continue;
    const state = recorded === 'granted' && (untilMs ?? 0) < nowMs ? 'expired' : recorded;
    shown.push({
      ...{ revealId, askedAtMs, askedBy, state },
      file: `${shownText(file.facts.share)}: ${shownPath(file)}`,
      what: typeWords(finding.type),
      masked: finding.masked,
      reason: shownText(reason),
      stateWords: TEXTS.reveal.states[state] ?? state,
      ...(state === 'granted' && untilMs !== undefined && { untilMs }),
    });
  }
  return shown;
}
