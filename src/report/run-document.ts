import { shownText } from '../model/index.ts';
import type { RunFacts } from './report-input.ts';
import { ruleLines } from './rule-lines.ts';
import { STATUS_WORDS } from './words.ts';

/** Raised when a program that reads the document would have to change. */
const DOCUMENT_VERSION = 1;

/** A run for programs, without its files. Times are milliseconds since 1970 UTC. */
export function runDocument(facts: RunFacts) {
  const { summary, policy } = facts;
  const { run, shares, ...counts } = summary;
  return {
    document: 'sharewarden-run',
    version: DOCUMENT_VERSION,
    writtenAtMs: facts.nowMs,
    run: { ...run, shares: run.shares.map(({ name, root }) => ({ name: shownText(name), root: shownText(root) })) },
    versions: facts.versions,
    policy: { id: policy.id, digest: policy.digest, issuance: policy.issuance },
    counts: { ...counts, rules: undefined },
    shares: shares.map((share) => ({ ...share, share: shownText(share.share), root: shownText(share.root) })),
    rules: ruleLines(summary.rules, policy.rules).map(({ rule, text, severity, filesToActOn, verdicts }) => ({
      rule,
      title: text?.title,
      sentence: text?.sentence,
      clause: text?.clause,
      source: text && STATUS_WORDS[text.status],
      action: text?.action,
      destination: text?.destination,
      severity,
      filesToActOn,
      verdicts: Object.fromEntries(verdicts.map(({ verdict, files }) => [verdict, files])),
    })),
    assessments: facts.assessments.map((assessment) => ({
      ...assessment,
      ...(assessment.why !== undefined && { why: shownText(assessment.why) }),
    })),
    changes: facts.changes ?? null,
    unsetPlanKeys: facts.unsetPlanKeys.map(({ key, asks }) => ({
      key,
      asks,
      shows: 'not configured: Plan text needed',
    })),
  };
}
