import {
  AUDIENCES,
  type Audience,
  FLAGGED_VERDICTS,
  type FlagNight,
  SEVERITIES,
  type Severity,
} from '../../model/index.ts';
import type { Schema } from '../schema.ts';
import type { DecisionScope } from './flag-types.ts';
import type { ExposureFile } from './read-exposures.ts';

type PlaceRow = Schema['flag_places'];

export interface RuleVerdict {
  readonly verdict: string;
  readonly severity: string;
}

export interface PlacesTonight {
  readonly runId: number;
  readonly flagId: number;
  readonly files: readonly ExposureFile[];
  /** What the rule says of a file tonight; absent where it says nothing or allows it. */
  readonly verdictOf: (fileId: number) => RuleVerdict | undefined;
  readonly earlier: ReadonlyMap<number, PlaceRow>;
  /** Set where a person's decision stands: only what lies outside of it is new. */
  readonly decision?: { readonly scope: DecisionScope; readonly shareOf: (shareId: number) => string };
}

export interface FollowedPlaces {
  /** Rows to write. */
  readonly changed: readonly PlaceRow[];
  /** Places that stand, in the order of the files. */
  readonly standing: readonly PlaceRow[];
  readonly gone: readonly PlaceRow[];
  readonly worst: RuleVerdict | undefined;
  readonly counts: Pick<
    FlagNight,
    'presentPlaces' | 'unverifiedPlaces' | 'gonePlaces' | 'newPlaces' | 'movedPlaces' | 'widerPlaces'
  >;
}

const FLAGGED: ReadonlySet<string> = new Set(FLAGGED_VERDICTS);

/** Compares the places of one flag with what the catalogue says tonight. Pure. */
export function followPlaces(night: PlacesTonight): FollowedPlaces {
  const { runId, files, earlier, decision } = night;
  const fileById = new Map(files.map((file) => [file.id, file]));
  const next = new Map<number, PlaceRow>();
  const came: ExposureFile[] = [];
  let widerPlaces = 0;
  for (const file of files) {
    const verdict = night.verdictOf(file.id);
    if (!isHere(file) || verdict === undefined || !FLAGGED.has(verdict.verdict)) continue;
    const before = earlier.get(file.id);
    const stood = before !== undefined && before.state !== 'gone';
    if (!stood) came.push(file);
    else if (widthOf(file.audience) > widthOf(before.audience)) widerPlaces += 1;
    next.set(file.id, {
      flag_id: night.flagId,
      file_id: file.id,
      share_id: file.share_id,
      state: 'present',
      verdict: verdict.verdict,
      severity: verdict.severity,
      audience: file.audience,
      since_run: stood ? before.since_run : runId,
      until_run: null,
      why: null,
      decided: before?.decided ?? 0,
    });
  }
  const left: PlaceRow[] = [];
  for (const [fileId, before] of earlier) {
    if (before.state === 'gone' || next.has(fileId)) continue;
    const file = fileById.get(fileId);
    const why = file === undefined ? 'other-content' : whyGone(file, night.verdictOf(fileId));
    if (why === undefined) next.set(fileId, { ...before, state: 'unverified' });
    else left.push({ ...before, state: 'gone', until_run: runId, why });
  }
  const moves = movesAmong(came, left, fileById);
  for (const [to, from] of moves) {
    const place = next.get(to);
    if (place) next.set(to, { ...place, decided: Math.max(place.decided, from.decided) });
  }
  let newPlaces = 0;
  for (const file of came) {
    const place = next.get(file.id);
    if (!place || moves.has(file.id)) continue;
    if (decision === undefined) newPlaces += 1;
    else if (place.decided === 1) continue;
    else if (isInScope(decision, file)) next.set(file.id, { ...place, decided: 1 });
    else newPlaces += 1;
  }
  const standing = [...next.values()].sort((a, b) => a.file_id - b.file_id);
  const present = standing.filter(({ state }) => state === 'present');
  return {
    changed: [...standing.filter((row) => differs(row, earlier.get(row.file_id))), ...left],
    standing,
    gone: left,
    worst: worstOf(present.length > 0 ? present : standing),
    counts: {
      presentPlaces: present.length,
      unverifiedPlaces: standing.length - present.length,
      gonePlaces: left.length - moves.size,
      newPlaces,
      movedPlaces: moves.size,
      widerPlaces,
    },
  };
}

function isHere({ vanished_run, outcome }: ExposureFile): boolean {
  return vanished_run === null && outcome !== null;
}

/** As a number; `unknown` is never narrow. */
function widthOf(audience: string): number {
  return AUDIENCES.indexOf(audience as Audience);
}

/** Absent where tonight's scan cannot say: what was not read or could not be judged is not mended. */
function whyGone(file: ExposureFile, verdict: RuleVerdict | undefined): string | undefined {
  if (file.vanished_run !== null) return 'vanished';
  if (file.outcome === null || file.outcome === 'unread' || file.reason !== null) return undefined;
  return verdict?.verdict === 'cannot-tell' ? undefined : 'no-longer-against-the-rule';
}

/** The same bytes, gone in one place and come in another that is not wider, are the same place under a new name. */
function movesAmong(
  came: readonly ExposureFile[],
  left: readonly PlaceRow[],
  fileById: ReadonlyMap<number, ExposureFile>,
): Map<number, PlaceRow> {
  const vanished = new Map<string, PlaceRow[]>();
  for (const place of left) {
    const file = fileById.get(place.file_id);
    const key = place.why === 'vanished' && file ? moveKey(file) : undefined;
    if (key !== undefined) vanished.set(key, [...(vanished.get(key) ?? []), place]);
  }
  const moves = new Map<number, PlaceRow>();
  for (const file of came) {
    const key = moveKey(file);
    const from = key === undefined ? undefined : vanished.get(key)?.shift();
    if (from) moves.set(file.id, from);
  }
  return moves;
}

function moveKey({ content_digest, share_id, audience, location }: ExposureFile): string | undefined {
  return content_digest === null ? undefined : [content_digest, share_id, audience, location].join(' ');
}

function isInScope({ scope, shareOf }: NonNullable<PlacesTonight['decision']>, file: ExposureFile): boolean {
  switch (scope.kind) {
    case 'places':
      return false;
    case 'share':
      return shareOf(file.share_id) === shareKey(scope.share);
    case 'folder':
      return (
        shareOf(file.share_id) === shareKey(scope.share) &&
        (scope.path === '' || file.directory === scope.path || file.directory.startsWith(`${scope.path}/`))
      );
    default: {
      const never: never = scope;
      return never;
    }
  }
}

export function shareKey({ name, root }: { readonly name: string; readonly root: string }): string {
  return `${name}\0${root}`;
}

function differs(row: PlaceRow, before: PlaceRow | undefined): boolean {
  if (before === undefined) return true;
  return (Object.keys(row) as (keyof PlaceRow)[]).some((column) => row[column] !== before[column]);
}

function worstOf(places: readonly PlaceRow[]): RuleVerdict | undefined {
  return places.reduce<PlaceRow | undefined>(
    (worst, place) => (worst === undefined || rankOf(place.severity) < rankOf(worst.severity) ? place : worst),
    undefined,
  );
}

export function rankOf(severity: string): number {
  return SEVERITIES.indexOf(severity as Severity);
}
