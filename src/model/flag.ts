import type { Severity, Verdict } from './verdict.ts';

/**
 * Where a flag stands. A flag is one rule that speaks against one exposure, with all its places.
 * - `open`: somebody has to act · `acknowledged`: somebody has taken it up
 * - `remediated`: a later scan met none of its places against the rule any more; the record closes it by itself
 * - `false-alarm`, `permitted`: a named person decided so, with a reason; new people, values, types or places, or a wider audience, reopen it
 */
export type FlagState = 'open' | 'acknowledged' | 'remediated' | 'false-alarm' | 'permitted';

/** States in which somebody still has to act. */
export const ACTIVE_STATES: readonly FlagState[] = ['open', 'acknowledged'];

/** Verdicts that make a flag; `cannot-tell` and `allowed` make none. */
export const FLAGGED_VERDICTS: readonly Verdict['verdict'][] = ['violation', 'needs-review', 'needs-assessment'];

/** What a scan changes in a flag. Counts; none of it names a value. */
export interface FlagNight {
  /** Places against the rule, and places of which tonight's scan cannot say. */
  readonly presentPlaces: number;
  readonly unverifiedPlaces: number;
  readonly gonePlaces: number;
  /** Places that the last decision, or the last scan for an open flag, did not cover. */
  readonly newPlaces: number;
  readonly movedPlaces: number;
  readonly newPeople: number;
  readonly newValues: number;
  readonly newTypes: readonly string[];
  readonly widerPlaces: number;
  readonly before?: Severity;
  readonly severity: Severity;
  /** The decision's last day has passed. */
  readonly expired: boolean;
}

export type FlagNightEvent =
  | 'opened'
  | 'worse'
  | 'better'
  | 'moved'
  | 'regraded'
  | 'reopened'
  | 'expired'
  | 'remediated';

export interface FlagStep {
  readonly state: FlagState;
  readonly events: readonly FlagNightEvent[];
}

const DECIDED: readonly FlagState[] = ['acknowledged', 'false-alarm', 'permitted'];

/** What a night makes of a flag; `undefined` stands for a flag that is not there yet. Pure. */
export function stepOfNight(state: FlagState | undefined, night: FlagNight, isMoreSerious: boolean): FlagStep {
  if (state === undefined) return { state: 'open', events: ['opened'] };
  const standing = night.presentPlaces + night.unverifiedPlaces;
  if (standing === 0) {
    return state === 'remediated' ? { state, events: [] } : { state: 'remediated', events: ['remediated'] };
  }
  if (state === 'remediated') {
    return night.presentPlaces > 0 ? { state: 'open', events: ['reopened'] } : { state, events: [] };
  }
  const events: FlagNightEvent[] = [];
  if (night.movedPlaces > 0) events.push('moved');
  if (night.gonePlaces > 0) events.push('better');
  const isWorse = hasNewData(night) || isMoreSerious;
  if (!DECIDED.includes(state)) {
    if (isWorse) events.push('worse');
    else if (night.before !== undefined && night.before !== night.severity) events.push('regraded');
    return { state, events };
  }
  if (isWorse) return { state: 'open', events: [...events, 'reopened'] };
  if (night.expired) return { state: 'open', events: [...events, 'expired'] };
  if (night.before !== undefined && night.before !== night.severity) events.push('regraded');
  return { state, events };
}

function hasNewData({ newPlaces, newPeople, newValues, newTypes, widerPlaces }: FlagNight): boolean {
  return newPlaces + newPeople + newValues + newTypes.length + widerPlaces > 0;
}
