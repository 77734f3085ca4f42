import { type FlagState, type Severity, shownPath, shownText } from '../model/index.ts';
import type { ExposurePlaces, Flag, RecordedShare } from '../record/index.ts';
import { SEVERITY_WORDS } from '../report/index.ts';
import { assignees } from './assignees.ts';
import { filterOf, type QueueQuestion, queryOf } from './queue-filter.ts';
import type { ReviewContext } from './review-context.ts';
import type { Viewer } from './route.ts';
import { peopleInFigures } from './words.ts';

const NOBODY = { lower: 0, likely: 0, upper: 0 };
const PAGE_ROWS = 50;
const RUNS_LOOKED_AT = 100;

export interface QueueRow {
  readonly flagId: number;
  readonly exposureId: number;
  readonly version: number;
  readonly severity: Severity;
  readonly severityName: string;
  readonly rule: string;
  readonly ruleTitle: string;
  /** Other rules that speak against the same data and fit the filter. */
  readonly otherRules: number;
  readonly share: string;
  readonly path: string;
  /** Queries of the list: the same folder, rule, owner. Absent where the name is masked. */
  readonly like: { readonly rule: string; readonly folder?: string; readonly owner?: string };
  /** Files of the exposure that the viewer sees. */
  readonly places: number;
  /** Some of its files lie in areas that the viewer does not see. */
  readonly hasElsewhere: boolean;
  /** In the file of the row where some of it lies elsewhere; in all files otherwise. */
  readonly people: string;
  readonly owner?: string;
  readonly assignee?: string;
  readonly dueAtMs?: number;
  readonly isOverdue: boolean;
  readonly state: FlagState | 'mended';
  readonly openedAtMs: number;
}

export interface QueueView {
  readonly question: QueueQuestion;
  readonly query: string;
  readonly rows: readonly QueueRow[];
  /** Flags that fit. */
  readonly count: number;
  /** Against which they speak: the rows of all pages. */
  readonly exposures: number;
  readonly next?: string;
  readonly shares: readonly string[];
  readonly rules: readonly { readonly id: string; readonly title: string }[];
  readonly views: readonly { readonly name: string; readonly query: string }[];
  readonly mayDecide: boolean;
  /** Accounts to which work can be given; none where the viewer may not decide. */
  readonly assignees: readonly string[];
}

export async function queueView(
  review: ReviewContext,
  viewer: Viewer,
  question: QueueQuestion,
  after: string | undefined,
): Promise<QueueView> {
  const { record } = review;
  const nowMs = review.now();
  const { shares, lastRunId, lastScanMs } = await scanned(review);
  const filter = filterOf(question, { viewer, shares, nowMs, lastRunId, lastScanMs });
  const { flags, next } = await record.flags.list({
    ...filter,
    sort: question.sort,
    limit: PAGE_ROWS,
    oneOfEach: 'exposure',
    ...(after !== undefined && { after }),
  });
  const size = await record.flags.size(filter);
  const others = await otherRules(review, filter, flags);
  const mended = await mendedAmong(
    review,
    flags.map(({ flagId }) => flagId),
    lastScanMs,
  );
  const rows: QueueRow[] = [];
  const places = await record.flags.placesOf(
    flags.map(({ exposureId }) => exposureId),
    viewer.within,
  );
  for (const flag of flags) {
    const lies = places.get(flag.exposureId) ?? { places: 0, elsewhere: 0 };
    const row = await rowOf(review, flag, { otherRules: (others.get(flag.exposureId) ?? 1) - 1, ...lies }, nowMs);
    rows.push(mended.has(flag.flagId) ? { ...row, state: 'mended' } : row);
  }
  const { role, name } = viewer.account;
  const mayDecide = role === 'custodian' || role === 'privacy-officer';
  const isSeen = ({ name: share, root }: RecordedShare) =>
    !viewer.within || viewer.within.some((folder) => folder.share.name === share && folder.share.root === root);
  return {
    question,
    query: queryOf(question),
    rows,
    count: size.flags,
    exposures: size.exposures,
    ...(next !== undefined && { next }),
    shares: [...new Set(shares.filter(isSeen).map((share) => share.name))],
    rules: review.policy.rules.map(({ id, title }) => ({ id, title })),
    views: await record.review.views.of(name),
    mayDecide,
    assignees: mayDecide ? await assignees(review) : [],
  };
}

