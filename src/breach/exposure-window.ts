import type { FileState, RecordedRun, ScanRecord } from '../record/index.ts';
import type { ExposureWindow, FileFactsForBreach } from './scan-facts.ts';

/** All runs, oldest first, read once for many files. */
export async function runsOldestFirst(record: ScanRecord): Promise<readonly RecordedRun[]> {
  return [...(await record.runs.listRuns(Number.MAX_SAFE_INTEGER))].sort((a, b) => a.runId - b.runId);
}

/** Exposure of the files from the record's history: first seen like this, last scan without, who could read them since. */
export async function exposureWindow(
  record: ScanRecord,
  runs: readonly RecordedRun[],
  files: readonly FileFactsForBreach[],
): Promise<ExposureWindow> {
  const startedAtMs = new Map(runs.map((run) => [run.runId, run.startedAtMs]));
  let first: { runId: number; file: FileFactsForBreach } | undefined;
  const audiences = new Map<string, { sinceAtMs: number; files: number }>();
  for (const file of files) {
    const states = exposedStates(await record.files.historyOf(file.fileId));
    const [oldest] = states;
    if (oldest && (first === undefined || oldest.sinceRunId < first.runId)) first = { runId: oldest.sinceRunId, file };
    for (const audience of new Set(states.map((state) => state.audience))) {
      const since = states.find((state) => state.audience === audience)?.sinceRunId ?? file.sinceRunId;
      const sinceAtMs = startedAtMs.get(since) ?? 0;
      const known = audiences.get(audience);
      audiences.set(audience, {
        sinceAtMs: Math.min(known?.sinceAtMs ?? sinceAtMs, sinceAtMs),
        files: (known?.files ?? 0) + 1,
      });
    }
  }
  const lastWithout = first && lastScanBefore(runs, first.runId, first.file);
  const modified = files.map(({ facts }) => facts.modifiedAtMs);
  return {
    ...(first && { firstSeenRunId: first.runId, firstSeenAtMs: startedAtMs.get(first.runId) ?? 0 }),
    ...(lastWithout && { lastWithoutRunId: lastWithout.runId, lastWithoutAtMs: lastWithout.startedAtMs }),
    ...(modified.length > 0 && { oldestModifiedAtMs: modified.reduce((a, b) => Math.min(a, b)) }),
    audiences: [...audiences]
      .map(([audience, rest]) => ({ audience, ...rest }))
      .sort((a, b) => a.sinceAtMs - b.sinceAtMs),
  };
}

/** The unbroken row of states up to the last in which the file held findings at its present location. */
function exposedStates(states: readonly FileState[]): readonly FileState[] {
  const lastMatched = states.findLastIndex((state) => state.outcome === 'matched');
  const last = states[lastMatched];
  if (last === undefined) return [];
  let start = lastMatched;
  for (let index = lastMatched - 1; index >= 0; index--) {
    const state = states[index];
    // A time in which the file was gone is left out of the history: then the states do not join.
    if (state?.outcome !== 'matched' || state.location !== last.location) break;
    if (state.untilRunId !== states[index + 1]?.sinceRunId) break;
    start = index;
  }
  return states.slice(start, lastMatched + 1);
}

function lastScanBefore(
  runs: readonly RecordedRun[],
  runId: number,
  file: FileFactsForBreach,
): RecordedRun | undefined {
  return runs.findLast(
    (run) =>
      run.runId < runId &&
      run.state === 'finished' &&
      run.shares.some((share) => share.name === file.facts.share && share.root === file.facts.root),
  );
}
