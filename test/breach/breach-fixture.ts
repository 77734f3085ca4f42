import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  countPeople,
  ELEMENT_TYPES,
  type FileReading,
  PERSON_ROW_BYTES,
  type PeopleLedger,
  RESIDENCE_STATES,
  type Verdict,
} from '../../src/model/index.ts';
import { openRecord, type ScanRecord } from '../../src/record/index.ts';
import { cleanReading, fileEntries, listingOf, sampleFacts, startOf } from '../record/sample-files.ts';

/** An invented person; equal numbers stand for equal keys. 0 or absent: not there. */
export interface Person {
  readonly ssn?: number;
  readonly nameBirth?: number;
  readonly name?: number;
  readonly elements?: readonly string[];
  readonly state?: string;
  readonly flags?: number;
}

export function ledgerOf(people: readonly Person[]): PeopleLedger {
  const rows = new Uint8Array(people.length * PERSON_ROW_BYTES);
  const view = new DataView(rows.buffer);
  people.forEach(({ ssn, nameBirth, name, elements = [], state = '', flags = 0 }, index) => {
    const at = index * PERSON_ROW_BYTES;
    [ssn, nameBirth, name].forEach((key, position) => {
      if (key) view.setBigUint64(at + position * 8, keyOf(key, position), true);
    });
    const bits = elements.reduce(
      (mask, type) => mask | (1n << BigInt((ELEMENT_TYPES as readonly string[]).indexOf(type))),
      0n,
    );
    view.setBigUint64(at + 24, bits, true);
    view.setUint8(at + 32, (RESIDENCE_STATES as readonly string[]).indexOf(state));
    view.setUint8(at + 33, flags);
  });
  return { rows };
}

/** Spread like a keyed fingerprint; the two top bits tell the kinds of key apart. */
function keyOf(key: number, position: number): bigint {
  return ((BigInt(key) * 0x9e3779b97f4a7c15n) & 0x3fffffffffffffffn) | (BigInt(position + 1) << 62n) | 1n;
}

/** People with SSN, name and birth date, numbered from `from` on. */
export function crowd(from: number, count: number, state = 'MO'): Person[] {
  return Array.from({ length: count }, (_, index) => ({
    ssn: from + index,
    nameBirth: from + index,
    name: from + index,
    elements: ['person-name', 'us-ssn', 'date-of-birth'],
    state,
  }));
}

export interface FileOnShare {
  readonly people: readonly Person[];
  /** Stands for the bytes; equal words are copies. */
  readonly content?: string;
  readonly audience?: 'everyone' | 'team' | 'public';
  /** No verdict: the file is not exposed. */
  readonly fine?: boolean;
  readonly reading?: Partial<FileReading>;
}

export const ASSESS: Verdict = {
  rule: 'sr-05',
  verdict: 'needs-assessment',
  severity: 'critical',
  reason: 'open',
  missing: [],
};

export interface Nights {
  readonly record: ScanRecord;
  /** Scans a share that holds exactly these files. Returns the run. */
  night(files: Readonly<Record<string, FileOnShare>>): Promise<number>;
  end(): Promise<void>;
}

export const FIRST_NIGHT_MS = Date.UTC(2026, 2, 1, 22);
const DAY_MS = 86_400_000;
export const KEY = new Uint8Array(32).fill(7);

export async function openNights(folder = mkdtempSync(join(tmpdir(), 'sharewarden-breach-'))): Promise<Nights> {
  const record = await openRecord(join(folder, 'record.sqlite'), { fingerprintKey: KEY });
  let nights = 0;
  return {
    record,
    async night(files) {
      const startedAtMs = FIRST_NIGHT_MS + nights * DAY_MS;
      nights += 1;
      const { runId } = await record.runs.startRun(startOf({ startedAtMs }));
      const facts = Object.entries(files).map(([path, file]) => {
        const content = contentOf(path, file);
        return sampleFacts(path, {
          audience: file.audience ?? 'everyone',
          inode: String(parseInt(content.slice(0, 8), 16)),
        });
      });
      const entries = fileEntries(...facts);
      for (const { facts: met, status, fileId } of await record.catalogue.meet(runId, listingOf('', entries))) {
        const file = files[met.path];
        if (!file || status === 'unchanged') continue;
        const verdicts = file.fine ? [] : [ASSESS];
        if (status === 'regraded' && fileId !== undefined) {
          await record.catalogue.recordVerdicts({ runId, files: [{ fileId, facts: met, verdicts }] });
        } else {
          await record.catalogue.recordBatch({
            runId,
            files: [{ facts: met, reading: readingOf(met.path, file), verdicts }],
          });
        }
      }
      await record.runs.finishRun({ runId, finishedAtMs: startedAtMs + 1000, complete: true, actor: 'tester' });
      return runId;
    },
    async end() {
      await record.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function contentOf(path: string, file: FileOnShare): string {
  return createHash('sha256')
    .update(file.content ?? `${path} ${JSON.stringify(file.people)}`)
    .digest('hex');
}

function readingOf(path: string, file: FileOnShare): FileReading {
  const ledger = ledgerOf(file.people);
  const types = new Map<string, number>();
  const namePaired: Record<string, number> = {};
  for (const { elements = [] } of file.people) {
    for (const type of elements) {
      types.set(type, (types.get(type) ?? 0) + 1);
      if (type !== 'person-name' && elements.includes('person-name')) namePaired[type] = (namePaired[type] ?? 0) + 1;
    }
  }
  return cleanReading({
    outcome: types.size > 0 ? 'matched' : 'clean',
    contentDigest: contentOf(path, file),
    types: [...types].map(([type, count]) => ({ type, count, high: count, medium: 0, low: 0, distinct: count })),
    people: countPeople([ledger]),
    ledger,
    namePaired,
    ...file.reading,
  });
}
