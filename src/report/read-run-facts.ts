import { shownPath, shownText } from '../model/index.ts';
import type { Changes, FileChange, ScanRecord } from '../record/index.ts';
import type { ChangeKind, ShownChanges } from './report-input.ts';

const CHANGES_SHOWN = 50;
const KINDS: readonly ChangeKind[] = ['newlyMatched', 'cleaned', 'added', 'changed', 'vanished'];

/** What changed since the last run that finished before this one; absent where there is none. */
export async function readChanges(record: ScanRecord, runId: number): Promise<ShownChanges | undefined> {
  const before = await record.runs.lastFinishedRun(runId);
  if (!before) return undefined;
  const changes: Changes = await record.files.changesSince(before.runId, runId);
  const lists = [];
  for (const kind of KINDS) {
    const files = [];
    for (const change of changes[kind].slice(0, CHANGES_SHOWN)) files.push(await shownChange(record, change));
    lists.push({ kind, count: changes[kind].length, files });
  }
  return { sinceRunId: before.runId, sinceMs: before.finishedAtMs ?? before.startedAtMs, lists };
}

/** Through the file itself, because only its findings tell what its name holds. */
async function shownChange(record: ScanRecord, { fileId, share, path }: FileChange) {
  const file = await record.files.file(fileId);
  return { share: shownText(share), path: file ? shownPath(file) : shownText(path) };
}
