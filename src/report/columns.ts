import {
  AUDIENCE_WORDS,
  type Finding,
  type RuleText,
  readersInWords,
  SEVERITIES,
  type Severity,
  shownPath,
  shownPlace,
  shownText,
  type Verdict,
} from '../model/index.ts';
import type { RecordedFile } from '../record/index.ts';
import {
  CONFIDENCE_WORDS,
  ENCRYPTION_WORDS,
  OUTCOME_WORDS,
  REASON_WORDS,
  STATUS_WORDS,
  typeWords,
  VERDICT_WORDS,
} from './words.ts';

/** What a CSV report may have one row of. */
export type RowKind = 'files' | 'findings' | 'verdicts';

/** What a column can see. `finding` and `verdict` are there for rows of that kind. */
export interface Row {
  readonly file: RecordedFile;
  readonly finding?: Finding;
  readonly verdict?: Verdict;
  readonly rule?: RuleText;
}

type Column = (row: Row) => string | number | undefined;

const FILE_COLUMNS: Readonly<Record<string, Column>> = {
  file_id: ({ file }) => file.fileId,
  share: ({ file }) => shownText(file.facts.share),
  path: ({ file }) => shownPath(file),
  outcome: ({ file }) => file.reading.outcome,
  outcome_in_words: ({ file }) => OUTCOME_WORDS[file.reading.outcome],
  reason: ({ file }) => file.reading.reason,
  reason_in_words: ({ file }) => file.reading.reason && REASON_WORDS[file.reading.reason].says,
  what_to_do: ({ file }) => file.reading.reason && REASON_WORDS[file.reading.reason].remedy,
  unread_parts: ({ file }) => file.reading.unreadPartCount,
  detail: ({ file }) => {
    const part = file.reading.unreadParts.find(({ detail, encryption }) => detail ?? encryption);
    const detail = file.detail ?? part?.detail;
    const words = [...(part?.encryption ? [ENCRYPTION_WORDS[part.encryption]] : []), ...(detail ? [detail] : [])];
    return words.length > 0 ? shownText(words.join('; ')) : undefined;
  },
  format: ({ file }) => file.reading.format,
  size_bytes: ({ file }) => file.facts.sizeBytes,
  modified: ({ file }) => (file.kind === 'file' ? new Date(file.facts.modifiedAtMs).toISOString() : undefined),
  owner: ({ file }) => file.facts.owner && shownText(file.facts.owner),
  who_can_read: ({ file: { facts } }) =>
    facts.readers ? readersInWords(facts.audience, facts.readers) : AUDIENCE_WORDS[facts.audience],
  location: ({ file }) => file.facts.location,
  people_lower: ({ file }) => file.reading.people.lower,
  people_likely: ({ file }) => file.reading.people.likely,
  people_upper: ({ file }) => file.reading.people.upper,
  worst_severity: ({ file }) => worstSeverity(file),
  rules: ({ file }) =>
    file.verdicts
      .filter(isAgainst)
      .map(({ rule, verdict }) => `${rule} ${verdict}`)
      .join('; '),
  could_not_be_judged: ({ file }) =>
    file.verdicts
      .filter(({ verdict }) => verdict === 'cannot-tell')
      .map(({ rule, missing }) => `${rule} (${missing.join(', ')})`)
      .join('; '),
  types: ({ file }) =>
    file.reading.types
      .filter(({ high, medium }) => high + medium > 0)
      .map(({ type, high, medium }) => `${type} ${high + medium}`)
      .join('; '),
};

const FINDING_COLUMNS: Readonly<Record<string, Column>> = {
  type: ({ finding }) => finding?.type,
  type_in_words: ({ finding }) => finding && typeWords(finding.type),
  place: ({ finding, file }) => finding && shownPlace(finding.place, file.reading.findings),
  masked: ({ finding }) => finding && shownText(finding.masked),
  confidence: ({ finding }) => finding?.confidence,
  confidence_in_words: ({ finding }) => finding && CONFIDENCE_WORDS[finding.confidence],
  evidence: ({ finding }) => finding && shownText(finding.evidence.join('; ')),
};

const VERDICT_COLUMNS: Readonly<Record<string, Column>> = {
  rule: ({ verdict }) => verdict?.rule,
  verdict: ({ verdict }) => verdict?.verdict,
  verdict_in_words: ({ verdict }) => verdict && VERDICT_WORDS[verdict.verdict].name,
  severity: ({ verdict }) => verdict?.severity,
  because: ({ verdict }) => verdict && shownText(verdict.reason),
  missing: ({ verdict }) => verdict?.missing.join('; '),
  sentence: ({ rule }) => rule?.sentence,
  clause: ({ rule }) => rule?.clause,
  source: ({ rule }) => rule && STATUS_WORDS[rule.status],
  action: ({ rule }) => rule?.action,
  destination: ({ rule }) => rule?.destination,
};

/** The columns that a report.yaml may name, by kind of row. */
export const COLUMNS: Readonly<Record<RowKind, Readonly<Record<string, Column>>>> = {
  files: FILE_COLUMNS,
  findings: { ...FILE_COLUMNS, ...FINDING_COLUMNS },
  verdicts: { ...FILE_COLUMNS, ...VERDICT_COLUMNS },
};

/** The rows of one file. */
export function rowsOf(kind: RowKind, file: RecordedFile, rules: ReadonlyMap<string, RuleText>): readonly Row[] {
  switch (kind) {
    case 'files':
      return [{ file }];
    case 'findings':
      return file.reading.findings.map((finding) => ({ file, finding }));
    case 'verdicts':
      return file.verdicts.map((verdict) => {
        const rule = rules.get(verdict.rule);
        return { file, verdict, ...(rule && { rule }) };
      });
  }
}

/** A verdict that somebody has to act on. `cannot-tell` is counted apart, `allowed` is not counted. */
export function isAgainst({ verdict }: Pick<Verdict, 'verdict'>): boolean {
  return verdict === 'violation' || verdict === 'needs-assessment' || verdict === 'needs-review';
}

/** The most serious severity of what somebody has to act on. */
export function worstSeverity({ verdicts }: Pick<RecordedFile, 'verdicts'>): Severity | undefined {
  const found = new Set(verdicts.filter(isAgainst).map(({ severity }) => severity));
  return SEVERITIES.find((severity) => found.has(severity));
}
