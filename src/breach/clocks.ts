import { timeInWords } from '../model/index.ts';
import type { Folded } from './events.ts';
import type { LawPack } from './law-pack.ts';

import type { Duty, Proposal } from './proposal.ts';

/** The agency's own targets; the statute names no number of days and no hours for "immediately". */
export interface Targets {
  readonly noticeTargetDays?: number;
  readonly immediateHours?: number;
}

/** One duty with its time. */
export interface Clock {
  readonly duty: string;
  readonly state: 'done' | 'waits-for-law-enforcement' | 'overdue' | 'running' | 'keep-until' | 'no-date';
  /** When it is due, or until when it is kept. */
  readonly atMs?: number;
  /** Where the time comes from. */
  readonly says: string;
  readonly provisional: boolean;
}

const HOUR_MS = 3_600_000;
/** Our reading of "immediately" where the agency sets no hours of its own. */
const IMMEDIATE_HOURS = 24;

/** Discovery: as answered, else when the assessment was opened. */
export function discoveredAtMs({ answers }: Pick<Folded, 'answers'>, openedAtMs: number): number {
  const answered = Date.parse(answers['detected-at'] ?? '');
  return Number.isNaN(answered) ? openedAtMs : Math.min(answered, openedAtMs);
}

/** The clocks of an assessment at a moment. Pure. A provisional duty runs like any other: unknown is not lenient. */
export function clocksOf(
  proposal: Pick<Proposal, 'duties' | 'delayed'>,
  folded: Folded,
  law: LawPack,
  discoveredMs: number,
  nowMs: number,
  targets: Targets = {},
): readonly Clock[] {
  return proposal.duties.map((duty): Clock => {
    const { provisional } = duty;
    const base = { duty: duty.duty, provisional };
    if (KEPT.has(duty.duty)) return keepClock(base, folded, law);
    const sent = folded.notices.filter((notice) => notice.duty === duty.duty).at(-1);
    if (sent) return { ...base, state: 'done', atMs: sent.sentAtMs, says: `sent ${timeInWords(sent.sentAtMs)}` };
    const { atMs, says } = dueOf(duty, discoveredMs, targets);
    if (proposal.delayed && DELAYABLE.has(duty.duty))
      return { ...base, state: 'waits-for-law-enforcement', says: 'officer and agency are on record' };
    if (atMs === undefined) return { ...base, state: 'no-date', says };
    return { ...base, state: nowMs > atMs ? 'overdue' : 'running', atMs, says };
  });
}

/** Records that are kept, not sent. */
const KEPT: ReadonlySet<string> = new Set(['keep-no-notice-memo', 'document-decision', 'substitute-notice-allowed']);
/** Notices that a law-enforcement agency can hold back; telling the owner of the data is none of them. */
const DELAYABLE: ReadonlySet<string> = new Set(['notify-consumers', 'notify-attorney-general']);

function keepClock(base: Pick<Clock, 'duty' | 'provisional'>, { decisions }: Folded, law: LawPack): Clock {
  const signed = decisions.at(-1);
  if (base.duty === 'substitute-notice-allowed') return { ...base, state: 'no-date', says: 'allowed, not owed' };
  if (!signed) return { ...base, state: 'no-date', says: 'kept from the signed decision on' };
  const { years, status } = law.statute.no_notice_retention_years;
  const until = new Date(signed.signedAtMs);
  until.setUTCFullYear(until.getUTCFullYear() + years);
  const own = base.duty === 'document-decision' ? ' (the agency may keep it as long)' : '';
  return {
    ...base,
    state: 'keep-until',
    atMs: until.getTime(),
    says: `${years} years from the signature [${status}]${own}`,
  };
}

function dueOf(duty: Duty, discoveredMs: number, targets: Targets): Pick<Clock, 'atMs' | 'says'> {
  if (duty.dueAtMs !== undefined) return { atMs: duty.dueAtMs, says: `${duty.when} of discovery [${duty.status}]` };
  if (duty.when === 'immediately' || duty.when === 'now') {
    const hours = targets.immediateHours ?? IMMEDIATE_HOURS;
    const source = targets.immediateHours === undefined ? 'our reading [D]' : "the agency's own reading";
    return { atMs: discoveredMs + hours * HOUR_MS, says: `${duty.when}: ${hours} hours, ${source}` };
  }
  if (duty.when === 'without unreasonable delay') {
    if (targets.noticeTargetDays === undefined)
      return { says: 'without unreasonable delay; no internal target is set (breach.noticeTargetDays)' };
    const atMs = discoveredMs + targets.noticeTargetDays * 24 * HOUR_MS;
    return { atMs, says: `without unreasonable delay; internal target of ${targets.noticeTargetDays} days` };
  }
  return { says: duty.when };
}
