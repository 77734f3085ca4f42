import type { FileFacts, Finding, TypeCount } from '../model/index.ts';
import type { CompiledRule } from './compile-rule.ts';
import { factsOf, type Weight } from './facts.ts';
import { judgeByRule } from './judge-file.ts';
import type { JudgeInput } from './judge-input.ts';
import type { RuleExample } from './pack-schema.ts';

export interface PolicyTestReport {
  readonly rules: number;
  readonly examples: number;
  readonly failures: readonly ExampleFailure[];
}

export interface ExampleFailure {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly rule: string;
  readonly example: string;
  readonly expected: string;
  readonly got: string;
}

/** Any fixed moment: examples give ages, not dates. */
const EXAMPLE_NOW_MS = Date.UTC(2026, 0, 15, 12);
const HOUR_MS = 3_600_000;

/** Runs each rule alone over its own examples. */
export function runExamples(
  rules: readonly CompiledRule[],
  classesOf: Readonly<Record<string, readonly string[]>>,
  weight: Weight,
): PolicyTestReport {
  const failures: ExampleFailure[] = [];
  for (const rule of rules) {
    rule.examples.forEach((example, index) => {
      const failure = failureOf(rule, example, classesOf, weight);
      if (failure) failures.push({ ...failure, line: rule.lineOf(['examples', index]) });
    });
  }
  const examples = rules.reduce((sum, rule) => sum + rule.examples.length, 0);
  return { rules: rules.length, examples, failures };
}

function failureOf(
  rule: CompiledRule,
  example: RuleExample,
  classesOf: Readonly<Record<string, readonly string[]>>,
  weight: Weight,
): Omit<ExampleFailure, 'line'> | undefined {
  const input = exampleInput(example.given, classesOf);
  const verdict = judgeByRule(rule, factsOf(input, weight), input);
  const wanted = example.severity === undefined ? example.expect : `${example.expect}/${example.severity}`;
  const kind = verdict?.verdict ?? 'nothing';
  const got = example.severity === undefined ? kind : `${kind}/${verdict?.severity ?? 'none'}`;
  if (got === wanted) return undefined;
  return { file: rule.file, rule: rule.text.id, example: example.name, expected: wanted, got };
}

/** The input that an example's short form stands for. */
export function exampleInput(
  given: RuleExample['given'],
  classesOf: Readonly<Record<string, readonly string[]>>,
): JudgeInput {
  return {
    facts: factsGiven(given),
    reading: readingGiven(given),
    neighbours: given.neighbours,
    registers: {
      ...(given.authorized_users === undefined ? {} : { authorizedUsers: given.authorized_users.map(attested) }),
      ...retentionGiven(given),
      ...(given.holds === undefined ? {} : { legalHolds: given.holds.map((path) => ({ share: 'example', path })) }),
      ...(given.lost ? { lostMedia: ['example'] } : {}),
    },
    settings: given.settings,
    classesOf,
    nowMs: EXAMPLE_NOW_MS,
  };
}

function retentionGiven(given: RuleExample['given']): Pick<JudgeInput['registers'], 'retention'> {
  const hours = given.retained_for_hours ?? (given.retained_until_hours_ago ?? Number.NaN) * -1;
  if (Number.isNaN(hours)) return {};
  return { retention: [{ share: 'example', path: '', retainUntilMs: EXAMPLE_NOW_MS + hours * HOUR_MS }] };
}

/** `jdoe` stands for a listed and attested user, `jdoe?` for one whose attestation is missing. */
function attested(account: string): { account: string; attestedAtMs?: number } {
  return account.endsWith('?')
    ? { account: account.slice(0, -1) }
    : { account, attestedAtMs: EXAMPLE_NOW_MS - HOUR_MS };
}

function factsGiven(given: RuleExample['given']): FileFacts {
  const modifiedAtMs = EXAMPLE_NOW_MS - given.age_hours * HOUR_MS;
  return {
    share: 'example',
    root: '/example',
    path: given.path,
    sizeBytes: 1000,
    modifiedAtMs,
    changedAtMs: modifiedAtMs,
    device: '1',
    inode: '1',
    mode: 0o640,
    uid: 1000,
    gid: 1000,
    ...(given.owner === undefined ? {} : { owner: given.owner }),
    audience: given.audience,
    location: given.location,
  };
}

function readingGiven(given: RuleExample['given']): JudgeInput['reading'] {
  const place = { members: [] };
  const people = given.people ?? Math.max(0, ...Object.values(given.types));
  const unreadParts =
    given.encryption === undefined
      ? []
      : [{ kind: 'unread' as const, place, reason: 'encrypted' as const, encryption: given.encryption }];
  return {
    outcome: given.outcome,
    ...(given.reason === undefined ? {} : { reason: given.reason }),
    format: given.format,
    bytesRead: 1000,
    unreadParts,
    unreadPartCount: Math.max(unreadParts.length, given.reason === undefined ? 0 : 1),
    notes: given.protection_only ? [{ kind: 'note', place, note: 'document-protection-only' }] : [],
    types: Object.entries(given.types).map(([type, count]) => typeCount(type, count)),
    findings: [
      ...given.in_file_name.map((type) => findingAt(type, { members: [], part: 'file-name' })),
      ...Object.entries(given.in_column).map(([type, column]) => findingAt(type, { members: [], row: 2, column })),
    ],
    people: { lower: people, likely: people, upper: people },
    namePaired: given.paired,
    documentClasses: given.documents,
    elapsedMs: 1,
  };
}

function findingAt(type: string, place: Finding['place']): Finding {
  const fingerprint = '0'.repeat(32);
  return { type, place, masked: 'xxx', fingerprint, confidence: 'high', margin: 50, evidence: [] };
}

function typeCount(type: string, count: number): TypeCount {
  return { type, count, high: count, medium: 0, low: 0, distinct: count };
}
