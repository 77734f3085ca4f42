import type { FlagFilter, MatchingFlags } from '../record/index.ts';
import { filterOf, readQuestion } from './queue-filter.ts';
import { scanned } from './queue-view.ts';
import { type AskedBy, fieldsOf, many, one } from './route.ts';
import { TEXTS } from './texts.ts';

/** What one form may change at once. */
const FLAGS_MAX = 5_000;

export type ChosenFlags =
  | {
      readonly kind: 'chosen';
      readonly flags: MatchingFlags['flags'];
      /** Chosen, and left out because part of them lies in another area, or because they are none of the viewer's. */
      readonly elsewhere: number;
    }
  | { readonly kind: 'problem'; readonly status: 409 | 413 | 422; readonly problem: string };

/**
 * The flags that a form names: `flag=ID:VERSION` for each selected row, or `all=COUNT` with the filter in `query`. With
 * `across=exposure` also the other active flags of the same exposures. A custodian decides only what lies wholly in their areas.
 */
export async function chosenFlags(asked: AskedBy): Promise<ChosenFlags> {
  const all = one(asked.form, 'all');
  const found = all === undefined ? await selected(asked) : await everything(asked, Number(all));
  if (found.kind === 'problem') return found;
  if (found.flags.length === 0 && found.elsewhere === 0)
    return { kind: 'problem', status: 422, problem: TEXTS.decide.nothing };
  return found;
}

async function everything(asked: AskedBy, expectedCount: number): Promise<ChosenFlags> {
  const { review, viewer, form, nowMs } = asked;
  const question = readQuestion(fieldsOf(one(form, 'query') ?? ''));
  const filter = filterOf(question, { viewer, nowMs, ...(await scanned(review)) });
  const { count } = await review.record.flags.matching({ ...filter, limit: 1 });
  if (count !== expectedCount) return { kind: 'problem', status: 409, problem: TEXTS.decide.changedCount };
  const found = await allowed(asked, filter);
  if (found.count > FLAGS_MAX) return { kind: 'problem', status: 413, problem: TEXTS.decide.tooMany };
  return { kind: 'chosen', flags: found.flags, elsewhere: count - found.count };
}

async function selected(asked: AskedBy): Promise<ChosenFlags> {
  const seen = new Map<number, number>();
  for (const text of many(asked.form, 'flag')) {
    const [, id, version] = /^([1-9]\d{0,9}):(\d{1,9})$/.exec(text) ?? [];
    if (id !== undefined) seen.set(Number(id), Number(version));
  }
  if (seen.size > FLAGS_MAX) return { kind: 'problem', status: 413, problem: TEXTS.decide.tooMany };
  const own = await allowed(asked, { flagIds: [...seen.keys()] });
  const flags = own.flags.map((flag) => ({ ...flag, expectedVersion: seen.get(flag.flagId) ?? flag.expectedVersion }));
  const more = one(asked.form, 'across') === 'exposure' ? await sameExposures(asked, seen) : undefined;
  const elsewhere = seen.size - own.count + (more?.elsewhere ?? 0);
  return { kind: 'chosen', flags: [...flags, ...(more?.flags ?? [])], elsewhere };
}

async function sameExposures(
  asked: AskedBy,
  seen: ReadonlyMap<number, number>,
): Promise<{ readonly flags: MatchingFlags['flags']; readonly elsewhere: number }> {
  const { record } = asked.review;
  const { within } = asked.viewer;
  const seenIds = [...seen.keys()];
  const exposureIds = new Set<number>();
  for (let at = 0; at < seenIds.length; at += 500) {
    const flagIds = seenIds.slice(at, at + 500);
    const listed = await record.flags.list({ flagIds, ...(within && { within }), limit: 500 });
    for (const flag of listed.flags) exposureIds.add(flag.exposureId);
  }
  const all = { exposureIds: [...exposureIds], active: true };
  const visible = await record.flags.matching({ ...all, ...(within && { within }), limit: FLAGS_MAX });
  const found = await allowed(asked, all);
  const others = ({ flags }: MatchingFlags) => flags.filter(({ flagId }) => !seen.has(flagId));
  return { flags: others(found), elsewhere: others(visible).length - others(found).length };
}

function allowed({ review, viewer: { within } }: AskedBy, filter: FlagFilter): Promise<MatchingFlags> {
  const bounds = within ? { within, whollyWithin: within } : {};
  return review.record.flags.matching({ ...filter, ...bounds, limit: FLAGS_MAX });
}
