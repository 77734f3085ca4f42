import { type FlagState, type RuleText, type Severity, shownPath, shownPlace, shownText } from '../model/index.ts';
import type { FlagDetails, FlagEvent, FlagFilter, FlagPlace, RecordedRun } from '../record/index.ts';
import {
  CONFIDENCE_WORDS,
  REASON_WORDS,
  SEVERITY_WORDS,
  STATUS_WORDS,
  typeWords,
  VERDICT_WORDS,
} from '../report/index.ts';
import { liesIn } from './areas.ts';
import { basisInWords, changedBasis } from './changed-basis.ts';
import { mendedAmong, scanned } from './queue-view.ts';
import type { ReviewContext } from './review-context.ts';
import type { Viewer } from './route.ts';
import { TEXTS } from './texts.ts';
import { figure, peopleInFigures } from './words.ts';

const PLACES_SHOWN = 50;
const MATCHES_SHOWN = 50;
const FLAGS_MAX = 200;
const RUNS_LOOKED_AT = 1_000;

export interface ExposureView {
  readonly exposureId: number;
  readonly severity: Severity;
  readonly severityName: string;
  readonly people: string;
  readonly contents: number;
  readonly types: readonly { readonly type: string; readonly words: string; readonly values: string }[];
  readonly flags: readonly FlagView[];
  readonly places: readonly PlaceView[];
  readonly placesLeftOut: number;
  /** Places in areas that the viewer does not see. */
  readonly hiddenPlaces: number;
  readonly gone: readonly { readonly path: string; readonly share: string; readonly why: string }[];
  readonly timeline: readonly {
    readonly atMs: number;
    readonly who: string;
    readonly rule: string;
    readonly what: string;
    readonly why: string;
    /** What the scan judged by otherwise than the one before: it may be that, and not the files. */
    readonly basis?: string;
  }[];
  readonly askText: string;
  /** At least one of the rules. */
  readonly mayDecide: boolean;
  /** Some of the rules are the privacy officer's alone. */
  readonly leftToOfficer: boolean;
  /** None of the rules' files was read: nobody can call it a false alarm. */
  readonly isUnread: boolean;
  /** Files can be looked into. */
  readonly mayLook: boolean;
}

export interface FlagView {
  readonly flagId: number;
  readonly version: number;
  readonly rule: string;
  readonly title: string;
  readonly mayDecide: boolean;
  readonly sentence: string;
  readonly clause?: string;
  readonly clauseStatus?: string;
  readonly action?: string;
  readonly destination?: string;
  readonly verdict: string;
  readonly severity: Severity;
  readonly severityName: string;
  readonly state: FlagState;
  readonly stateWords: string;
  readonly openedAtMs: number;
  readonly assignee?: string;
  readonly dueAtMs?: number;
  readonly isOverdue: boolean;
  readonly untilMs?: number;
}

export interface PlaceView {
  readonly fileId: number;
  readonly share: string;
  readonly path: string;
  readonly owner?: string;
  readonly readers: string;
  readonly sinceMs?: number;
  readonly isUnverified: boolean;
  readonly reasons: readonly string[];
  readonly notRead?: string;
  readonly matches: readonly {
    readonly what: string;
    readonly place: string;
    readonly masked: string;
    readonly sure: string;
  }[];
  readonly matchesLeftOut: number;
}

const AUDIENCES: Readonly<Record<string, string>> = {
  owner: 'the owner only',
  team: 'the owning group',
  everyone: 'every account of the organization',
  public: 'anyone outside the organization',
  unknown: 'unknown, so treated as wide',
};

