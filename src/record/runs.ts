import type { AuditWithWriter } from './audit.ts';
import type { CatalogueWithFlush } from './catalogue.ts';
import type { Interned } from './interned.ts';
import type { Connection } from './open-database.ts';
import type { RecordedRun, RecordedShare, RunSummary } from './recorded.ts';
import type { Runs, StartRun } from './scan-record.ts';
import { explained } from './store-errors.ts';
import { computeSummary, type SummaryWithoutRun } from './summary.ts';
import { createSweep } from './sweep.ts';

export function createRuns(
  connection: Connection,
  interned: Interned,
  catalogue: CatalogueWithFlush,
  audit: AuditWithWriter,
): Runs {
  const { store, db, path } = connection;
  const sweep = createSweep(connection);
  const addRun = store.prepare<unknown[], { readonly id: number }>(
    "INSERT INTO runs (started_ms, state, versions, engine, pattern_digest, policy, judged_by) VALUES (?, 'running', ?, ?, ?, ?, ?) RETURNING id",
  );
  const addShare = store.prepare('INSERT INTO run_shares VALUES (?, ?) ON CONFLICT DO NOTHING');
  const openRuns = store.prepare<[], number>("SELECT id FROM runs WHERE state = 'running' ORDER BY id").pluck();
  const interrupt = store.prepare("UPDATE runs SET state = 'interrupted' WHERE id = ?");
  const finish = store.prepare('UPDATE runs SET finished_ms = ?, state = ?, summary = ? WHERE id = ?');
  const exit = store.prepare('UPDATE runs SET exit_code = ? WHERE id = ?');

  const start = store.transaction((given: StartRun) => {
    const interruptedRunIds = openRuns.all();
    for (const id of interruptedRunIds) interrupt.run(id);
    const { startedAtMs, versions, engineDigest, patternDigest, policyDigest, judgedBy, shares, actor } = given;
    const run = addRun.get(
      startedAtMs,
      JSON.stringify(versions),
      interned.digestId(engineDigest),
      patternDigest,
      interned.digestId(policyDigest),
      judgedBy === undefined ? null : JSON.stringify(judgedBy),
    );
    if (!run) throw new Error('the row of the run was not written');
    const runId = run.id;
    for (const share of shares) addShare.run(runId, interned.shareId(share));
    audit.write({
      atMs: startedAtMs,
      actor,
      action: 'run-started',
      subject: `run ${runId}`,
      data: { shares, versions, patternDigest, policyDigest, interruptedRunIds },
    });
    return { runId, interruptedRunIds };
  });

  const close = store.transaction((given: Parameters<Runs['finishRun']>[0], summary: SummaryWithoutRun) => {
    finish.run(given.finishedAtMs, given.complete ? 'finished' : 'stopped', JSON.stringify(summary), given.runId);
    const { met, clean, matched, unread } = summary;
    audit.write({
      atMs: given.finishedAtMs,
      actor: given.actor,
      action: 'run-finished',
      subject: `run ${given.runId}`,
      data: { complete: given.complete, met, clean, matched, unread },
    });
  });
  // A file that was in flight when a process ended, and that a whole run did not meet again, is gone.
  const forget = store.prepare(
    `DELETE FROM journal WHERE run_id < ? AND EXISTS (
       SELECT 1 FROM run_shares JOIN shares ON shares.id = run_shares.share_id
       WHERE run_shares.run_id = ? AND shares.name = journal.share AND shares.root = journal.root)`,
  );
  const sweepAll = store.transaction((runId: number) => {
    sweep(runId);
    forget.run(runId, runId);
  });

  async function findRun(runId: number): Promise<StoredRun> {
    const row = await storedRuns(db).where('runs.id', '=', runId).executeTakeFirst();
    if (!row) throw new Error(`the record has no run ${runId}`);
    return row;
  }

  async function runSummary(runId: number): Promise<RunSummary> {
    const row = await findRun(runId);
    const run = await toRun(connection, row);
    if (row.summary !== null) return { ...(JSON.parse(row.summary) as SummaryWithoutRun), run };
    return { ...(await computeSummary(db, runId, run.shares)), run };
  }

  return {
    startRun: explained(path, (given) => start.immediate(given)),
    finishRun: explained(path, async (given) => {
      catalogue.flush();
      if (given.complete) sweepAll.immediate(given.runId);
      const { run: _, ...counted } = await runSummary(given.runId);
      close.immediate(given, { ...counted, ...(given.notReached && { notReached: given.notReached }) });
      return runSummary(given.runId);
    }),
    recordExit: explained(path, (runId, exitCode) => void exit.run(exitCode, runId)),
    runSummary: explained(path, async (runId) => {
      if (!store.readonly) catalogue.flush();
      return runSummary(runId);
    }),
    listRuns: explained(path, async (limit = 50) => {
      const rows = await storedRuns(db).orderBy('runs.id', 'desc').limit(limit).execute();
      return Promise.all(rows.map((row) => toRun(connection, row)));
    }),
    lastFinishedRun: explained(path, async (beforeRunId, share) => {
      const row = await storedRuns(db)
        .where('runs.state', '=', 'finished')
        .$if(beforeRunId !== undefined, (query) => query.where('runs.id', '<', beforeRunId ?? 0))
        .$if(share !== undefined, (query) =>
          query.where(({ exists, selectFrom }) =>
            exists(
              selectFrom('run_shares')
                .innerJoin('shares', 'shares.id', 'run_shares.share_id')
                .select('run_shares.run_id')
                .whereRef('run_shares.run_id', '=', 'runs.id')
                .where('shares.name', '=', share?.name ?? '')
                .where('shares.root', '=', share?.root ?? ''),
            ),
          ),
        )
        .orderBy('runs.id', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row && toRun(connection, row);
    }),
  };
}

type StoredRun = Awaited<ReturnType<ReturnType<typeof storedRuns>['execute']>>[number];

function storedRuns(db: Connection['db']) {
  return db
    .selectFrom('runs')
    .innerJoin('digests as engines', 'engines.id', 'runs.engine')
    .innerJoin('digests as policies', 'policies.id', 'runs.policy')
    .selectAll('runs')
    .select(['engines.digest as engine_digest', 'policies.digest as policy_digest']);
}

async function toRun({ db }: Connection, row: StoredRun): Promise<RecordedRun> {
  const shares: RecordedShare[] = await db
    .selectFrom('run_shares')
    .innerJoin('shares', 'shares.id', 'run_shares.share_id')
    .select(['shares.name', 'shares.root'])
    .where('run_shares.run_id', '=', row.id)
    .orderBy('shares.name')
    .orderBy('shares.root')
    .execute();
  return {
    runId: row.id,
    startedAtMs: row.started_ms,
    ...(row.finished_ms !== null && { finishedAtMs: row.finished_ms }),
    state: row.state as RecordedRun['state'],
    shares,
    versions: JSON.parse(row.versions) as Record<string, string>,
    engineDigest: row.engine_digest,
    patternDigest: row.pattern_digest,
    policyDigest: row.policy_digest,
    ...(row.judged_by !== null && { judgedBy: JSON.parse(row.judged_by) as Record<string, string> }),
    ...(row.exit_code !== null && { exitCode: row.exit_code }),
  };
}
