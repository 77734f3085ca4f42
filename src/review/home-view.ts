import { SEVERITIES, type Severity, shownPath, shownText } from '../model/index.ts';
import type { RecordedRun, ScanRecord } from '../record/index.ts';
import { REASON_WORDS, SEVERITY_WORDS } from '../report/index.ts';
import { assessmentRegister, type RegisterLine } from './assessment-register.ts';
import { basisInWords, changedBasis } from './changed-basis.ts';
import { type CoverageChart, coverageChart, type TrendChart, trendChart } from './charts.ts';
import { filterOf, readQuestion } from './queue-filter.ts';
import type { AskedBy } from './route.ts';

const DAY_MS = 86_400_000;
const TREND_DAYS = 30;
const UNREAD_SHOWN = 5;
const RUNS_LOOKED_AT = 400;
const ASSESSMENTS_SHOWN = 5;

export interface HomeView {
  readonly lastScanMs?: number;
  readonly newFlags: number;
  readonly worse: number;
  /** What verdicts of the last scan rest on otherwise than those before: a register that changed. */
  readonly changedBasis?: string;
  readonly overdue: number;
  readonly mine: number;
  readonly open: number;
  readonly bySeverity: readonly {
    readonly severity: Severity;
    readonly name: string;
    readonly says: string;
    readonly count: number;
  }[];
  readonly unread: {
    readonly count: number;
    readonly files: readonly {
      readonly share: string;
      readonly path: string;
      readonly why: string;
      readonly remedy: string;
      readonly nights: number;
    }[];
  };
  /** Open breach assessments, the next deadline first. */
  readonly assessments: { readonly open: number; readonly overdue: number; readonly first: readonly RegisterLine[] };
  readonly trend: TrendChart;
  readonly coverage: CoverageChart;
}

export async function homeView(asked: AskedBy): Promise<HomeView> {
  const {
    review: { record },
    viewer: { within, account },
    nowMs,
  } = asked;
  const bounds = within ? { within } : {};
  const counts = await record.flags.counts({ ...bounds, active: true, nowMs });
  const mine = await record.flags.counts({ ...bounds, active: true, assignee: account.name });
  const runs = await record.runs.listRuns(RUNS_LOOKED_AT);
  const last = runs.find(({ state }) => state === 'finished');
  const entries = await record.review.reads.entries({ ...bounds, sinceMs: nowMs - TREND_DAYS * DAY_MS });
  const assessments = await assessmentRegister(asked, 'open');
  const basis = last && basisInWords(changedBasis(runs, last.runId));
  // By the question that the tile leads to, so that the list shows as many.
  const countOf = async (changed: 'new' | 'worse') => {
    if (!last) return 0;
    const question = readQuestion({ changed });
    const given = { viewer: asked.viewer, shares: [], nowMs, lastRunId: last.runId, lastScanMs: last.startedAtMs };
    return (await record.flags.matching({ ...filterOf(question, given), limit: 1 })).count;
  };
  return {
    ...(last && { lastScanMs: last.finishedAtMs ?? last.startedAtMs }),
    newFlags: await countOf('new'),
    worse: await countOf('worse'),
    ...(basis !== undefined && { changedBasis: basis }),
    overdue: counts.overdue,
    mine: mine.active,
    open: counts.active,
    bySeverity: SEVERITIES.map((severity) => ({
      severity,
      ...SEVERITY_WORDS[severity],
      count: counts.bySeverity[severity],
    })),
    unread: await unreadView(record, bounds, runs),
    assessments: {
      open: assessments.length,
      overdue: assessments.filter(({ overdue }) => overdue).length,
      first: assessments.slice(0, ASSESSMENTS_SHOWN),
    },
    trend: trendChart(entries, nowMs, TREND_DAYS),
    coverage: coverageChart(await record.review.reads.outcomes(bounds)),
  };
}

async function unreadView(
  record: ScanRecord,
  bounds: Parameters<ScanRecord['review']['reads']['outcomes']>[0],
  runs: readonly RecordedRun[],
): Promise<HomeView['unread']> {
  const { count, files } = await record.review.reads.unread({ ...bounds, limit: UNREAD_SHOWN });
  const shown = [];
  for (const { fileId, share, path, reason, sinceRunId } of files) {
    const file = await record.files.file(fileId);
    const scans = runs.filter(
      (run) => run.runId >= sinceRunId && run.state === 'finished' && run.shares.some(({ name }) => name === share),
    );
    // Two scans of one day are one night.
    const nights = new Set(scans.map(({ startedAtMs }) => Math.floor(startedAtMs / DAY_MS))).size;
    const { says: why, remedy } = REASON_WORDS[reason];
    shown.push({ share: shownText(share), path: file ? shownPath(file) : shownText(path), why, remedy, nights });
  }
  return { count, files: shown };
}
