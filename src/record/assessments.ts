import { OperatorError } from '../model/index.ts';
import type {
  AppendEvent,
  AssessmentEvent,
  AssessmentFile,
  Assessments,
  OpenAssessment,
  RecordedAssessment,
} from './assessment-types.ts';
import type { AuditWithWriter } from './audit.ts';
import { cataloguePath } from './names.ts';
import type { Connection } from './open-database.ts';
import { explained } from './store-errors.ts';

interface StoredAssessment {
  readonly id: number;
  readonly number: string;
  readonly cluster: string;
  readonly opened_ms: number;
  readonly opened_run: number;
  readonly policy_digest: string;
  readonly status: 'open' | 'closed';
  readonly version: number;
}

export function createAssessments(connection: Connection, audit: AuditWithWriter): Assessments {
  const { store, path } = connection;
  const write = prepareWrites(store);
  const read = prepareReads(store);

  const open = store.transaction((given: OpenAssessment): { id: number; opened: boolean } => {
    const standing = read.openCluster.get(given.cluster);
    if (standing !== undefined) return { id: standing, opened: false };
    const year = new Date(given.atMs).getUTCFullYear();
    const number = `BA-${year}-${String((read.countOfYear.get(`BA-${year}-%`) ?? 0) + 1).padStart(4, '0')}`;
    const row = write.assessment.get(number, given.cluster, given.atMs, given.runId, given.policyDigest);
    if (!row) throw new Error('the row of the assessment was not written');
    const { id } = row;
    for (const fileId of given.fileIds) write.file.run(id, given.runId, fileId);
    write.event.run(id, 1, given.atMs, given.who, 'opened', given.why, JSON.stringify(given.data ?? null));
    audit.write({
      atMs: given.atMs,
      actor: given.who,
      action: 'assessment-opened',
      subject: number,
      data: { cluster: given.cluster, files: given.fileIds.length },
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
    write.event.run(
      standing.id,
      version,
      event.atMs,
      event.who,
      event.kind,
      event.why,
      JSON.stringify(event.data ?? null),
    );
    for (const fileId of event.addFileIds ?? [])
      write.file.run(standing.id, read.latestRun.get() ?? standing.opened_run, fileId);
    write.version.run(version, event.status ?? standing.status, standing.id);
    audit.write({
      atMs: event.atMs,
      actor: event.who,
      action: `assessment-${event.kind}`,
      subject: standing.number,
      data: { version },
    });
    return version;
  });

  const complete = (row: StoredAssessment): RecordedAssessment => ({
    assessmentId: row.id,
    number: row.number,
    cluster: row.cluster,
    openedAtMs: row.opened_ms,
    openedRunId: row.opened_run,
    policyDigest: row.policy_digest,
    status: row.status,
    version: row.version,
    files: read.files.all(row.id).map(toAssessmentFile),
  });
  const get = (assessment: number | string): RecordedAssessment | undefined => {
    const row = typeof assessment === 'number' ? read.byId.get(assessment) : read.byNumber.get(assessment);
    return row && complete(row);
  };

  return {
    open: explained(path, (given) => {
      const { id, opened } = open.immediate(given);
      const assessment = get(id);
      if (!assessment) throw new Error(`assessment ${id} was not written`);
      return { assessment, opened };
    }),
    append: explained(path, (event) => append.immediate(event)),
    list: explained(path, ({ status } = {}) => read.all.all(status ?? '%').map(complete)),
    get: explained(path, get),
    events: explained(path, (assessmentId) => read.events.all(assessmentId).map(toEvent)),
    ledgerOf: explained(path, (assessmentId, fileId) => {
      const rows = read.ledger.get(assessmentId, fileId);
      return rows ? { rows } : undefined;
    }),
  };
}

function prepareWrites(store: Connection['store']) {
  return {
    assessment: store.prepare<unknown[], { readonly id: number }>(
      "INSERT INTO assessments (number, cluster, opened_ms, opened_run, policy_digest, status, version) VALUES (?, ?, ?, ?, ?, 'open', 1) RETURNING id",
    ),
    file: store.prepare(
      `INSERT INTO assessment_files (assessment_id, added_run, file_id, content_digest, people)
       SELECT CAST(? AS integer), CAST(? AS integer), f.id, f.content_digest, p.rows FROM files f LEFT JOIN people p ON p.file_id = f.id WHERE f.id = ? ON CONFLICT DO NOTHING`,
    ),
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
