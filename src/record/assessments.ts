import { OperatorError } from '../model/index.ts';
import { assessmentEventDigest } from './assessment-seals.ts';
import type {
  AppendEvent,
  AssessmentEvent,
  AssessmentFile,
  Assessments,
  OpenAssessment,
  RecordedAssessment,
} from './assessment-types.ts';
import type { AuditWithWriter } from './audit.ts';
import { createIncidentKeys } from './incident-keys.ts';
import { cataloguePath } from './names.ts';
import type { Connection } from './open-database.ts';
import { explained } from './store-errors.ts';

interface StoredAssessment {
  readonly id: number;
  readonly number: string;
  readonly cluster: string;
  readonly opened_ms: number;
  readonly opened_run: number | null;
  readonly policy_digest: string;
  readonly status: 'open' | 'closed';
  readonly version: number;
}

export function createAssessments(
  connection: Connection,
  audit: AuditWithWriter,
  fingerprintKey: Uint8Array | undefined,
): Assessments {
  const { store, path } = connection;
  const write = prepareWrites(store);
  const read = prepareReads(store);
  const keys = createIncidentKeys(connection, fingerprintKey);

  const addFile = (assessmentId: number, runId: number, fileId: number, atMs: number): void => {
    if (read.isMember.get(assessmentId, fileId) !== undefined) return;
    const file = read.fileNow.get(fileId);
    if (!file) throw new Error(`file ${fileId} is not recorded`);
    const sealed = file.rows ? keys.seal(assessmentId, fileId, file.rows, atMs) : undefined;
    write.file.run(assessmentId, fileId, runId, file.content_digest, sealed ?? null);
  };
  const sealEarlier = store.transaction((): void => {
    for (const { assessment_id, file_id, opened_ms } of read.unsealed.all()) {
      const rows = read.ledger.get(assessment_id, file_id);
      if (rows) write.people.run(keys.seal(assessment_id, file_id, rows, opened_ms) ?? null, assessment_id, file_id);
    }
  });
  if (!store.readonly && fingerprintKey) sealEarlier.immediate();

  const open = store.transaction((given: OpenAssessment): { id: number; opened: boolean } => {
    const standing = read.openCluster.get(given.cluster);
    if (standing !== undefined) return { id: standing, opened: false };
    const year = new Date(given.atMs).getUTCFullYear();
    const number = `BA-${year}-${String((read.countOfYear.get(`BA-${year}-%`) ?? 0) + 1).padStart(4, '0')}`;
    const row = write.assessment.get(number, given.cluster, given.atMs, given.runId ?? null, given.policyDigest);
    if (!row) throw new Error('the row of the assessment was not written');
    const { id } = row;
    for (const fileId of given.fileIds) addFile(id, given.runId ?? read.latestRun.get() ?? 0, fileId, given.atMs);
    const event = [id, 1, given.atMs, given.who, 'opened', given.why, JSON.stringify(given.data ?? null)] as const;
    write.event.run(...event);
    audit.write({
      atMs: given.atMs,
      actor: given.who,
      action: 'assessment-opened',
      subject: number,
      data: { cluster: given.cluster, files: given.fileIds.length, digest: assessmentEventDigest(event) },
    });
    return { id, opened: true };
  });

  const append = store.transaction((event: AppendEvent): number => {
    const standing = read.byId.get(event.assessmentId);
    if (!standing)
      throw new OperatorError(
        `assessment ${event.assessmentId}`,
        'there is no such assessment',
        'See: sharewarden breach list',
      );
    if (event.expectedVersion !== undefined && event.expectedVersion !== standing.version) {
      throw new OperatorError(
        standing.number,
        `somebody else changed it meanwhile (version ${standing.version}, you saw ${event.expectedVersion})`,
        'Look at it again, then repeat your entry',
      );
    }
    const version = standing.version + 1;
    const data = JSON.stringify(event.data ?? null);
    const row = [standing.id, version, event.atMs, event.who, event.kind, event.why, data] as const;
    write.event.run(...row);
    for (const fileId of event.addFileIds ?? []) addFile(standing.id, read.latestRun.get() ?? 0, fileId, event.atMs);
    if (event.destroyPeopleKey) keys.destroy(standing.id, event.atMs);
    write.version.run(version, event.status ?? standing.status, standing.id);
    audit.write({
      atMs: event.atMs,
      actor: event.who,
      action: `assessment-${event.kind}`,
      subject: standing.number,
      data: { version, digest: assessmentEventDigest(row) },
    });
    return version;
  });

  const complete = (row: StoredAssessment): RecordedAssessment => ({
    assessmentId: row.id,
    number: row.number,
    cluster: row.cluster,
    openedAtMs: row.opened_ms,
    ...(row.opened_run !== null && { openedRunId: row.opened_run }),
    policyDigest: row.policy_digest,
    status: row.status,
    version: row.version,
    peopleKey: keys.stateOf(row.id),
    files: read.files.all(row.id).map(toAssessmentFile),
  });
  const get = (assessment: number | string): RecordedAssessment | undefined => {
    const row = typeof assessment === 'number' ? read.byId.get(assessment) : read.byNumber.get(assessment);
    return row && complete(row);
  };

  return {
    open: explained(path, async (given) => {
      const { id, opened } = await connection.alone(() => open.immediate(given));
      const assessment = get(id);
      if (!assessment) throw new Error(`assessment ${id} was not written`);
      return { assessment, opened };
    }),
    append: explained(path, (event) =>
      connection.alone(() =>
        event.destroyPeopleKey ? connection.wiping(() => append.immediate(event)) : append.immediate(event),
      ),
    ),
    list: explained(path, ({ status } = {}) => read.all.all(status ?? '%').map(complete)),
    get: explained(path, get),
    events: explained(path, (assessmentId) => read.events.all(assessmentId).map(toEvent)),
    ledgerOf: explained(path, (assessmentId, fileId) => {
      const sealed = read.ledger.get(assessmentId, fileId);
      const rows = sealed ? keys.unseal(assessmentId, fileId, sealed) : undefined;
      return rows && { rows };
    }),
  };
}

