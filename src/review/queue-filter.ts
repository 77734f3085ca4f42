import { ACTIVE_STATES, type FlagState, maskIdentifierShapes, SEVERITIES, type Severity } from '../model/index.ts';
import type { FlagFilter, FlagSort, RecordedShare } from '../record/index.ts';
import { type Fields, many, one, type Viewer } from './route.ts';

/** The queue's question as it stands in the address. What does not fit is left out, and so is a number of a person. */
export interface QueueQuestion {
  readonly q?: string;
  readonly state: 'active' | 'all' | 'mended' | FlagState;
  readonly severity: readonly Severity[];
  readonly rule?: string;
  readonly share?: string;
  readonly folder?: string;
  readonly owner?: string;
  readonly assignee?: string;
  readonly changed?: 'new' | 'worse';
  readonly due?: 'overdue';
  readonly sort: FlagSort;
}

const STATES: readonly QueueQuestion['state'][] = [
  'active',
  'open',
  'acknowledged',
  'mended',
  'permitted',
  'false-alarm',
  'remediated',
  'all',
];
const SORTS: readonly FlagSort[] = ['severity', 'people', 'newest', 'due'];
const TEXT_MAX = 200;

export function readQuestion(query: Fields): QueueQuestion {
  const text = (name: string) => {
    const given = one(query, name)?.slice(0, TEXT_MAX);
    return given === undefined || holdsNumber(given) ? undefined : given;
  };
  const [q, rule, share, folder, owner, assignee] = ['q', 'rule', 'share', 'folder', 'owner', 'assignee'].map(text);
  const changed = one(query, 'changed');
  return {
    state: STATES.find((state) => state === one(query, 'state')) ?? 'active',
    severity: SEVERITIES.filter((severity) => many(query, 'severity').includes(severity)),
    sort: SORTS.find((sort) => sort === one(query, 'sort')) ?? 'severity',
    ...(q !== undefined && { q }),
    ...(rule !== undefined && { rule }),
    ...(share !== undefined && { share }),
    ...(folder !== undefined && share !== undefined && { folder: folder.replace(/^\/+|\/+$/g, '') }),
    ...(owner !== undefined && { owner }),
    ...(assignee !== undefined && { assignee }),
    ...((changed === 'new' || changed === 'worse') && { changed }),
    ...(one(query, 'due') === 'overdue' && { due: 'overdue' as const }),
  };
}

/** A number of a person would stand in the address, and so in the browser's history. */
export function holdsNumber(text: string): boolean {
  return maskIdentifierShapes(text) !== text;
}

/** The address of the same question. */
export function queryOf(question: QueueQuestion): string {
  const { severity, state, sort, ...rest } = question;
  const query = new URLSearchParams(Object.entries(rest));
  if (state !== 'active') query.set('state', state);
  if (sort !== 'severity') query.set('sort', sort);
  for (const each of severity) query.append('severity', each);
  return query.toString();
}

export interface FilterGiven {
  readonly viewer: Viewer;
  readonly shares: readonly RecordedShare[];
  readonly nowMs: number;
  /** The newest finished scan. */
  readonly lastRunId: number | undefined;
  /** When it began; 0 where there is none. */
  readonly lastScanMs: number;
}

/** The question as the record's filter, never wider than what the viewer may see. */
export function filterOf(question: QueueQuestion, given: FilterGiven): FlagFilter {
  const { q, state, severity, rule, share, folder, owner, assignee, changed, due } = question;
  const { within, account } = given.viewer;
  const named = given.shares.filter(({ name }) => name === share);
  const [first] = named;
  return {
    ...(within && { within }),
    ...stateFilter(state, given.lastScanMs),
    ...(severity.length > 0 && { severities: severity }),
    ...(rule !== undefined && { rules: [rule] }),
    ...(share !== undefined && folder === undefined && { shares: named }),
    ...(folder !== undefined && { folder: { share: first ?? { name: '', root: '' }, path: folder } }),
    ...(owner !== undefined && { owner }),
    ...(assignee === 'nobody' && { assignee: null }),
    ...(assignee === 'me' && { assignee: account.name }),
    ...(assignee !== undefined && assignee !== 'me' && assignee !== 'nobody' && { assignee }),
    ...(changed !== undefined && {
      changed: {
        sinceRunId: given.lastRunId ?? 0,
        kinds: changed === 'new' ? (['opened', 'reopened', 'expired'] as const) : (['worse'] as const),
      },
    }),
    ...(due === 'overdue' && { dueBeforeMs: given.nowMs }),
    ...(q !== undefined && { text: q }),
  };
}

function stateFilter(state: QueueQuestion['state'], lastScanMs: number): FlagFilter {
  if (state === 'all') return {};
  if (state === 'active') return { active: true };
  if (state === 'mended') return { active: true, mendedSinceMs: lastScanMs };
  return { active: ACTIVE_STATES.includes(state), states: [state] };
}
