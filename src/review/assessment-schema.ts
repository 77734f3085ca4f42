import { z } from 'zod';

/** One breach assessment as the API answers it. */
const text = z.string();
const count = z.int().nonnegative();
const timeMs = z.int();
const flag = z.boolean();
const names = z.array(text);
const status = z.enum(['R', 'S', 'G', 'D']);
const tally = z.record(text, count);
const people = z.strictObject({ lower: count, likely: count, upper: count });

const clock = z.strictObject({
  ...{ duty: text, state: text, says: text, provisional: flag, atMs: timeMs.optional() },
});
/** A duty in the words of the law, with its clock. */
export const DUTY_CLOCK = clock.extend({ text });

const duty = z.strictObject({
  ...{ duty: text, text, when: text, reason: text, clause: text, status, provisional: flag },
  dueAtMs: z.number().optional(),
});
const condition = { key: text, answer: text };
const known = z.array(z.strictObject({ field: text, value: text, from: text }));
const choice = z.strictObject({ value: text, words: text });
const question = { key: text, group: count, kind: text, ask: text, why: text };
const field = z.strictObject({
  ...question,
  ...{ choices: z.array(choice).optional(), value: text, seen: text, words: text, isConfigured: flag },
});
const decision = {
  ...{ decision: text, proposed: text, name: text, role: text, account: text.optional(), despiteRisk: text.optional() },
  ...{ stateVersion: count, stateHash: text, version: count, signedAtMs: timeMs, reason: text, intact: flag },
};

const facts = z.strictObject({
  ...{ runId: count.optional(), atMs: timeMs, files: count, distinctContents: count, sizeBytes: count },
  ...{ filesNoLongerExposed: count, audiences: tally, locations: tally, owners: tally },
  elements: z.array(z.strictObject({ type: text, count, files: count, withName: count })),
  statutory: z.strictObject({
    letters: z.array(z.strictObject({ letter: text, title: text, people })),
    ...{ people, residents: tally, typesFound: names },
  }),
  protectedPii: z.array(z.strictObject({ type: text, origin: text, status })),
  ...{
    regimes: names,
    people,
    residents: tally,
    minors: count,
    deceased: count,
    onlyRedacted: flag,
    unreadParts: count,
  },
  merges: z.strictObject({
    ...{ rows: count, sameRow: count, sameNumber: count, sameNameAndBirthDate: count },
    ...{ sameNameOnly: count, perhapsSame: count },
  }),
  elementSets: z.array(z.strictObject({ types: names, people: count })),
  rules: z.array(z.strictObject({ rule: text, files: count })),
  window: z.strictObject({
    ...{ firstSeenRunId: count.optional(), firstSeenAtMs: timeMs.optional(), lastWithoutRunId: count.optional() },
    ...{ lastWithoutAtMs: timeMs.optional(), oldestModifiedAtMs: z.number().optional() },
    audiences: z.array(z.strictObject({ audience: text, sinceAtMs: timeMs, files: count })),
  }),
});

const proposal = z.strictObject({
  ...{ route: text, headline: text, duties: z.array(duty), delayed: flag },
  steps: z.array(z.strictObject({ step: text, outcome: text, reason: text, clause: text, status, unknown: names })),
  labels: z.array(z.strictObject({ text, status })),
  turnsOn: z.array(z.strictObject({ ...condition, also: z.array(z.strictObject(condition)), route: text })),
});

const risk = z.strictObject({
  factors: z.array(
    z.strictObject({
      ...{ id: text, title: text, kind: text, source: text, status, score: text, reason: text, evidence: text },
      ...{ scoredBy: text.optional(), unknown: flag },
    }),
  ),
  ...{ result: text, says: text },
  sensitivity: z.array(z.strictObject({ factor: text, resultIfLow: text })),
});

export const ASSESSMENT_SCHEMA = z.strictObject({
  ...{ number: text, assessmentId: count, status: z.enum(['open', 'closed']), stateWords: text, version: count },
  ...{ openedAtMs: timeMs, openedRunId: count.optional(), why: text, what: text, change: text, headline: text },
  ...{ files: count, filesNoLongerExposed: count, people, statutoryPeople: people, peopleWords: text, elements: names },
  ...{ audiences: tally, locations: tally, rules: names, openQuestions: count, deciding: names, route: text },
  ruleTitles: z.array(z.strictObject({ rule: text, title: text })),
  decision: z
    .strictObject({
      decision: text,
      name: text,
      role: text,
      account: text.optional(),
      signedAtMs: timeMs,
      toSignAgain: flag,
    })
    .optional(),
  standing: z.strictObject({ decision: text, signer: text, signedAtMs: timeMs }).optional(),
  ...{ clocks: z.array(clock), duties: z.array(duty), overdue: names, nextDuty: DUTY_CLOCK.optional() },
  next: z.array(z.strictObject({ says: text, command: text })),
  ...{ policyDigest: text, facts, answers: z.record(text, text), peopleKey: text, proposal, risk },
  memberFiles: z.array(
    z.strictObject({
      ...{ share: text, path: text, sizeBytes: count, audience: text, location: text, state: text },
      ...{ owner: text.optional(), contentDigest: text.optional() },
    }),
  ),
  groups: z.array(
    z.strictObject({
      ...{ number: count, title: text, known },
      asked: z.array(z.strictObject({ ...question, choices: names.optional() })),
    }),
  ),
  decisions: z.array(z.strictObject(decision)),
  signedDecisions: z.array(z.strictObject({ ...decision, signer: text })),
  notices: z.array(
    z.strictObject({
      ...{
        duty: text,
        recipient: text,
        method: text,
        sentAtMs: timeMs,
        count: count.optional(),
        who: text,
        note: text,
      },
    }),
  ),
  relatedNumbers: names,
  events: z.array(
    z.strictObject({ version: count, atMs: timeMs, who: text, kind: text, why: text, entry: text.optional() }),
  ),
  decidingFields: z.array(field),
  questions: z.array(
    z.strictObject({ number: count, title: text, known, answered: count, of: count, fields: z.array(field) }),
  ),
  ...{ asks: z.record(text, text), dutyWords: z.record(text, text), audienceWords: z.record(text, text) },
  documents: z.array(z.strictObject({ id: text, title: text })),
  ...{ decisionsToTake: names, scoresToGive: names, methods: z.array(choice), marks: text },
  ...{ saved: count.optional(), mayAnswer: flag, maySign: flag },
});
