import type { Agreement, JudgeInput } from './judge-input.ts';
import { covers, placeOf, sameParty } from './register-facts.ts';

const DAY_MS = 86_400_000;

/** Whether an agreement, consent or request is in force for the place and, where the place has a holder, with that holder. */
export function isInForce(input: JudgeInput, covered: string): boolean {
  return agreementsOn(input, covered).some(
    (row) => row.signedAtMs <= input.nowMs && (row.endsAtMs ?? Infinity) >= input.nowMs,
  );
}

/** Whole days since the latest one was signed; -1 where there is none. */
export function daysSinceSigned(input: JudgeInput, covered: string): number {
  const signed = agreementsOn(input, covered).map((row) => row.signedAtMs);
  return signed.length === 0 ? -1 : Math.max(0, Math.floor((input.nowMs - Math.max(...signed)) / DAY_MS));
}

/** Whether the latest day by which an agreement asks for destruction has passed. One without such a day leaves it open. */
export function destroyDayPassed(input: JudgeInput, covered: string): boolean {
  const days = agreementsOn(input, covered).map((row) => row.destroyByMs ?? Infinity);
  return days.length > 0 && Math.max(...days) < input.nowMs;
}

function agreementsOn(input: JudgeInput, covered: string): readonly Agreement[] {
  const holder = placeOf(input)?.holder;
  return (input.registers.agreements ?? []).filter(
    (row) =>
      row.covers === covered &&
      covers(row, input.facts) &&
      (row.party === undefined || holder === undefined || sameParty(row.party, holder)),
  );
}
