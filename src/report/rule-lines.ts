import { type RuleText, SEVERITIES, type Severity } from '../model/index.ts';
import type { RuleCount } from '../record/index.ts';
import { isAgainst } from './columns.ts';
import { VERDICT_KINDS } from './words.ts';

/** One rule with what it said in a run. */
export interface RuleLine {
  readonly rule: string;
  /** Absent where the loaded packs do not hold the rule that the record speaks of. */
  readonly text?: RuleText;
  /** The most serious severity among what somebody has to act on. */
  readonly severity?: Severity;
  /** Files that somebody has to act on. */
  readonly filesToActOn: number;
  /** Files by verdict, most serious verdict first. */
  readonly verdicts: readonly { readonly verdict: RuleCount['verdict']; readonly files: number }[];
}

/** Rules that said something, most serious first, then by files. */
export function ruleLines(counts: readonly RuleCount[], texts: readonly RuleText[]): readonly RuleLine[] {
  const byId = new Map(texts.map((text) => [text.id, text]));
  const rules = [...new Set(counts.filter(({ files }) => files > 0).map(({ rule }) => rule))];
  return rules
    .map((rule) =>
      ruleLine(
        rule,
        counts.filter((count) => count.rule === rule),
        byId.get(rule),
      ),
    )
    .sort((a, b) => order(a) - order(b) || b.filesToActOn - a.filesToActOn || (a.rule < b.rule ? -1 : 1));
}

function ruleLine(rule: string, counts: readonly RuleCount[], text: RuleText | undefined): RuleLine {
  const against = counts.filter(isAgainst);
  const severity = SEVERITIES.find((one) => against.some((count) => count.severity === one && count.files > 0));
  return {
    rule,
    ...(text && { text }),
    ...(severity && { severity }),
    filesToActOn: total(against),
    verdicts: VERDICT_KINDS.map((verdict) => ({
      verdict,
      files: total(counts.filter((count) => count.verdict === verdict)),
    })).filter(({ files }) => files > 0),
  };
}

function total(counts: readonly RuleCount[]): number {
  return counts.reduce((sum, { files }) => sum + files, 0);
}

function order({ severity }: RuleLine): number {
  return severity === undefined ? SEVERITIES.length : SEVERITIES.indexOf(severity);
}
