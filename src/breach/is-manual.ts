import type { RecordedAssessment } from '../record/index.ts';

/** Names clusters that only people feed; a scan leaves them alone. */
export const MANUAL_CLUSTER = 'manual-';

export function isManual({ cluster }: Pick<RecordedAssessment, 'cluster'>): boolean {
  return cluster.startsWith(MANUAL_CLUSTER);
}
