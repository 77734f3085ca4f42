import type { FileFacts, FileReading, TypeCount, Verdict } from '../model/index.ts';
import {
  FACT_COLUMNS,
  factValues,
  NO_FACT_VALUES,
  NO_FACTS,
  type OtherEntry,
  otherState,
  otherValues,
  readingValues,
} from './file-row.ts';
import type { Interned, RunContext } from './interned.ts';
import type { CatalogueName } from './names.ts';
import { catalogueName } from './names.ts';
import type { Connection } from './open-database.ts';
import type { RecordedOutcome } from './scan-record.ts';
import { isNewState, type PresentState, type RowWriter } from './write-rows.ts';

/** Writes one outcome; runs inside the caller's transaction. */
export function writeOutcome(rows: RowWriter, interned: Interned, run: RunContext, outcome: RecordedOutcome): number {
  const { facts, reading, verdicts } = outcome;
  const place = catalogueName(facts.path, facts.rawPath);
  const directoryId = interned.ensureDirectory(
    interned.shareId({ name: facts.share, root: facts.root }),
    place.directory,
    place.rawDirectory,
    run.runId,
  );
  const readers = interned.readersId(facts.readers);
  const values = [...factValues(facts, readers), ...readingValues(reading, run)];
  const earlier = rows.find(directoryId, place.name, place.raw);
  let fileId: number;
  if (earlier) {
    fileId = earlier.id;
    const typesBefore = rows.typesOf(fileId);
    const begins = isNewState(earlier, stateOf(facts, reading, readers), typesBefore, typesJson(reading.types));
    if (begins && earlier.since_run < run.runId) rows.keepState(earlier, run.runId, typesBefore);
    rows.update(fileId, begins ? run.runId : earlier.since_run, values);
    rows.clearDetails(fileId);
    rows.clearVerdicts(fileId);
  } else {
    fileId = rows.insert({ directoryId, name: place.name, raw: place.raw, runId: run.runId }, values);
  }
  rows.writeDetails(fileId, reading);
  rows.writeVerdicts(fileId, verdicts);
  return fileId;
}

/** Writes what is not a readable file; runs inside the caller's transaction. */
export function writeOther(
  rows: RowWriter,
  run: RunContext,
  directoryId: number,
  place: Pick<CatalogueName, 'name' | 'raw'>,
  entry: OtherEntry,
): void {
  const state = otherState(entry);
  const values = [...NO_FACT_VALUES, ...otherValues(state, run)];
  const earlier = rows.find(directoryId, place.name, place.raw);
  if (!earlier) {
    rows.insert({ directoryId, name: place.name, raw: place.raw, runId: run.runId }, values);
    return;
  }
  const typesBefore = rows.typesOf(earlier.id);
  const begins = isNewState(earlier, { ...NO_FACTS, outcome: state.outcome, content_digest: null }, typesBefore, '{}');
  if (begins && earlier.since_run < run.runId) rows.keepState(earlier, run.runId, typesBefore);
  rows.update(earlier.id, begins ? run.runId : earlier.since_run, values);
  rows.clearDetails(earlier.id);
  rows.clearVerdicts(earlier.id);
}

/** New facts and verdicts for the same bytes; runs inside the caller's transaction. */
export function createRegrader({ store }: Connection, interned: Interned, rows: RowWriter) {
  const update = store.prepare(
    `UPDATE files SET since_run = ?, vanished_run = NULL, policy = ?, ${FACT_COLUMNS.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`,
  );
  return (run: RunContext, fileId: number, facts: FileFacts, verdicts: readonly Verdict[]): void => {
    const earlier = rows.findById(fileId);
    if (!earlier) throw new Error(`the record has no file ${fileId}`);
    const { audience, location } = facts;
    const readers = interned.readersId(facts.readers);
    const begins = isNewState(earlier, { ...earlier, audience, location, readers }, '', '');
    if (begins && earlier.since_run < run.runId) rows.keepState(earlier, run.runId, rows.typesOf(fileId));
    update.run([begins ? run.runId : earlier.since_run, run.policy, ...factValues(facts, readers), fileId]);
    rows.clearVerdicts(fileId);
    rows.writeVerdicts(fileId, verdicts);
  };
}

/** Takes what was read of a file for unread now, and keeps it beside; runs inside the caller's transaction. */
export function createUnreadLeaver({ store }: Pick<Connection, 'store'>, rows: RowWriter) {
  const update = store.prepare(
    "UPDATE files SET outcome = 'unread', reason = 'not-reached', since_run = ?, vanished_run = NULL WHERE id = ? AND outcome IS NOT NULL",
  );
  return (runId: number, fileId: number): void => {
    const earlier = rows.findById(fileId);
    if (!earlier || (earlier.outcome === 'unread' && earlier.vanished_run === null)) return;
    if (earlier.since_run < runId) rows.keepState(earlier, runId, rows.typesOf(fileId));
    update.run(runId, fileId);
  };
}

function stateOf(
  { audience, location }: FileFacts,
  { outcome, contentDigest }: FileReading,
  readers: number,
): PresentState {
  return { outcome, audience, location, content_digest: contentDigest ?? null, readers };
}

/** The same text as `RowWriter.typesOf` reads back: types in code point order. */
function typesJson(types: readonly TypeCount[]): string {
  const strong = types
    .filter(({ high, medium }) => high + medium > 0)
    .map(({ type, high, medium }) => [type, high + medium] as const);
  return JSON.stringify(Object.fromEntries(strong.sort(([a], [b]) => (a < b ? -1 : 1))));
}
