import { type AskedBy, numberOf, one } from './route.ts';

/** What the last form did, told on the page that follows it. The address carries only the number of the batch. */
export interface BatchNotice {
  readonly batchId?: number;
  /** Flags that can still be taken back. */
  readonly undoable: number;
  readonly refused: number;
  readonly undone: number;
  /** Left to the privacy officer: part of them lies in another area. */
  readonly elsewhere: number;
  /** No false alarms: nobody has read what is in the files. */
  readonly unread: number;
  /** Given to somebody, and not decided. */
  readonly assigned: number;
}

export async function batchNotice({ review, query, viewer }: AskedBy): Promise<BatchNotice | null> {
  const batchId = numberOf(one(query, 'batch'));
  const refused = numberOf(one(query, 'refused')) ?? 0;
  const undone = numberOf(one(query, 'undone')) ?? 0;
  const elsewhere = numberOf(one(query, 'elsewhere')) ?? 0;
  const unread = numberOf(one(query, 'unread')) ?? 0;
  const assigned = numberOf(one(query, 'assigned')) ?? 0;
  const told = { refused, undone, elsewhere, unread, assigned };
  const batch = batchId === undefined ? undefined : await review.record.flags.batch(batchId);
  if (batchId === undefined || batch?.who !== viewer.account.name)
    return refused + undone + elsewhere + unread > 0 ? { undoable: 0, ...told } : null;
  return { batchId, undoable: batch.flags.length, ...told };
}

/** The page to go back to, with what was done. */
export function withNotice(
  back: string,
  notice: Readonly<Record<'batch' | 'refused' | 'undone' | 'elsewhere' | 'unread' | 'assigned', number>>,
): string {
  const [path = '/', query = ''] = back.split('?');
  const params = new URLSearchParams(query);
  for (const [name, value] of Object.entries(notice)) {
    params.delete(name);
    if (value > 0) params.set(name, String(value));
  }
  const text = params.toString();
  return text === '' ? path : `${path}?${text}`;
}
