import type { Kysely, Selectable } from 'kysely';
import type { Finding, Place, ReadingNote, TypeCount, UnreadPart, Verdict } from '../model/index.ts';
import type { Connection } from './open-database.ts';
import type { RecordedReading } from './recorded.ts';
import type { JudgedFile } from './scan-record.ts';
import type { FileRow, Schema } from './schema.ts';

/** What belongs to files besides their row, by file id. */
export interface Details {
  readonly unreadParts: Map<number, UnreadPart[]>;
  readonly notes: Map<number, ReadingNote[]>;
  readonly types: Map<number, TypeCount[]>;
  readonly findings: Map<number, Finding[]>;
  readonly verdicts: Map<number, Verdict[]>;
}

/** One query per table for a page of files. */
export async function readDetails(db: Kysely<Schema>, fileIds: readonly number[]): Promise<Details> {
  const ids = [...fileIds];
  const unread = await db
    .selectFrom('unread_parts')
    .selectAll()
    .where('file_id', 'in', ids)
    .orderBy('file_id')
    .orderBy('position')
    .execute();
  const notes = await db
    .selectFrom('notes')
    .selectAll()
    .where('file_id', 'in', ids)
    .orderBy('file_id')
    .orderBy('position')
    .execute();
  const types = await db
    .selectFrom('type_counts')
    .selectAll()
    .where('file_id', 'in', ids)
    .orderBy('file_id')
    .orderBy('type')
    .execute();
  const findings = await db
    .selectFrom('findings')
    .selectAll()
    .where('file_id', 'in', ids)
    .orderBy('file_id')
    .orderBy('id')
    .execute();
  const verdicts = await db
    .selectFrom('verdicts')
    .selectAll()
    .where('file_id', 'in', ids)
    .orderBy('file_id')
    .orderBy('rule')
    .execute();
  return {
    unreadParts: byFile(unread, toUnreadPart),
    notes: byFile(notes, ({ place, note, detail }) => ({
      kind: 'note',
      place: JSON.parse(place) as Place,
      note: note as ReadingNote['note'],
      ...(detail !== null && { detail }),
    })),
    types: byFile(types, ({ file_id: _, distinct_values, ...counts }) => ({ ...counts, distinct: distinct_values })),
    findings: byFile(findings, toFinding),
    verdicts: byFile(verdicts, ({ rule, verdict, severity, reason, missing }) => ({
      rule,
      verdict: verdict as Verdict['verdict'],
      severity: severity as Verdict['severity'],
      reason,
      missing: JSON.parse(missing) as string[],
    })),
  };
}

/** The reading of a row with its details. */
export function toReading(row: FileRow, details: Details): RecordedReading {
  return {
    outcome: row.outcome as RecordedReading['outcome'],
    ...(row.reason !== null && { reason: row.reason as NonNullable<RecordedReading['reason']> }),
    format: row.format,
    bytesRead: row.bytes_read,
    ...(row.content_digest !== null && { contentDigest: row.content_digest }),
    unreadParts: details.unreadParts.get(row.id) ?? [],
    unreadPartCount: row.unread_part_count,
    notes: details.notes.get(row.id) ?? [],
    types: details.types.get(row.id) ?? [],
    findings: details.findings.get(row.id) ?? [],
    people: { lower: row.people_lower, likely: row.people_likely, upper: row.people_upper },
    namePaired: JSON.parse(row.name_paired) as Record<string, number>,
    documentClasses: JSON.parse(row.document_classes) as string[],
    elapsedMs: row.elapsed_ms,
  };
}

export function createJudgedReader({ db }: Connection) {
  return async (fileIds: readonly number[]): Promise<JudgedFile[]> => {
    if (fileIds.length === 0) return [];
    const rows = await db
      .selectFrom('files')
      .selectAll()
      .where('id', 'in', [...fileIds])
      .execute();
    const rowOf = new Map(rows.map((row) => [row.id, row]));
    const details = await readDetails(db, fileIds);
    return fileIds.map((fileId) => {
      const row = rowOf.get(fileId);
      if (!row) throw new Error(`the record has no file ${fileId}`);
      return { fileId, reading: toReading(row, details), verdicts: details.verdicts.get(fileId) ?? [] };
    });
  };
}

function byFile<Row extends { file_id: number }, Value>(
  rows: readonly Row[],
  convert: (row: Row) => Value,
): Map<number, Value[]> {
  const found = new Map<number, Value[]>();
  for (const row of rows) {
    const values = found.get(row.file_id);
    if (values) values.push(convert(row));
    else found.set(row.file_id, [convert(row)]);
  }
  return found;
}

function toUnreadPart({ place, reason, detail, encryption }: Selectable<Schema['unread_parts']>): UnreadPart {
  return {
    kind: 'unread',
    place: JSON.parse(place) as Place,
    reason: reason as UnreadPart['reason'],
    ...(detail !== null && { detail }),
    ...(encryption !== null && { encryption: encryption as NonNullable<UnreadPart['encryption']> }),
  };
}

function toFinding(row: Selectable<Schema['findings']>): Finding {
  return {
    type: row.type,
    place: JSON.parse(row.place) as Place,
    masked: row.masked,
    fingerprint: row.fingerprint,
    confidence: row.confidence as Finding['confidence'],
    margin: row.margin,
    evidence: JSON.parse(row.evidence) as string[],
  };
}
