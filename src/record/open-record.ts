import { createHmac } from 'node:crypto';
import { OperatorError } from '../model/index.ts';
import { verifyAssessmentEvents } from './assessment-seals.ts';
import { createAssessments } from './assessments.ts';
import { createAudit } from './audit.ts';
import { createBackup } from './backup.ts';
import { createCatalogue } from './catalogue.ts';
import { createDisclosures } from './disclosures.ts';
import { createFiles } from './files.ts';
import { verifyEntries } from './flags/flag-events.ts';
import { createFlags } from './flags/flags.ts';
import { createInterned } from './interned.ts';
import { createJournal } from './journal.ts';
import { checkVersion, migrate } from './migrate.ts';
import { createNameSeal } from './name-seal.ts';
import { createNights } from './nights/nights.ts';
import { type Connection, openDatabase } from './open-database.ts';
import { isPostgresUrl, openPostgres, postgresName } from './postgres/open-postgres.ts';
import { createQuarantines } from './reveal/quarantines.ts';
import { createReveals } from './reveal/reveals.ts';
import { createSamples } from './reveal/samples.ts';
import { createReview } from './review/review.ts';
import { createRuns } from './runs.ts';
import type { OpenOptions, ScanRecord } from './scan-record.ts';
import { sealedRecord } from './sealed-record.ts';
import { explainedEach, toOperatorError } from './store-errors.ts';
import { createRowWriter } from './write-rows.ts';
import { takeWriterLock } from './writer-lock.ts';

/**
 * Opens the record at this path or postgres:// address, makes it on first use and brings an older one up to date. OperatorError: written by another
 * process, locked, of a newer version, not writable, disk full, not ours, damaged, or recorded with another fingerprint key.
 */
export async function openRecord(path: string, options: OpenOptions = {}): Promise<ScanRecord> {
  let connection: Connection | undefined;
  let release: () => void = () => {};
  try {
    connection = isPostgresUrl(path) ? openPostgres(path, options) : openDatabase(path, options);
    const { access = 'write' } = options;
    checkVersion(connection, access !== 'write');
    if (access === 'write') {
      if (!isPostgresUrl(path))
        release = takeWriterLock(path, options.holder ?? 'another command', options.busyTimeoutMs ?? 5_000);
      await migrate(connection);
    }
    checkKey(connection, options.fingerprintKey);
    return sealedRecord(assemble(connection, release, options.fingerprintKey), createNameSeal(options.fingerprintKey));
  } catch (error) {
    if (connection?.store.open) connection.store.close();
    release();
    throw toOperatorError(error, isPostgresUrl(path) ? postgresName(path) : path);
  }
}

function assemble(connection: Connection, release: () => void, fingerprintKey: Uint8Array | undefined): ScanRecord {
  const { store, path } = connection;
  const interned = createInterned(connection);
  const audit = createAudit(connection);
  const catalogue = createCatalogue(connection, interned, createRowWriter(connection));
  const flush = store.readonly ? () => {} : catalogue.flush;
  return {
    runs: createRuns(connection, interned, catalogue, audit),
    catalogue,
    journal: createJournal(connection),
    files: createFiles(connection, flush),
    assessments: createAssessments(connection, audit, fingerprintKey),
    flags: createFlags(connection, audit, flush),
    nights: createNights(connection),
    backup: createBackup(connection, flush),
    audit: {
      ...audit,
      async verifyAudit(options) {
        const chain = await audit.verifyAudit(options);
        if (!chain.intact) return chain;
        const { db } = connection;
        return (await verifyEntries(db)) ?? (await verifyAssessmentEvents(db)) ?? chain;
      },
    },
    disclosures: explainedEach(path, createDisclosures(connection, audit)),
    reveals: explainedEach(path, createReveals(connection, audit)),
    quarantines: explainedEach(path, createQuarantines(connection, audit)),
    samples: explainedEach(path, createSamples(connection, audit)),
    review: createReview(connection, audit),
    async close() {
      if (!store.open) return;
      try {
        flush();
      } catch (error) {
        throw toOperatorError(error, path);
      } finally {
        store.close();
        release();
      }
    },
  };
}

const KEY_CHECK = 'fingerprint-key-check';

/** Fingerprints of two keys cannot be compared: a record belongs to the key that it was begun with. */
function checkKey({ store, path }: Connection, key: Uint8Array | undefined): void {
  if (!key) return;
  const check = createHmac('sha256', key).update('sharewarden fingerprint key check').digest('hex').slice(0, 32);
  const kept = store.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck().get(KEY_CHECK);
  if (kept === undefined) {
    if (!store.readonly) store.prepare('INSERT INTO meta VALUES (?, ?)').run(KEY_CHECK, check);
    return;
  }
  if (kept === check) return;
  throw new OperatorError(
    path,
    'the record was made with another fingerprint key',
    'Give the key that belongs to it (restore the key file from backup), or start a new record with --state',
  );
}
