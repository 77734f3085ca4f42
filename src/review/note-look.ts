import type { ScanRecord } from '../record/index.ts';
import type { AskedBy } from './route.ts';

/** What a session has looked at in one hour, as it stands in the chain. */
interface Noted {
  readonly hour: number;
  readonly looks: Set<string>;
}

const HOUR_MS = 3_600_000;
const noted = new WeakMap<ScanRecord, Map<string, Noted>>();

/**
 * A look at findings, in the audit chain before anything is shown: what cannot be noted is not shown. One row for each session, page
 * and hour: the same look again adds none. `exposures` in the data are noted once each, so that every row names who saw which.
 */
export async function noteLook(asked: AskedBy, subject: string, data: Look): Promise<void> {
  const { review, viewer, nowMs } = asked;
  const { looks } = notedOf(review.record, viewer.session.idHash, nowMs);
  const { exposures, ...rest } = data;
  const fresh = exposures?.filter((id) => !looks.has(`exposure ${id}`));
  const key = `${subject} ${JSON.stringify(rest)}`;
  if (looks.has(key) && (fresh === undefined || fresh.length === 0)) return;
  await review.record.audit.append({
    atMs: nowMs,
    actor: viewer.account.name,
    action: 'looked-at',
    subject,
    data: { ...rest, ...(fresh && { exposures: fresh }) },
  });
  looks.add(key);
  for (const id of fresh ?? []) looks.add(`exposure ${id}`);
}

/** Something that is taken away: each time is a row. */
export async function noteDownload({ review, viewer, nowMs }: AskedBy, subject: string): Promise<void> {
  const row = { atMs: nowMs, actor: viewer.account.name, action: 'downloaded', subject, data: null };
  await review.record.audit.append(row);
}

export interface Look {
  /** Ids of what is shown of each. */
  readonly exposures?: readonly number[];
  readonly [fact: string]: unknown;
}

function notedOf(record: ScanRecord, session: string, nowMs: number): Noted {
  const sessions = noted.get(record) ?? new Map<string, Noted>();
  noted.set(record, sessions);
  const hour = Math.floor(nowMs / HOUR_MS);
  const standing = sessions.get(session);
  if (standing?.hour === hour) return standing;
  for (const [other, { hour: past }] of sessions) if (past !== hour) sessions.delete(other);
  const begun: Noted = { hour, looks: new Set() };
  sessions.set(session, begun);
  return begun;
}
