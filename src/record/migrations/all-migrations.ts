import type { Migration } from 'kysely';
import { firstRecord } from './0001-first-record.ts';
import { nights } from './0002-nights.ts';
import { disclose } from './0004-disclose.ts';
import { review } from './0005-review.ts';
import { breach } from './0007-breach.ts';
import { reveal } from './0008-reveal.ts';
import { policy } from './0009-policy.ts';
import { reviewScale } from './0010-review-scale.ts';
import { guard } from './0011-guard.ts';

/** In order. A migration that was released is never changed; another file is added. */
export const ALL_MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-first-record': firstRecord,
  '0002-nights': nights,
  '0004-disclose': disclose,
  '0005-review': review,
  '0007-breach': breach,
  '0008-reveal': reveal,
  '0009-policy': policy,
  '0010-review-scale': reviewScale,
  '0011-guard': guard,
};
