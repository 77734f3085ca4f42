import { z } from 'zod';
import { DUTY_CLOCK } from './assessment-schema.ts';

/** What the API answers, for its description. Times are milliseconds since 1970, UTC; people and figures in words as the pages show them. */
const text = z.string();
const count = z.int().nonnegative();
const timeMs = z.int();
const flag = z.boolean();
const severity = z.enum(['critical', 'high', 'medium', 'low', 'info']);
const names = z.array(text);

const registerLine = z.strictObject({
  ...{ number: text, status: z.enum(['open', 'closed']), stateWords: text, headline: text, what: text, people: text },
  ...{ rules: names, openQuestions: count, overdue: flag },
  next: DUTY_CLOCK.optional(),
});

export const HOME_SCHEMA = z.strictObject({
  lastScanMs: timeMs.optional(),
  changedBasis: text.optional(),
  ...{ newFlags: count, worse: count, overdue: count, mine: count, open: count },
  bySeverity: z.array(z.strictObject({ severity, name: text, says: text, count })),
  unread: z.strictObject({
    count,
    files: z.array(z.strictObject({ share: text, path: text, why: text, remedy: text, nights: count })),
  }),
  assessments: z.strictObject({ open: count, overdue: count, first: z.array(registerLine) }),
  trend: z.strictObject({
    ...{ height: z.number(), middle: z.number(), scale: z.number() },
    days: z.array(
      z.strictObject({
        ...{ day: text, opened: count, closed: count, x: z.number(), barWidth: z.number() },
        ...{ openedHeight: z.number(), closedHeight: z.number(), isNamed: flag },
      }),
    ),
  }),
  coverage: z.strictObject({
    shares: z.array(
      z.strictObject({
        ...{ share: text, fully: count, partly: count, unread: count },
        parts: z.array(z.strictObject({ kind: text, x: z.number(), width: z.number() })),
      }),
    ),
  }),
});

const notice = z
  .strictObject({
    batchId: count.optional(),
    ...{ undoable: count, refused: count, undone: count, elsewhere: count, unread: count, assigned: count },
  })
  .nullable();

export const QUEUE_SCHEMA = z.strictObject({
  question: z.strictObject({
    ...{ state: text, severity: z.array(severity), sort: text },
    ...Object.fromEntries(
      ['q', 'rule', 'share', 'folder', 'owner', 'assignee', 'changed', 'due'].map((name) => [name, text.optional()]),
    ),
  }),
  query: text,
  rows: z.array(
    z.strictObject({
      ...{ flagId: count, exposureId: count, version: count, severity, severityName: text, rule: text },
      ...{ ruleTitle: text, otherRules: count, share: text, path: text, places: count, hasElsewhere: flag },
      ...{ people: text, isOverdue: flag, state: text, openedAtMs: timeMs },
      like: z.strictObject({ rule: text, folder: text.optional(), owner: text.optional() }),
      ...{ owner: text.optional(), assignee: text.optional(), dueAtMs: timeMs.optional() },
    }),
  ),
  ...{ count, exposures: count, next: text.optional(), shares: names },
  rules: z.array(z.strictObject({ id: text, title: text })),
  views: z.array(z.strictObject({ name: text, query: text })),
  ...{ mayDecide: flag, assignees: names, problem: text.optional(), notice },
});

const exposureFlag = z.strictObject({
  ...{ flagId: count, version: count, rule: text, title: text, sentence: text, verdict: text, severity },
  ...{ severityName: text, state: text, stateWords: text, openedAtMs: timeMs, isOverdue: flag, mayDecide: flag },
  ...{ clause: text.optional(), clauseStatus: text.optional(), action: text.optional(), destination: text.optional() },
  ...{ assignee: text.optional(), dueAtMs: timeMs.optional(), untilMs: timeMs.optional() },
});

const exposurePlace = z.strictObject({
  ...{ fileId: count, share: text, path: text, readers: text, isUnverified: flag, reasons: names },
  ...{ owner: text.optional(), sinceMs: timeMs.optional(), notRead: text.optional() },
  matches: z.array(z.strictObject({ what: text, place: text, masked: text, sure: text })),
  matchesLeftOut: count,
});

export const EXPOSURE_SCHEMA = z.strictObject({
  exposureId: count,
  name: z.strictObject({ file: text, kind: text.optional(), others: count }),
  ...{ together: text.optional(), severity, severityName: text, people: text, contents: count },
  types: z.array(z.strictObject({ type: text, words: text, values: text })),
  flags: z.array(exposureFlag),
  places: z.array(exposurePlace),
  ...{ placesLeftOut: count, hiddenPlaces: count },
  gone: z.array(z.strictObject({ path: text, share: text, why: text })),
  timeline: z.array(
    z.strictObject({ atMs: timeMs, who: text, rules: names, what: text, why: text, basis: text.optional() }),
  ),
  ...{ askText: text, mayDecide: flag, leftToOfficer: flag, isUnread: flag, mayLook: flag, assessments: names },
  ...{ mayMail: flag, sent: flag, asked: flag, mayOpenAssessment: flag, assignees: names, notice },
});