/** The shares that were scanned, newest run first, and the newest finished run. */
export async function scanned({ record }: ReviewContext): Promise<{
  readonly shares: readonly RecordedShare[];
  readonly lastRunId: number | undefined;
  readonly lastScanMs: number;
}> {
  const runs = await record.runs.listRuns(RUNS_LOOKED_AT);
  const shares = new Map(runs.flatMap((run) => run.shares).map((share) => [`${share.name}\0${share.root}`, share]));
  const last = runs.find(({ state }) => state === 'finished');
  return { shares: [...shares.values()], lastRunId: last?.runId, lastScanMs: last?.startedAtMs ?? 0 };
}

/** Of these flags the ones that somebody says are mended, and that no scan has looked at since. */
export async function mendedAmong(
  { record }: ReviewContext,
  flagIds: readonly number[],
  lastScanMs: number,
): Promise<ReadonlySet<number>> {
  const { flags } = await record.flags.matching({ flagIds, mendedSinceMs: lastScanMs, limit: flagIds.length + 1 });
  return new Set(flags.map(({ flagId }) => flagId));
}

async function otherRules(
  { record }: ReviewContext,
  filter: Parameters<ReviewContext['record']['flags']['counts']>[0],
  flags: readonly Flag[],
): Promise<ReadonlyMap<number, number>> {
  const counts = new Map<number, number>();
  if (flags.length === 0) return counts;
  const exposureIds = flags.map(({ exposureId }) => exposureId);
  const same = await record.flags.list({ ...filter, exposureIds, limit: 500 });
  for (const { exposureId } of same.flags) counts.set(exposureId, (counts.get(exposureId) ?? 0) + 1);
  return counts;
}

async function rowOf(
  review: ReviewContext,
  flag: Flag,
  { otherRules, places, elsewhere }: ExposurePlaces & { readonly otherRules: number },
  nowMs: number,
): Promise<QueueRow> {
  const { firstPlace, owner, assignee, dueAtMs } = flag;
  const file = await review.record.files.file(firstPlace.fileId);
  return {
    flagId: flag.flagId,
    exposureId: flag.exposureId,
    version: flag.version,
    severity: flag.severity,
    severityName: SEVERITY_WORDS[flag.severity].name,
    rule: flag.rule,
    ruleTitle: review.rules.get(flag.rule)?.title ?? flag.rule,
    otherRules,
    share: shownText(firstPlace.share),
    path: file ? shownPath(file) : shownText(firstPlace.path),
    like: likeOf(flag, file ? shownPath(file) : undefined),
    places,
    hasElsewhere: elsewhere > 0,
    people: peopleInFigures(elsewhere > 0 ? (file?.reading.people ?? NOBODY) : flag.people),
    ...(owner !== undefined && { owner: shownText(owner) }),
    ...(assignee !== undefined && { assignee: shownText(assignee) }),
    ...(dueAtMs !== undefined && { dueAtMs }),
    isOverdue: dueAtMs !== undefined && dueAtMs < nowMs,
    state: flag.state,
    openedAtMs: flag.openedAtMs,
  };
}

function likeOf({ rule, owner, firstPlace }: Flag, shown: string | undefined): QueueRow['like'] {
  const { share, path } = firstPlace;
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  const query = (fields: Record<string, string>) => new URLSearchParams(fields).toString();
  return {
    rule: query({ rule }),
    ...(folder !== '' && shown === path && { folder: query({ share, folder }) }),
    ...(owner !== undefined && shownText(owner) === owner && { owner: query({ owner }) }),
  };
}