function prepareWrites(store: Connection['store']) {
  return {
    assessment: store.prepare<unknown[], { readonly id: number }>(
      "INSERT INTO assessments (number, cluster, opened_ms, opened_run, policy_digest, status, version) VALUES (?, ?, ?, ?, ?, 'open', 1) RETURNING id",
    ),
    file: store.prepare(
      'INSERT INTO assessment_files (assessment_id, file_id, added_run, content_digest, people) VALUES (?, ?, ?, ?, ?)',
    ),
    people: store.prepare('UPDATE assessment_files SET people = ? WHERE assessment_id = ? AND file_id = ?'),
    event: store.prepare('INSERT INTO assessment_events VALUES (?, ?, ?, ?, ?, ?, ?)'),
    version: store.prepare('UPDATE assessments SET version = ?, status = ? WHERE id = ?'),
  };
}

function prepareReads(store: Connection['store']) {
  return {
    openCluster: store
      .prepare<[string], number>("SELECT id FROM assessments WHERE cluster = ? AND status = 'open'")
      .pluck(),
    countOfYear: store.prepare<[string], number>('SELECT count(*) FROM assessments WHERE number LIKE ?').pluck(),
    byId: store.prepare<[number], StoredAssessment>('SELECT * FROM assessments WHERE id = ?'),
    byNumber: store.prepare<[string], StoredAssessment>('SELECT * FROM assessments WHERE number = ?'),
    all: store.prepare<[string], StoredAssessment>('SELECT * FROM assessments WHERE status LIKE ? ORDER BY id'),
    isMember: store
      .prepare<[number, number], number>('SELECT 1 FROM assessment_files WHERE assessment_id = ? AND file_id = ?')
      .pluck(),
    fileNow: store.prepare<[number], { readonly content_digest: string | null; readonly rows: Uint8Array | null }>(
      'SELECT f.content_digest, p.rows FROM files f LEFT JOIN people p ON p.file_id = f.id WHERE f.id = ?',
    ),
    /** Of incidents that were recorded before incidents had keys. */
    unsealed: store.prepare<
      [],
      { readonly assessment_id: number; readonly file_id: number; readonly opened_ms: number }
    >(
      `SELECT f.assessment_id, f.file_id, a.opened_ms FROM assessment_files f JOIN assessments a ON a.id = f.assessment_id
       WHERE f.people IS NOT NULL AND NOT EXISTS (SELECT 1 FROM incident_keys k WHERE k.assessment_id = a.id)`,
    ),
    latestRun: store.prepare<[], number>('SELECT max(id) FROM runs').pluck(),
    events: store.prepare<[number], StoredEvent>(
      'SELECT * FROM assessment_events WHERE assessment_id = ? ORDER BY version',
    ),
    ledger: store
      .prepare<[number, number], Uint8Array | null>(
        'SELECT people FROM assessment_files WHERE assessment_id = ? AND file_id = ?',
      )
      .pluck(),
    files: store.prepare<[number], StoredFile>(
      `SELECT a.file_id, a.added_run, a.content_digest, s.name AS share, d.path AS directory, f.name
       FROM assessment_files a JOIN files f ON f.id = a.file_id JOIN directories d ON d.id = f.directory_id
       JOIN shares s ON s.id = d.share_id WHERE a.assessment_id = ? ORDER BY s.name, d.path, f.name`,
    ),
  };
}

interface StoredFile {
  readonly file_id: number;
  readonly added_run: number;
  readonly content_digest: string | null;
  readonly share: string;
  readonly directory: string;
  readonly name: string;
}

interface StoredEvent {
  readonly version: number;
  readonly at_ms: number;
  readonly who: string;
  readonly kind: string;
  readonly why: string;
  readonly data: string;
}

function toAssessmentFile(row: StoredFile): AssessmentFile {
  return {
    fileId: row.file_id,
    share: row.share,
    path: cataloguePath(row.directory, row.name),
    addedRunId: row.added_run,
    ...(row.content_digest !== null && { contentDigest: row.content_digest }),
  };
}

function toEvent({ version, at_ms, who, kind, why, data }: StoredEvent): AssessmentEvent {
  return { version, atMs: at_ms, who, kind, why, data: JSON.parse(data) };
}