/** Undefined where there is none, or where the viewer sees no place of it: both are told alike. */
export async function exposureView(
  review: ReviewContext,
  { within, account }: Viewer,
  exposureId: number,
): Promise<ExposureView | undefined> {
  const { record } = review;
  const bounds = within ? { within } : {};
  const listed = await record.flags.list({ ...bounds, exposureIds: [exposureId], limit: FLAGS_MAX });
  const details = (await Promise.all(listed.flags.map(({ flagId }) => record.flags.get(flagId)))).flatMap(
    (flag) => flag ?? [],
  );
  const [first] = details;
  if (!first) return undefined;
  const listedRuns = await record.runs.listRuns(RUNS_LOOKED_AT);
  const runs = new Map(listedRuns.map((run) => [run.runId, run]));
  const standing = placesOf(details, ({ standing: places }) => places);
  const seen = standing.filter(([place]) => liesIn(place, within));
  const gone = placesOf(details, (flag) => flag.gone).filter(([place]) => liesIn(place, within));
  const places = [];
  for (const [place, reasons] of seen.slice(0, PLACES_SHOWN))
    places.push(await placeView(review, place, reasons, runs));
  const flagIds = details.map(({ flagId }) => flagId);
  const idsOf = async (filter: FlagFilter) => {
    const found = await record.flags.matching({ flagIds, ...filter, limit: FLAGS_MAX });
    return new Set(found.flags.map(({ flagId }) => flagId));
  };
  const isDecider = account.role === 'custodian' || account.role === 'privacy-officer';
  const own = isDecider ? await idsOf(within ? { within, whollyWithin: within } : {}) : new Set<number>();
  const read = await idsOf({ read: true });
  const { lastScanMs } = await scanned(review);
  const mended = await mendedAmong(review, flagIds, lastScanMs);
  const flags = details.map((flag) => ({
    ...flagView(flag, review.rules.get(flag.rule), review.now()),
    mayDecide: own.has(flag.flagId),
    ...(mended.has(flag.flagId) && { stateWords: TEXTS.queue.states.mended ?? '' }),
  }));
  const hiddenPlaces = standing.length - seen.length;
  return {
    exposureId,
    severity: first.severity,
    severityName: SEVERITY_WORDS[first.severity].name,
    people: peopleInFigures(first.people),
    contents: first.distinctContents,
    types: Object.entries(first.types)
      .sort(([, a], [, b]) => b - a)
      .map(([type, values]) => ({ type, words: typeWords(type), values: figure(values) })),
    flags,
    places,
    placesLeftOut: seen.length - places.length,
    hiddenPlaces,
    gone: gone.slice(0, PLACES_SHOWN).map(([{ path, share, why = '' }]) => ({
      path: shownText(path),
      share: shownText(share),
      why: TEXTS.exposure.goneWhy[why] ?? why,
    })),
    timeline: await timelineOf(review, details, listedRuns),
    askText: askText(flags, places),
    mayLook: review.previewer !== undefined,
    mayDecide: own.size > 0,
    leftToOfficer: isDecider && own.size < details.length,
    isUnread: read.size === 0,
  };
}

/** Each file once, with the reasons of all rules. */
function placesOf(
  details: readonly FlagDetails[],
  pick: (flag: FlagDetails) => readonly FlagPlace[],
): (readonly [FlagPlace, readonly string[]])[] {
  const byFile = new Map<number, [FlagPlace, string[]]>();
  for (const place of details.flatMap(pick)) {
    const known = byFile.get(place.fileId);
    if (!known) byFile.set(place.fileId, [place, place.reason === undefined ? [] : [place.reason]]);
    else if (place.reason !== undefined) known[1].push(place.reason);
  }
  return [...byFile.values()];
}

async function placeView(
  { record }: ReviewContext,
  place: FlagPlace,
  reasons: readonly string[],
  runs: ReadonlyMap<number, RecordedRun>,
): Promise<PlaceView> {
  const file = await record.files.file(place.fileId);
  const findings = file?.reading.findings ?? [];
  const shown = findings.filter(({ confidence }) => confidence !== 'low');
  const counted = (file?.reading.types ?? []).reduce((sum, { high, medium }) => sum + high + medium, 0);
  const sinceMs = runs.get(place.sinceRunId)?.startedAtMs;
  const matches = shown.slice(0, MATCHES_SHOWN);
  return {
    fileId: place.fileId,
    share: shownText(place.share),
    path: file ? shownPath(file) : shownText(place.path),
    ...(place.owner !== undefined && { owner: shownText(place.owner) }),
    readers: AUDIENCES[place.audience] ?? place.audience,
    ...(sinceMs !== undefined && { sinceMs }),
    isUnverified: place.state === 'unverified',
    reasons: [...new Set(reasons)].map(shownText),
    ...(file?.reading.reason !== undefined && { notRead: REASON_WORDS[file.reading.reason].says }),
    matches: matches.map(({ type, place: at, masked, confidence }) => ({
      what: typeWords(type),
      place: shownPlace(at, findings),
      masked: shownText(masked),
      sure: CONFIDENCE_WORDS[confidence],
    })),
    matchesLeftOut: Math.max(0, counted - matches.length),
  };
}

