import { createHmac } from 'node:crypto';
import { chownSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileFacts } from '../../src/model/index.ts';
import type { QuarantineSetting } from '../../src/quarantine/index.ts';
import { openRecord, type ScanRecord } from '../../src/record/index.ts';
import { fileEntries, matchedReading, sampleFacts, startOf } from '../record/sample-files.ts';

export const CONTENT_KEY = new Uint8Array(32).fill(3);
export const CONTENT = 'SSN 486-31-4127 of a person\n';

export interface LaidOut {
  readonly base: string;
  readonly share: string;
  readonly folder: string;
  readonly path: string;
  readonly fileId: number;
  readonly database: string;
  open(): Promise<{ readonly record: ScanRecord; readonly setting: QuarantineSetting }>;
}

/** A share with one file, as a scan has recorded it. */
export async function layOut(
  base: string,
  name = 'pay.txt',
  owner?: { readonly uid: number; readonly gid: number },
): Promise<LaidOut> {
  const share = join(base, 'share');
  const database = join(base, 'record.sqlite');
  const folder = join(base, 'held');
  const path = join(share, 'HR', name);
  mkdirSync(join(share, 'HR'), { recursive: true });
  writeFileSync(path, CONTENT, { mode: 0o640 });
  if (owner) chownSync(path, owner.uid, owner.gid);
  const record = await openRecord(database, { fingerprintKey: new Uint8Array(32) });
  const { runId } = await record.runs.startRun(startOf({ shares: [{ name: 'office', root: share }] }));
  const facts = factsOf(share, `HR/${name}`);
  const contentDigest = createHmac('sha256', CONTENT_KEY).update(readFileSync(path)).digest('hex');
  await record.catalogue.meet(runId, {
    share: 'office',
    root: share,
    directory: 'HR',
    entries: fileEntries(facts),
    last: true,
  });
  const [fileId = 0] = await record.catalogue.recordBatch({
    runId,
    files: [{ facts, reading: matchedReading({ contentDigest }), verdicts: [] }],
  });
  await record.runs.finishRun({ runId, finishedAtMs: 1_764_000_100_000, complete: true, actor: 'tester' });
  await record.close();
  return {
    ...{ base, share, folder, path, fileId, database },
    async open() {
      const again = await openRecord(database, { fingerprintKey: new Uint8Array(32) });
      const setting = {
        record: again,
        folder,
        contentKey: CONTENT_KEY,
        contact: 'the privacy officer, 555-0100',
        nowMs: () => 1_764_000_200_000,
      };
      return { record: again, setting };
    },
  };
}

function factsOf(root: string, path: string): FileFacts {
  const { size, mtimeMs, ctimeMs, ino, dev, mode, uid, gid } = lstatSync(join(root, path));
  return sampleFacts(path, {
    root,
    ...{ uid, gid, sizeBytes: size, modifiedAtMs: mtimeMs, changedAtMs: ctimeMs },
    ...{ device: String(dev), inode: String(ino), mode: mode & 0o7777 },
  });
}

/** Names in a folder, and nothing where it is not there. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
