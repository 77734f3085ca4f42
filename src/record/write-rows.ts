import type { FileReading, Verdict } from '../model/index.ts';
import { describePlace } from '../model/index.ts';
import { FACT_COLUMNS, READING_COLUMNS, type RowValues } from './file-row.ts';
import { prepareInsert } from './insert-rows.ts';
import type { Connection } from './open-database.ts';

/** What stood in the row before: enough to tell whether a new state begins. */
export interface EarlierState {
  readonly id: number;
  readonly outcome: string | null;
  readonly audience: string;
  readonly location: string;
  readonly content_digest: string | null;
  readonly since_run: number;
  readonly vanished_run: number | null;
  readonly readers: number;
}

/** What a write makes of it. */
export interface PresentState {
  readonly outcome: string | null;
  readonly audience: string;
  readonly location: string;
  readonly content_digest: string | null;
  readonly readers: number;
}

/** The prepared statements of the hot path. All of them run inside a transaction of the caller. */
export interface RowWriter {
  find(directoryId: number, name: string, raw: string): EarlierState | undefined;
  findById(fileId: number): EarlierState | undefined;
  insert(place: { directoryId: number; name: string; raw: string; runId: number }, values: RowValues): number;
  update(fileId: number, sinceRun: number, values: RowValues): void;
  /** Medium and high findings by type, as JSON with sorted keys. */
  typesOf(fileId: number): string;
  keepState(earlier: EarlierState, untilRun: number, types: string): void;
  clearDetails(fileId: number): void;
  writeDetails(fileId: number, reading: FileReading): void;
  writeVerdicts(fileId: number, verdicts: readonly Verdict[]): void;
  clearVerdicts(fileId: number): void;
}

const STATE_COLUMNS = 'id, outcome, audience, location, content_digest, since_run, vanished_run, readers';
const WRITTEN = [...FACT_COLUMNS, ...READING_COLUMNS];
const DETAIL_TABLES = ['unread_parts', 'notes', 'type_counts', 'findings', 'people'] as const;

export function createRowWriter({ store }: Connection): RowWriter {
  const find = store.prepare<[number, string, string], EarlierState>(
    `SELECT ${STATE_COLUMNS} FROM files WHERE directory_id = ? AND name = ? AND raw = ?`,
  );
  const findById = store.prepare<[number], EarlierState>(`SELECT ${STATE_COLUMNS} FROM files WHERE id = ?`);
  const insert = store.prepare<unknown[], { readonly id: number }>(
    `INSERT INTO files (directory_id, name, raw, first_run, since_run, ${WRITTEN.join(', ')})
     VALUES (${Array(WRITTEN.length + 5)
       .fill('?')
       .join(', ')}) RETURNING id`,
  );
  const update = store.prepare(
    `UPDATE files SET since_run = ?, vanished_run = NULL, ${WRITTEN.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`,
  );
  const types = store
    .prepare<[number], [string, number]>(
      'SELECT type, high + medium FROM type_counts WHERE file_id = ? AND high + medium > 0 ORDER BY type',
    )
    .raw();
  const keep = store.prepare('INSERT INTO file_states VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING');
  const clears = DETAIL_TABLES.map((table) => store.prepare<[number]>(`DELETE FROM ${table} WHERE file_id = ?`));
  const clearVerdicts = store.prepare<[number]>('DELETE FROM verdicts WHERE file_id = ?');
  const addVerdicts = prepareInsert(store, 'verdicts', ['file_id', 'rule', 'verdict', 'severity', 'reason', 'missing']);
  const writeDetails = prepareDetails(store);

  return {
    find: (directoryId, name, raw) => find.get(directoryId, name, raw),
    findById: (fileId) => findById.get(fileId),
    insert({ directoryId, name, raw, runId }, values) {
      const row = insert.get([directoryId, name, raw, runId, runId, ...values]);
      if (!row) throw new Error('a row of a file was not written');
      return row.id;
    },
    update(fileId, sinceRun, values) {
      update.run([sinceRun, ...values, fileId]);
    },
    typesOf: (fileId) => JSON.stringify(Object.fromEntries(types.all(fileId))),
    keepState(earlier, untilRun, typesJson) {
      if (earlier.outcome === null) return;
      const { id, since_run, outcome, audience, location, content_digest, vanished_run, readers } = earlier;
      keep.run(
        id,
        since_run,
        untilRun,
        outcome,
        audience,
        location,
        content_digest,
        typesJson,
        vanished_run === null ? 0 : 1,
        readers,
      );
    },
    clearDetails(fileId) {
      for (const clear of clears) clear.run(fileId);
    },
    writeDetails,
    writeVerdicts(fileId, verdicts) {
      addVerdicts(
        verdicts.map(({ rule, verdict, severity, reason, missing }) => [
          ...[fileId, rule, verdict, severity, reason],
          JSON.stringify(missing),
        ]),
      );
    },
    clearVerdicts: (fileId) => void clearVerdicts.run(fileId),
  };
}

function prepareDetails(store: Connection['store']): RowWriter['writeDetails'] {
  const addUnread = prepareInsert(store, 'unread_parts', [
    ...['file_id', 'position', 'place', 'words', 'reason', 'detail', 'encryption'],
  ]);
  const addNotes = prepareInsert(store, 'notes', ['file_id', 'position', 'place', 'words', 'note', 'detail']);
  const addTypes = prepareInsert(store, 'type_counts', [
    ...['file_id', 'type', 'count', 'high', 'medium', 'low', 'distinct_values'],
  ]);
  const addFindings = prepareInsert(store, 'findings', [
    ...['file_id', 'type', 'place', 'words', 'masked', 'fingerprint', 'confidence', 'margin', 'evidence'],
  ]);
  const addPeople = store.prepare('INSERT INTO people VALUES (?, ?)');
  return (fileId, { unreadParts, notes, types, findings, ledger }) => {
    addUnread(
      unreadParts.map(({ place, reason, detail, encryption }, position) => [
        ...[fileId, position, JSON.stringify(place), describePlace(place), reason],
        ...[detail ?? null, encryption ?? null],
      ]),
    );
    addNotes(
      notes.map(({ place, note, detail }, position) => [
        ...[fileId, position, JSON.stringify(place), describePlace(place), note, detail ?? null],
      ]),
    );
    addTypes(
      types.map(({ type, count, high, medium, low, distinct }) => [fileId, type, count, high, medium, low, distinct]),
    );
    addFindings(
      findings.map(({ type, place, masked, fingerprint, confidence, margin, evidence }) => [
        ...[fileId, type, JSON.stringify(place), describePlace(place), masked, fingerprint, confidence, margin],
        JSON.stringify(evidence),
      ]),
    );
    if (ledger.rows.length > 0) addPeople.run(fileId, ledger.rows);
  };
}

/**
 * Whether a row begins a new state: other outcome, content, audience, readers, place or types, or it came back. Content and
 * readers that were not known before do not say that anything changed.
 */
export function isNewState(earlier: EarlierState, now: PresentState, typesBefore: string, typesNow: string): boolean {
  return (
    earlier.vanished_run !== null ||
    earlier.outcome !== now.outcome ||
    earlier.audience !== now.audience ||
    earlier.location !== now.location ||
    (earlier.readers !== 0 && earlier.readers !== now.readers) ||
    (earlier.content_digest !== null && earlier.content_digest !== now.content_digest) ||
    typesBefore !== typesNow
  );
}
