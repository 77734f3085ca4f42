import { sql, type Transaction } from 'kysely';
import { grouped } from '../grouped.ts';
import type { Schema } from '../schema.ts';

/** A file of an exposure as the catalogue has it. */
export interface ExposureFile {
  readonly exposure_id: number;
  readonly id: number;
  readonly share_id: number;
  readonly directory: string;
  readonly content_digest: string | null;
  readonly audience: string;
  readonly location: string;
  readonly owner: string | null;
  readonly outcome: string | null;
  readonly reason: string | null;
  readonly vanished_run: number | null;
}

type FileVerdict = Pick<Schema['verdicts'], 'file_id' | 'rule' | 'verdict' | 'severity'>;

/** Everything that a night needs of some exposures. */
export interface ReadExposures {
  readonly exposures: ReadonlyMap<number, Schema['exposures']>;
  readonly files: ReadonlyMap<number, readonly ExposureFile[]>;
  /** By file and rule; `cannot-tell` included. */
  readonly verdicts: ReadonlyMap<number, ReadonlyMap<string, FileVerdict>>;
  readonly flags: ReadonlyMap<number, readonly Schema['flags'][]>;
  /** By flag and file. */
  readonly places: ReadonlyMap<number, ReadonlyMap<number, Schema['flag_places']>>;
  readonly baselines: ReadonlyMap<number, Schema['flag_baselines']>;
}

export async function readExposures(trx: Transaction<Schema>, ids: number[]): Promise<ReadExposures> {
  const exposures = await trx.selectFrom('exposures').selectAll().where('id', 'in', ids).execute();
  const { rows: files } = await sql<ExposureFile>`SELECT e.exposure_id, f.id, d.share_id, d.path AS directory,
      f.content_digest, f.audience, f.location, f.owner, f.outcome, f.reason, f.vanished_run
    FROM exposure_files e JOIN files f ON f.id = e.file_id JOIN directories d ON d.id = f.directory_id
    WHERE e.exposure_id IN (${sql.join(ids)}) ORDER BY f.id`.execute(trx);
  const { rows: verdicts } = await sql<FileVerdict>`SELECT v.file_id, v.rule, v.verdict, v.severity
    FROM exposure_files e JOIN verdicts v ON v.file_id = e.file_id
    WHERE e.exposure_id IN (${sql.join(ids)}) AND v.verdict <> 'allowed' ORDER BY v.file_id, v.rule`.execute(trx);
  const flags = await trx.selectFrom('flags').selectAll().where('exposure_id', 'in', ids).orderBy('id').execute();
  const { rows: places } = await sql<
    Schema['flag_places']
  >`SELECT p.* FROM flags g JOIN flag_places p ON p.flag_id = g.id
    WHERE g.exposure_id IN (${sql.join(ids)}) ORDER BY p.flag_id, p.file_id`.execute(trx);
  const { rows: baselines } = await sql<Schema['flag_baselines']>`SELECT b.* FROM flags g
    JOIN flag_baselines b ON b.flag_id = g.id WHERE g.exposure_id IN (${sql.join(ids)})`.execute(trx);
  return {
    exposures: new Map(exposures.map((row) => [row.id, row])),
    files: grouped(files, ({ exposure_id }) => exposure_id),
    verdicts: nested(
      verdicts,
      ({ file_id }) => file_id,
      ({ rule }) => rule,
    ),
    flags: grouped(flags, ({ exposure_id }) => exposure_id),
    places: nested(
      places,
      ({ flag_id }) => flag_id,
      ({ file_id }) => file_id,
    ),
    baselines: new Map(baselines.map((row) => [row.flag_id, row])),
  };
}

function nested<Row, Outer, Inner>(
  rows: readonly Row[],
  outerOf: (row: Row) => Outer,
  innerOf: (row: Row) => Inner,
): Map<Outer, Map<Inner, Row>> {
  const found = new Map<Outer, Map<Inner, Row>>();
  for (const row of rows) {
    const inner = found.get(outerOf(row)) ?? new Map<Inner, Row>();
    inner.set(innerOf(row), row);
    found.set(outerOf(row), inner);
  }
  return found;
}
