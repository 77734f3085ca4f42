import type { RuleExplanation } from '../judge/index.ts';
import { ELEMENT_TYPES, LOCATION_WORDS } from '../model/index.ts';
import { STATUS_WORDS, typeWords } from '../report/index.ts';

/** Words of the policy files that say little to a custodian. */
const PLAIN_WORDS: Readonly<Record<string, string>> = {
  'statutory-pi-mo': 'statutory personal information (Missouri)',
  'protected-pii': 'protected personal information',
  'uc-wage': 'unemployment and wage records',
  'closed-record': 'closed records',
  'vr-case-record': 'vocational rehabilitation case record',
  'irs-transcript': 'transcript of the Internal Revenue Service',
  'dd-214': 'DD-214',
  vr: 'vocational rehabilitation',
  ...LOCATION_WORDS,
};

const GROUPS = [
  { heading: 'Against the rules, or for a person to look at', holds: isAgainst },
  { heading: 'Cannot be told until more is known', holds: isUntold },
  { heading: 'Nothing against it', holds: (rule: RuleExplanation) => !isAgainst(rule) && !isUntold(rule) },
] as const;

/** Explained rules as a custodian reads them: what has to be done first, then what is not known, then what is in order. */
export function* explainedRules(rules: readonly RuleExplanation[]): Generator<string> {
  for (const { heading, holds } of GROUPS) {
    const own = rules.filter(holds);
    if (own.length === 0) continue;
    yield '';
    yield `${heading}:`;
    for (const rule of own) yield* ruleLines(rule);
  }
}

function isAgainst({ verdict }: RuleExplanation): boolean {
  return verdict !== undefined && verdict.verdict !== 'allowed' && verdict.verdict !== 'cannot-tell';
}

function isUntold({ verdict }: RuleExplanation): boolean {
  return verdict?.verdict === 'cannot-tell';
}

function* ruleLines(explained: RuleExplanation): Generator<string> {
  const { rule, state, verdict, facts } = explained;
  yield '';
  yield `${rule.id}  ${rule.title}: ${verdict ? `${verdict.verdict}, ${verdict.severity}` : STATE_WORDS[state]}`;
  yield `  ${verdict ? verdict.reason : rule.sentence}`;
  for (const { says, value } of facts)
    yield `  - ${inPlainWords(says)}: ${value === undefined ? 'not known' : (PLAIN_WORDS[value] ?? value)}`;
  if (isAgainst(explained)) yield `  To do: ${rule.action}`;
  if (isUntold(explained)) yield '  To do: have the missing register or setting filled in, and scan again.';
  yield `  ${rule.clause} (${STATUS_WORDS[rule.status]})`;
}

/** Longest names first, so that none is cut by a shorter one. */
const NAMED = [
  ...ELEMENT_TYPES.map((type): [string, string] => [type, typeWords(type)]),
  ...Object.entries(PLAIN_WORDS),
]
  .filter(([name]) => name.includes('-') || name === 'iban' || name === 'vr')
  .sort(([a], [b]) => b.length - a.length);
const NAME = new RegExp(`(?<![\\w-])(?:${NAMED.map(([name]) => name).join('|')})(?![\\w-])`, 'g');
const WORDS = new Map(NAMED);

function inPlainWords(says: string): string {
  // Words that are looked for in a name or column stay as they are written.
  const [start = '', ...looked] = says.split(': ');
  return [start.replace(NAME, (name) => WORDS.get(name) ?? name), ...looked].join(': ');
}

const STATE_WORDS: Readonly<Record<RuleExplanation['state'], string>> = {
  judged: 'judged',
  'nothing-to-say': 'nothing against it',
  'does-not-apply': 'does not apply',
  'other-outcome': 'is for files that were read otherwise',
};
