import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { listAssessments } from '../../breach/index.ts';
import { shownText } from '../../model/index.ts';
import type { Role } from '../../record/index.ts';
import { listReports, writeReports } from '../../report/index.ts';
import { type Answer, page, refused } from '../answer.ts';
import { DISCLOSURES_SCHEMA, REPORTS_SCHEMA } from '../api-schemas.ts';
import { noteDownload, noteLook } from '../note-look.ts';
import { type AskedBy, numberOf, type Route } from '../route.ts';
import { TEXTS } from '../texts.ts';

/** Reports and disclosures are of whole shares. */
const OVERSEERS: readonly Role[] = ['privacy-officer', 'auditor'];
const RUNS_SHOWN = 30;
const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json',
  jsonl: 'application/jsonl',
};

export const REPORT_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/reports',
    title: 'Runs and their reports',
    allow: OVERSEERS,
    api: { response: REPORTS_SCHEMA },
    answer: reportsPage,
  },
  {
    method: 'GET',
    path: '/reports/:runId/:report',
    title: 'One report of one run',
    allow: OVERSEERS,
    perMinute: 10,
    answer: download,
  },
  {
    method: 'GET',
    path: '/disclosures',
    title: 'The log of disclosures',
    allow: OVERSEERS,
    api: { response: DISCLOSURES_SCHEMA },
    answer: disclosuresPage,
  },
];

async function reportsPage({ review }: AskedBy): Promise<Answer> {
  const runs = await review.record.runs.listRuns(RUNS_SHOWN);
  return page('reports', TEXTS.reports.title, {
    runs: runs
      .filter(({ state }) => state === 'finished')
      .map(({ runId, startedAtMs, shares }) => ({
        runId,
        startedAtMs,
        shares: shares.map(({ name }) => shownText(name)),
      })),
    reports: listReports(review.reportsFolder).map(({ id, title, answers }) => ({ id, title, answers })),
  });
}

/** Written to a folder of its own, which holds masked text only and is removed at once. */
async function download(asked: AskedBy): Promise<Answer> {
  const { review, params, nowMs } = asked;
  const { record } = review;
  const runId = numberOf(params.runId);
  const runs = await record.runs.listRuns(RUNS_SHOWN);
  const known = listReports(review.reportsFolder).find(({ id }) => id === params.report);
  if (runId === undefined || !known || !runs.some((run) => run.runId === runId && run.state === 'finished'))
    return refused(404, TEXTS.refused.missing, TEXTS.refused.missingRemedy);
  await noteDownload(asked, `report ${known.id} of run ${runId}`);
  const outFolder = await mkdtemp(join(tmpdir(), 'sharewarden-report-'));
  try {
    const [path] = await writeReports({
      record,
      runId,
      reportsFolder: review.reportsFolder,
      outFolder,
      names: [known.id],
      policy: review.policy,
      assessments: await listAssessments(record),
      unsetPlanKeys: review.unsetPlanKeys,
      versions: review.versions,
      nowMs,
    });
    if (path === undefined) return refused(404, TEXTS.refused.missing, TEXTS.refused.missingRemedy);
    const type = TYPES[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
    return { kind: 'file', type, body: await readFile(path), name: `run-${runId}-${basename(path)}` };
  } finally {
    await rm(outFolder, { recursive: true, force: true });
  }
}

async function disclosuresPage(asked: AskedBy): Promise<Answer> {
  const disclosures = await asked.review.record.disclosures.list();
  await noteLook(asked, 'disclosures', { disclosures: disclosures.length });
  return page('disclosures', TEXTS.disclosures.title, {
    disclosures: [...disclosures].reverse().map(({ id, atMs, who, recipient, interest, basis, agreement, files }) => ({
      id,
      atMs,
      who,
      recipient: shownText(recipient),
      interest: shownText(interest),
      basis: shownText(basis),
      agreement: shownText(agreement),
      files: files.map(({ name, rows, types }) => ({ name: shownText(name), rows, types: Object.keys(types) })),
    })),
  });
}
