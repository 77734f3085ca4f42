import { createHash, timingSafeEqual } from 'node:crypto';
import { shownText } from '../../model/index.ts';
import { type Answer, page, refused } from '../answer.ts';
import { OPERATION_SCHEMA } from '../api-schemas.ts';
import { openMetrics } from '../open-metrics.ts';
import type { Asked, AskedBy, Route } from '../route.ts';
import { TEXTS } from '../texts.ts';

const RUNS_SHOWN = 14;
const OPEN_METRICS = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

export const OPERATION_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/health',
    title: 'Whether the server and its record answer',
    allow: 'everyone',
    async answer({ review }) {
      await review.record.runs.listRuns(1);
      return { kind: 'file', type: 'application/json', body: '{"status":"ok"}' };
    },
  },
  { method: 'GET', path: '/metrics', title: 'Numbers for monitoring', allow: 'everyone', answer: metrics },
  {
    method: 'GET',
    path: '/operation',
    title: 'Runs and coverage, without findings',
    allow: ['administrator', 'privacy-officer'],
    api: { response: OPERATION_SCHEMA },
    answer: operationPage,
  },
];

/** Only for who knows the secret of the configuration; without one there are none. */
async function metrics({ review, bearer, nowMs }: Asked): Promise<Answer> {
  const { metricsSecret } = review;
  if (metricsSecret === undefined || !isSame(bearer ?? '', metricsSecret))
    return refused(404, TEXTS.refused.missing, TEXTS.refused.missingRemedy);
  return { kind: 'file', type: OPEN_METRICS, body: await openMetrics(review.record, nowMs) };
}

function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}

async function operationPage({ review }: AskedBy): Promise<Answer> {
  const runs = await review.record.runs.listRuns(RUNS_SHOWN);
  const coverage = await review.record.nights.coverage();
  return page('operation', TEXTS.operation.title, {
    versions: review.versions,
    runs: runs.map(({ runId, state, startedAtMs, finishedAtMs, shares, exitCode }) => ({
      runId,
      state,
      startedAtMs,
      ...(finishedAtMs !== undefined && { finishedAtMs }),
      shares: shares.map(({ name }) => shownText(name)),
      ...(exitCode !== undefined && { exitCode }),
    })),
    coverage: coverage.map(({ share, met, fullyRead, partlyRead, unread, notMet, outdated }) => ({
      share: shownText(share),
      met,
      fullyRead,
      partlyRead,
      unread,
      notMet,
      outdated,
    })),
  });
}
