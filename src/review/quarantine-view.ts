import { shownPath, shownText } from '../model/index.ts';
import { liesIn } from './areas.ts';
import type { ReviewContext } from './review-context.ts';
import type { Viewer } from './route.ts';
import { TEXTS } from './texts.ts';

export interface HeldFileView {
  readonly quarantineId: number;
  readonly share: string;
  readonly path: string;
  readonly why: string;
  readonly movedBy: string;
  readonly movedAtMs: number;
  readonly state: string;
  readonly stateWords: string;
}

/** Files of the viewer's areas that were moved, the newest first. */
export async function quarantineView({ record }: ReviewContext, { within }: Viewer): Promise<readonly HeldFileView[]> {
  const views: HeldFileView[] = [];
  for (const { quarantineId, fileId, why, movedBy, movedAtMs, state } of await record.quarantines.list()) {
    const file = await record.files.file(fileId);
    if (!file || !liesIn(file.facts, within)) continue;
    const [share, path] = [shownText(file.facts.share), shownPath(file)];
    views.push({
      quarantineId,
      share,
      path,
      why: shownText(why),
      movedBy,
      movedAtMs,
      state,
      stateWords: TEXTS.quarantine.states[state] ?? state,
    });
  }
  return views;
}
