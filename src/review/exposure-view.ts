import {
  AUDIENCE_WORDS,
  type Audience,
  type FlagState,
  type RuleText,
  type Severity,
  shownPath,
  shownPlace,
  shownText,
} from '../model/index.ts';
import type { FlagDetails, FlagFilter, FlagPlace, RecordedFile, RecordedRun } from '../record/index.ts';
import {
  CONFIDENCE_WORDS,
  REASON_WORDS,
  SEVERITY_WORDS,
  STATUS_WORDS,
  typeWords,
  VERDICT_WORDS,
} from '../report/index.ts';
import { liesIn } from './areas.ts';
import { type ExposureName, exposureName, namingPlace, togetherWords } from './exposure-name.ts';
import { exposureTimeline, type TimelineEntry } from './exposure-timeline.ts';
import { mendedAmong, scanned } from './queue-view.ts';
import type { ReviewContext } from './review-context.ts';
import type { Viewer } from './route.ts';
import { seenSize, typesInWords } from './seen-size.ts';
import { TEXTS } from './texts.ts';
import { figure, peopleInFigures } from './words.ts';

const PLACES_SHOWN = 50;
const MATCHES_SHOWN = 50;
const FLAGS_MAX = 200;
const COUNTED_FILES = 200;
const RUNS_LOOKED_AT = 1_000;

export interface ExposureView {
  readonly exposureId: number;
  readonly name: ExposureName;
  /** Why its files are one exposure, where they are several. */
  readonly together?: string;
  readonly severity: Severity;
  readonly severityName: string;
  readonly people: string;
  /** Different contents of the files that the viewer sees. */
  readonly contents: number;
  readonly types: readonly { readonly type: string; readonly words: string; readonly values: string }[];
  readonly flags: readonly FlagView[];
  readonly places: readonly PlaceView[];
  readonly placesLeftOut: number;
  /** Places in areas that the viewer does not see. */
  readonly hiddenPlaces: number;
  readonly gone: readonly { readonly path: string; readonly share: string; readonly why: string }[];
  readonly timeline: readonly TimelineEntry[];
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
  // Also files of rules of which the viewer sees no place at all.
  const lies = await record.flags.placesOf([exposureId], within);
  const hiddenPlaces = lies.get(exposureId)?.elsewhere ?? 0;
  const naming = namingPlace((seen.length > 0 ? seen : gone).map(([place]) => place)) ?? first.firstPlace;
  // Of an exposure that lies partly elsewhere only what the viewer sees is counted.
  const size =
    hiddenPlaces === 0
      ? { people: first.people, contents: first.distinctContents, types: first.types }
      : seenSize(await filesOf(review, seen));
  const together = togetherWords(seen.length, size.contents);
  return {
    exposureId,
    severity: first.severity,
    severityName: SEVERITY_WORDS[first.severity].name,
    name: exposureName(naming, naming && (await record.files.file(naming.fileId)), Math.max(0, seen.length - 1)),
    ...(together !== undefined && { together }),
    people: peopleInFigures(size.people),
    contents: size.contents,
    types: typesInWords(size.types).map(({ count, ...type }) => ({ ...type, values: figure(count) })),
    flags,
    places,
    placesLeftOut: seen.length - places.length,
    hiddenPlaces,
    gone: gone.slice(0, PLACES_SHOWN).map(([{ path, share, why = '' }]) => ({
      path: shownText(path),
      share: shownText(share),
      why: TEXTS.exposure.goneWhy[why] ?? why,
    })),
    timeline: await exposureTimeline(review, details, listedRuns),
    askText: askText(flags, places),
    mayLook: review.previewer !== undefined,
    mayDecide: own.size > 0,
    leftToOfficer: isDecider && own.size < details.length,
    isUnread: read.size === 0,
  };
}

async function filesOf(
  { record }: ReviewContext,
  places: readonly (readonly [FlagPlace, unknown])[],
): Promise<readonly RecordedFile[]> {
  const files = [];
  for (const [{ fileId }] of places.slice(0, COUNTED_FILES)) files.push(await record.files.file(fileId));
  return files.flatMap((file) => file ?? []);
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
    readers: place.audience in AUDIENCE_WORDS ? AUDIENCE_WORDS[place.audience as Audience] : place.audience,
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