const segment = z.union([
  z.strictObject({ kind: z.literal('text'), text }),
  z.strictObject({ kind: z.literal('masked'), masked: text, type: text.optional(), match: count.optional() }),
]);
const cells = z.array(z.array(segment));
const block = z.union([
  z.strictObject({
    kind: z.literal('lines'),
    lines: z.array(z.strictObject({ line: count.optional(), segments: z.array(segment) })),
  }),
  z.strictObject({ kind: z.enum(['heading', 'paragraph', 'list-item']), segments: z.array(segment) }),
  z.strictObject({
    kind: z.literal('table'),
    header: cells,
    rows: z.array(z.strictObject({ row: count.optional(), cells })),
  }),
]);

export const FILE_SCHEMA = z.strictObject({
  ...{ exposureId: count, fileId: count, share: text, path: text, problem: text.optional() },
  passages: z.array(
    z.strictObject({
      ...{ where: text, blocks: z.array(block), matches: z.array(count) },
      choices: z.array(z.strictObject({ match: count, what: text, masked: text, place: text, sure: text })),
    }),
  ),
  ...{ notFound: count, matchCount: count, from: count, next: count.optional() },
  ...{ mayReveal: flag, needsSecondPerson: flag, mayMove: flag },
});

export const QUARANTINE_SCHEMA = z.strictObject({
  files: z.array(
    z.strictObject({
      ...{ quarantineId: count, share: text, path: text, why: text, movedBy: text, movedAtMs: timeMs },
      ...{ state: text, stateWords: text },
    }),
  ),
  ...{ isOn: flag, mayMove: flag, noMarker: flag },
});

const bounds = z.strictObject({ hits: count, of: count, lower: z.number(), upper: z.number() });

export const QUALITY_SCHEMA = z.strictObject({
  rules: z.array(z.strictObject({ rule: text, title: text, right: bounds, falseAlarms: count, testData: count })),
  areas: z.array(
    z.strictObject({
      area: text,
      rate: z
        .strictObject({ area: text, looked: count, missed: count, waiting: count, weeks: count, atMost: z.number() })
        .optional(),
      sample: z
        .strictObject({
          ...{ sampleId: count, week: text, seed: text, cleanFiles: count },
          files: z.array(
            z.strictObject({
              ...{ fileId: count, path: text, name: text, note: text },
              ...{ answer: text.optional(), answeredBy: text.optional() },
            }),
          ),
        })
        .optional(),
    }),
  ),
  mayAnswer: flag,
});

export const REPORTS_SCHEMA = z.strictObject({
  runs: z.array(z.strictObject({ runId: count, startedAtMs: timeMs, shares: names })),
  reports: z.array(z.strictObject({ id: text, title: text, answers: text })),
});

export const DISCLOSURES_SCHEMA = z.strictObject({
  disclosures: z.array(
    z.strictObject({
      ...{ id: count, atMs: timeMs, who: text, recipient: text, interest: text, basis: text, agreement: text },
      files: z.array(z.strictObject({ name: text, rows: count, types: names })),
    }),
  ),
});

export const OPERATION_SCHEMA = z.strictObject({
  versions: z.record(text, text),
  runs: z.array(
    z.strictObject({
      ...{ runId: count, state: text, startedAtMs: timeMs, shares: names },
      ...{ finishedAtMs: timeMs.optional(), exitCode: z.int().optional() },
    }),
  ),
  coverage: z.array(
    z.strictObject({
      ...{
        share: text,
        met: count,
        fullyRead: count,
        partlyRead: count,
        unread: count,
        notMet: count,
        outdated: count,
      },
    }),
  ),
});

export const USERS_SCHEMA = z.strictObject({
  accounts: z.array(
    z.strictObject({
      ...{ name: text, role: text, roleId: text, areas: names, unknownAreas: names, isDisabled: flag, isLocked: flag },
      ...{ hasPassword: flag, isYou: flag, createdAtMs: timeMs, seenAtMs: timeMs.optional() },
    }),
  ),
  roles: z.array(z.strictObject({ id: text, name: text })),
  ...{ areas: names, ownPassword: flag, hasProvider: flag },
});

export const REGISTER_SCHEMA = z.strictObject({ lines: z.array(registerLine), mayOpen: flag });
