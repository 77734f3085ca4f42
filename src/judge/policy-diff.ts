import { FLAGGED_VERDICTS, type RuleText, type Verdict } from '../model/index.ts';

/** One file under two policies. */
export interface JudgedTwice {
  /** What its flags are laid to: files with the same one are places of one flag. */
  readonly exposure: string;
  /** Whether a person decided that the rule's flag on the exposure is a false alarm or permitted: then it is not open. */
  readonly isDecided: (rule: string) => boolean;
  /** The place as it may be shown; asked only for the examples. */
  readonly shownPlace: () => string;
  readonly before: readonly Verdict[];
  readonly after: readonly Verdict[];
}

export interface DiffExample {
  readonly place: string;
  readonly before?: Pick<Verdict, 'verdict' | 'severity' | 'reason'>;
  readonly after?: Pick<Verdict, 'verdict' | 'severity' | 'reason'>;
}

/** What a change of policy does to one rule. A flag is one rule against one exposure; a place is a file. */
export interface RuleDiff {
  readonly rule: string;
  readonly title: string;
  readonly flagsOpened: number;
  readonly flagsClosed: number;
  /** Flags that would open or close, but for a person's decision that stands. */
  readonly flagsDecided: number;
  readonly placesOpened: number;
  readonly placesClosed: number;
  /** Against the rule before and after, with another verdict or severity. */
  readonly placesRegraded: number;
  /** Files of which the rule could say something before and cannot tell now, and the other way round. */
  readonly placesNowUntold: number;
  readonly placesNowTold: number;
  readonly examples: readonly DiffExample[];
}

export interface PolicyDiff {
  readonly files: number;
  readonly flagsOpened: number;
  readonly flagsClosed: number;
  readonly flagsDecided: number;
  /** Only rules that change something, by their id. */
  readonly rules: readonly RuleDiff[];
}

const BEFORE = 1;
const AFTER = 2;
const DECIDED = 4;

type Counts = { -readonly [Name in keyof Omit<RuleDiff, 'rule' | 'title' | 'examples'>]: number };

interface RuleTally {
  readonly counts: Counts;
  /** Exposures against the rule: BEFORE, AFTER or both, and whether DECIDED. */
  readonly exposures: Map<string, number>;
  readonly examples: Map<string, DiffExample[]>;
}

/** Adds file after file and tells the difference. Memory grows with the exposures that are against a rule, not with the files. */
export function createPolicyDiff(rules: readonly RuleText[], examplesPerChange: number) {
  const titles = new Map(rules.map(({ id, title }) => [id, title]));
  const tallies = new Map<string, RuleTally>();
  let files = 0;

  function add(file: JudgedTwice): void {
    files += 1;
    const after = new Map(file.after.map((verdict) => [verdict.rule, verdict]));
    for (const before of file.before) {
      addVerdicts(file, before.rule, before, after.get(before.rule));
      after.delete(before.rule);
    }
    for (const [rule, verdict] of after) addVerdicts(file, rule, undefined, verdict);
  }

  function addVerdicts(file: JudgedTwice, rule: string, before: Verdict | undefined, after: Verdict | undefined): void {
    const tally = tallyOf(tallies, rule);
    const bits = (isFlagged(before) ? BEFORE : 0) | (isFlagged(after) ? AFTER : 0);
    const { exposure } = file;
    if (bits !== 0) {
      const decided = file.isDecided(rule) ? DECIDED : 0;
      tally.exposures.set(exposure, (tally.exposures.get(exposure) ?? 0) | bits | decided);
    }
    const change = changeOf(before, after);
    if (change === undefined) return;
    tally.counts[change] += 1;
    const examples = tally.examples.get(change) ?? [];
    if (examples.length >= examplesPerChange) return;
    examples.push({
      place: file.shownPlace(),
      ...(before && { before: shortOf(before) }),
      ...(after && { after: shortOf(after) }),
    });
    tally.examples.set(change, examples);
  }

  function result(): PolicyDiff {
    const changed = [...tallies]
      .map(([rule, tally]) => ruleDiff(rule, titles.get(rule) ?? rule, tally))
      .filter(({ placesOpened, placesClosed, placesRegraded, placesNowTold, placesNowUntold }) =>
        [placesOpened, placesClosed, placesRegraded, placesNowTold, placesNowUntold].some((places) => places > 0),
      )
      .sort((a, b) => (a.rule < b.rule ? -1 : 1));
    return {
      files,
      flagsOpened: changed.reduce((sum, { flagsOpened }) => sum + flagsOpened, 0),
      flagsClosed: changed.reduce((sum, { flagsClosed }) => sum + flagsClosed, 0),
      flagsDecided: changed.reduce((sum, { flagsDecided }) => sum + flagsDecided, 0),
      rules: changed,
    };
  }

  return { add, result };
}

function tallyOf(tallies: Map<string, RuleTally>, rule: string): RuleTally {
  const known = tallies.get(rule);
  if (known) return known;
  const counts: Counts = {
    flagsOpened: 0,
    flagsClosed: 0,
    flagsDecided: 0,
    placesOpened: 0,
    placesClosed: 0,
    placesRegraded: 0,
    placesNowUntold: 0,
    placesNowTold: 0,
  };
  const tally: RuleTally = { counts, exposures: new Map(), examples: new Map() };
  tallies.set(rule, tally);
  return tally;
}

function ruleDiff(rule: string, title: string, { counts, exposures, examples }: RuleTally): RuleDiff {
  let flagsOpened = 0;
  let flagsClosed = 0;
  let flagsDecided = 0;
  for (const bits of exposures.values()) {
    if (bits === AFTER) flagsOpened += 1;
    if (bits === BEFORE) flagsClosed += 1;
    if (bits === (AFTER | DECIDED) || bits === (BEFORE | DECIDED)) flagsDecided += 1;
  }
  return { rule, title, ...counts, flagsOpened, flagsClosed, flagsDecided, examples: [...examples.values()].flat() };
}

function changeOf(before: Verdict | undefined, after: Verdict | undefined): keyof Counts | undefined {
  if (isFlagged(before) && isFlagged(after)) {
    return before?.verdict === after?.verdict && before?.severity === after?.severity ? undefined : 'placesRegraded';
  }
  if (isFlagged(after)) return 'placesOpened';
  if (isFlagged(before)) return 'placesClosed';
  if (before?.verdict === after?.verdict) return undefined;
  if (after?.verdict === 'cannot-tell') return 'placesNowUntold';
  return before?.verdict === 'cannot-tell' ? 'placesNowTold' : undefined;
}

function isFlagged(verdict: Verdict | undefined): boolean {
  return verdict !== undefined && FLAGGED_VERDICTS.includes(verdict.verdict);
}

function shortOf({ verdict, severity, reason }: Verdict): NonNullable<DiffExample['before']> {
  return { verdict, severity, reason };
}
