import { mkdirSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { loadPolicy } from '../../src/judge/index.ts';
import type { Verdict } from '../../src/model/index.ts';
import { openRecord, type ScanRecord } from '../../src/record/index.ts';
import { createServer, hashPassword, type ReviewContext, SESSION_LIMITS } from '../../src/review/index.ts';
import { readFile } from '../../src/scan/read-file.ts';
import { PROJECT } from '../end-to-end/run-cli.ts';
import { KEY, pack, setting } from '../preview/preview-setting.ts';
import { fileEntries, sampleFacts, startOf } from '../record/sample-files.ts';
import { PASSWORD, PEOPLE, START_MS, VIOLATION } from './review-fixture.ts';

const { createPreviewer } = (await import(
  join(PROJECT, 'dist/preview/index.js')
)) as typeof import('../../src/preview/index.ts');

export interface FileHouse {
  readonly app: FastifyInstance;
  readonly record: ScanRecord;
  readonly base: string;
  /** Path of the record. */
  readonly database: string;
  /** Root of the share. */
  readonly root: string;
  readonly log: string[];
  clockMs: number;
  fileId(path: string): Promise<number>;
  exposureOf(path: string): Promise<number>;
  close(): Promise<void>;
}

/** The web app over real files, read and recorded as a scan does it. Keys of `files` begin with the area: `north/pay.csv`. */
export async function openFileHouse(
  files: Readonly<Record<string, string>>,
  changes: (base: string, record: ScanRecord) => Partial<ReviewContext>,
  verdicts: readonly Verdict[] = [VIOLATION],
): Promise<FileHouse> {
  const base = mkdtempSync(join(tmpdir(), 'sharewarden-house-'));
  const root = join(base, 'share');
  const share = { name: 'office', root };
  const database = join(base, 'record.sqlite');
  const writer = await openRecord(database, { fingerprintKey: KEY });
  const { runId } = await writer.runs.startRun(startOf({ startedAtMs: START_MS, shares: [share] }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    const { size, mtimeMs, mode } = statSync(join(root, path));
    const facts = sampleFacts(path, {
      root,
      sizeBytes: size,
      modifiedAtMs: mtimeMs,
      mode: mode & 0o7777,
      audience: 'everyone',
      inode: path,
    });
    const reading = await readFile({ path: join(root, path), name: path, timeoutMs: 60_000 }, setting.detector, {
      ...setting,
      findingsPerType: 50,
      allowances: [],
      asOf: '2026-11-24',
    });
    await writer.catalogue.meet(runId, {
      share: share.name,
      root,
      directory: dirname(path),
      entries: fileEntries(facts),
      last: true,
    });
    const own = reading.outcome === 'matched' ? verdicts : [];
    await writer.catalogue.recordBatch({ runId, files: [{ facts, reading, verdicts: own }] });
  }
  await writer.runs.finishRun({ runId, finishedAtMs: START_MS + 1_000, complete: true, actor: 'tester' });
  await writer.flags.follow({ runId, atMs: START_MS + 1_000 });
  const passwordHash = await hashPassword(PASSWORD);
  for (const [name, { role, areas }] of Object.entries(PEOPLE))
    await writer.review.accounts.add({
      name,
      role,
      areas,
      passwordHash,
      mustChangePassword: false,
      atMs: START_MS,
      who: 'tester',
    });
  await writer.close();
  const record = await openRecord(database, { access: 'decide', fingerprintKey: KEY, busyTimeoutMs: 300 });
  const policy = loadPolicy([join(PROJECT, 'policies')]);
  const log: string[] = [];
  const house = { clockMs: START_MS + 3_600_000 };
  const previewer = createPreviewer({ pack, fingerprintKey: KEY, limits: setting.limits });
  const app = await createServer(
    {
      record,
      previewer,
      areas: ['North', 'South'].map((name) => ({ name, folders: [{ share, path: name.toLowerCase() }] })),
      policy,
      rules: new Map(policy.rules.map((rule) => [rule.id, rule])),
      unsetPlanKeys: policy.unsetPlanKeys({}),
      versions: { sharewarden: '0.0.0' },
      pagesFolder: join(PROJECT, 'pages'),
      reportsFolder: join(PROJECT, 'reports'),
      htmxFile: createRequire(import.meta.url).resolve('htmx.org/dist/htmx.min.js'),
      limits: SESSION_LIMITS,
      now: () => house.clockMs,
      log: (line) => void log.push(JSON.stringify(line)),
      ...changes(base, record),
    },
    { behindProxy: false, hosts: [] },
  );
  const fileId = async (path: string): Promise<number> => (await record.files.findFile(share, path))?.fileId ?? 0;
  return Object.assign(house, {
    ...{ app, record, base, database, root, log, fileId },
    async exposureOf(path: string): Promise<number> {
      const id = await fileId(path);
      for (const { flagId, exposureId } of (await record.flags.list({ limit: 500 })).flags)
        if ((await record.flags.get(flagId))?.standing.some((place) => place.fileId === id)) return exposureId;
      return 0;
    },
    async close() {
      await previewer.close();
      await app.close();
      await record.close();
    },
  });
}
