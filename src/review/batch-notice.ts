import { type AskedBy, numberOf, one } from './route.ts';

/** What the last form did, told on the page that follows it. The address carries only the number of the batch. */
export interface BatchNotice {
  readonly batchId?: number;
  /** Flags that can still be taken back. */
  readonly undoable: number;
  readonly refused: number;
  readonly undone: number;
}

export async function batchNotice({ review, query, viewer }: AskedBy): Promise<BatchNotice | null> {
  const batchId = numberOf(one(query, 'batch'));
  const refused = numberOf(one(query, 'refused')) ?? 0;
  const undone = numberOf(one(query, 'undone')) ?? 0;
  const batch = batchId === undefined ? undefined : await review.record.flags.batch(batchId);
  if (batchId === undefined || batch?.who !== viewer.account.name)
    return refused + undone > 0 ? { undoable: 0, refused, undone } : null;
  return { batchId, undoable: batch.flags.length, refused, undone };
}

/** The page to go back to, with what was done. */
export function withNotice(back: string, notice: Readonly<Record<'batch' | 'refused' | 'undone', number>>): string {
  const [path = '/', query = ''] = back.split('?');
  const params = new URLSearchParams(query);
  for (const [name, value] of Object.entries(notice)) {
    params.delete(name);
    if (value > 0) params.set(name, String(value));
  }
  const text = params.toString();
  return text === '' ? path : `${path}?${text}`;
}