function flagView(flag: FlagDetails, rule: RuleText | undefined, nowMs: number): Omit<FlagView, 'mayDecide'> {
  return {
    flagId: flag.flagId,
    version: flag.version,
    rule: flag.rule,
    title: rule?.title ?? flag.rule,
    sentence: rule?.sentence ?? TEXTS.exposure.noRule,
    ...(rule && { clause: rule.clause, clauseStatus: STATUS_WORDS[rule.status], action: rule.action }),
    ...(rule?.destination !== undefined && { destination: rule.destination }),
    verdict: VERDICT_WORDS[flag.verdict].name,
    severity: flag.severity,
    severityName: SEVERITY_WORDS[flag.severity].name,
    state: flag.state,
    stateWords: TEXTS.queue.states[flag.state] ?? flag.state,
    openedAtMs: flag.openedAtMs,
    ...(flag.assignee !== undefined && { assignee: shownText(flag.assignee) }),
    ...(flag.dueAtMs !== undefined && { dueAtMs: flag.dueAtMs }),
    isOverdue: flag.dueAtMs !== undefined && flag.dueAtMs < nowMs,
    ...(flag.untilMs !== undefined && { untilMs: flag.untilMs }),
  };
}

async function timelineOf(
  { record, rules }: ReviewContext,
  details: readonly FlagDetails[],
  runs: readonly RecordedRun[],
): Promise<ExposureView['timeline']> {
  const entries: (FlagEvent & { readonly rule: string })[] = [];
  for (const { flagId, rule } of details)
    for (const event of await record.flags.history(flagId)) entries.push({ ...event, rule });
  entries.sort((a, b) => b.atMs - a.atMs || b.version - a.version);
  return entries.map(({ atMs, who, kind, why, rule, runId, data }) => {
    const basis = runId === undefined || kind === 'remediated' ? undefined : basisInWords(changedBasis(runs, runId));
    return {
      atMs,
      who,
      rule: rules.get(rule)?.title ?? rule,
      what: TEXTS.exposure.events[becauseOf(data) ?? kind] ?? TEXTS.exposure.events[kind] ?? kind,
      why: shownText(why),
      ...(basis !== undefined && { basis: basis.charAt(0).toUpperCase() + basis.slice(1) }),
    };
  });
}

/** `mended`, `confirmed` or `test-data`, where the entry is such a decision. */
function becauseOf(data: unknown): string | undefined {
  const { decision } = (data ?? {}) as { readonly decision?: { readonly because?: string } };
  return decision?.because;
}

function askText(flags: readonly FlagView[], places: readonly PlaceView[]): string {
  const rule = flags.find(({ state }) => state === 'open' || state === 'acknowledged') ?? flags[0];
  return [
    'Hello,',
    '',
    `the scan of our shares found personal data in ${places.length === 1 ? 'this file' : 'these files'}, which you own or work with:`,
    ...places.slice(0, 10).map(({ share, path }) => `  - ${share}: ${path}`),
    ...(places.length > 10 ? [`  - and ${places.length - 10} more`] : []),
    '',
    ...(rule ? [rule.sentence, ...(rule.action !== undefined ? [`What to do: ${rule.action}`] : [])] : []),
    '',
    'Do you still need it? Who else has a copy? Please answer me, and do not send the data itself.',
  ].join('\n');
}
