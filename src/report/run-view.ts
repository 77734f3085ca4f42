import {
  AUDIENCE_WORDS,
  counted,
  figure,
  SEVERITIES,
  shownText,
  timeInWords,
  type UnreadReason,
} from '../model/index.ts';
import { coverageView, digestView } from './night-view.ts';
import { bytesInWords, durationInWords, peopleInWords } from './plain-figures.ts';
import type { ChangeKind, RunFacts } from './report-input.ts';
import { ruleLines } from './rule-lines.ts';
import { type Gathered, TOP_FILES, type TopFile } from './run-gathering.ts';
import { severityChart } from './severity-chart.ts';
import { REASON_WORDS, SEVERITY_WORDS, STATUS_WORDS, typeWords, VERDICT_WORDS } from './words.ts';

const CHANGE_WORDS: Readonly<Record<ChangeKind, string>> = {
  added: 'New files',
  changed: 'Changed files',
  newlyMatched: 'Files that now hold personal data and did not before',
  cleaned: 'Files that held personal data and are now clean or gone',
  vanished: 'Files that are gone',
};

export function runView(facts: RunFacts, gathered: Gathered) {
  const { summary, policy } = facts;
  const { run } = summary;
  const lines = ruleLines(summary.rules, policy.rules).map(ruleView);
  const against = lines.filter(({ filesToActOn }) => filesToActOn > 0);
  return {
    run: {
      number: figure(run.runId),
      started: timeInWords(run.startedAtMs),
      ...(run.finishedAtMs !== undefined && { took: durationInWords(run.finishedAtMs - run.startedAtMs) }),
      state: run.state,
      written: timeInWords(facts.nowMs),
    },
    headline: headline(facts, gathered),
    counts: {
      met: figure(summary.met),
      clean: figure(summary.clean),
      matched: figure(summary.matched),
      unread: figure(summary.unread),
      matchedPartly: summary.matchedPartly === 0 ? '' : counted(summary.matchedPartly, 'file'),
      size: bytesInWords(summary.sizeBytes),
      read: counted(summary.read, 'file'),
      bytesRead: bytesInWords(summary.bytesRead),
      unchanged: counted(Math.max(0, summary.met - summary.read), 'file'),
      directories: counted(summary.directories, 'folder'),
      excluded: excludedWords(summary.excluded),
      links: linkWords(summary.links),
    },
    severities: SEVERITIES.map((severity) => ({
      id: severity,
      ...SEVERITY_WORDS[severity],
      files: figure(summary.filesBySeverity[severity]),
    })),
    shares: summary.shares.map((share) => ({
      name: shownText(share.share),
      root: shownText(share.root),
      met: figure(share.met),
      clean: figure(share.clean),
      matched: figure(share.matched),
      unread: figure(share.unread),
    })),
    chart: severityChart(summary.shares),
    rules: against,
    notJudged: lines.filter(({ cannotTell }) => cannotTell !== ''),
    kept: lines.filter(({ allowed }) => allowed !== ''),
    missingFacts: Object.entries(gathered.missingFacts).map(([fact, files]) => ({
      fact,
      files: counted(files, 'file'),
    })),
    topFiles: gathered.topFiles.map((top) => topView(top, summary.shares.length > 1)),
    filesToLookAt: counted(gathered.filesToLookAt, 'file'),
    moreFiles: gathered.filesToLookAt > TOP_FILES ? counted(gathered.filesToLookAt - TOP_FILES, 'more file') : '',
    types: summary.types.map(({ type, files, count, high, medium, low }) => ({
      type,
      words: typeWords(type),
      files: figure(files),
      count: figure(high + medium),
      high: figure(high),
      medium: figure(medium),
      low: figure(count === high + medium + low ? low : count - high - medium),
    })),
    ...(gathered.people && {
      people: {
        lower: figure(gathered.people.lower),
        likely: figure(gathered.people.likely),
        upper: figure(gathered.people.upper),
      },
    }),
    assessments: facts.assessments
      .filter(({ status }) => status === 'open')
      .map(({ number, openedAtMs, openedRunId, files, people, why }) => ({
        number,
        opened: timeInWords(openedAtMs),
        isNew: openedRunId === run.runId,
        files: counted(files, 'file'),
        people: people ? peopleInWords(people) : '',
        why: why === undefined ? '' : shownText(why),
      })),
    unread: reasonViews(summary.unreadByReason, gathered.unreadSamples),
    partly: reasonViews(gathered.partlyByReason, {}),
    digest: digestView(facts.digest),
    coverage: facts.coverage.map(coverageView),
    ...(facts.changes && {
      changes: {
        since: `run ${facts.changes.sinceRunId} of ${timeInWords(facts.changes.sinceMs)}`,
        lists: facts.changes.lists.map(({ kind, count, files }) => ({
          words: CHANGE_WORDS[kind],
          count: figure(count),
          files,
          more: count > files.length ? figure(count - files.length) : '',
        })),
      },
    }),
    policy: {
      id: policy.id,
      issuance: `${policy.issuance.number}, ${policy.issuance.title}`,
      effective: policy.issuance.effective ?? '',
      replacedBy: policy.issuance.replaced_by ?? '',
      note: policy.issuance.note ?? '',
      attachments: policy.issuance.attachments ?? '',
    },
    unsetPlanKeys: facts.unsetPlanKeys,
    versions: Object.entries(facts.versions).map(([name, version]) => ({ name, version })),
    digests: [
      { name: 'program and readers', digest: run.engineDigest },
      { name: 'patterns', digest: run.patternDigest },
      { name: 'policy', digest: run.policyDigest },
    ],
  };
}

function headline({ summary, assessments }: RunFacts, { filesToLookAt }: Gathered): readonly string[] {
  const opened = assessments.filter(({ openedRunId }) => openedRunId === summary.run.runId).length;
  const lines: string[] = [];
  if (summary.met === 0) lines.push('No files were met: the shares are empty or everything in them was excluded.');
  else if (filesToLookAt > 0)
    lines.push(`${counted(filesToLookAt, 'file')} need${filesToLookAt === 1 ? 's' : ''} somebody to act.`);
  else lines.push('Nothing that was read breaks a rule.');
  if (opened > 0)
    lines.push(`${counted(opened, 'breach assessment')} ${opened === 1 ? 'was' : 'were'} opened by this run.`);
  if (summary.unread > 0) {
    lines.push(
      `${counted(summary.unread, 'file')} could not be read: nothing is known of ${summary.unread === 1 ? 'it' : 'them'}, which is not the same as clean.`,
    );
  }
  if (summary.run.state === 'stopped' || summary.run.state === 'interrupted') {
    lines.push('The run ended before every folder was seen: the counts are of what was reached.');
  }
  return lines;
}

function ruleView({ rule, text, severity, filesToActOn, verdicts }: ReturnType<typeof ruleLines>[number]) {
  const filesOf = (kind: string): string => {
    const files = verdicts.find(({ verdict }) => verdict === kind)?.files ?? 0;
    return files === 0 ? '' : counted(files, 'file');
  };
  return {
    id: rule,
    title: text?.title ?? 'A rule that the loaded policy no longer holds',
    sentence: text?.sentence ?? '',
    clause: text?.clause ?? '',
    source: text ? STATUS_WORDS[text.status] : '',
    action: text?.action ?? '',
    destination: text?.destination ?? '',
    severity: severity ?? '',
    severityName: severity ? SEVERITY_WORDS[severity].name : '',
    filesToActOn,
    verdicts: verdicts
      .filter(({ verdict }) => verdict !== 'allowed' && verdict !== 'cannot-tell')
      .map(({ verdict, files }) => ({ words: VERDICT_WORDS[verdict].name, files: counted(files, 'file') })),
    cannotTell: filesOf('cannot-tell'),
    allowed: filesOf('allowed'),
  };
}

function topView(top: TopFile, manyShares: boolean) {
  return {
    ...top,
    share: manyShares ? top.share : '',
    severityName: SEVERITY_WORDS[top.severity].name,
    people: top.people.upper === 0 ? '' : peopleInWords(top.people),
    audience: AUDIENCE_WORDS[top.audience],
    owner: top.owner ?? '',
    partly: top.partly ? REASON_WORDS[top.partly].says : '',
    types: top.types.map(({ type, count }) => `${figure(count)} × ${typeWords(type)}`).join(', '),
    places: top.places.map(({ type, masked, place }) => ({ words: typeWords(type), masked, place })),
  };
}

function reasonViews(counts: Readonly<Partial<Record<UnreadReason, number>>>, samples: Gathered['unreadSamples']) {
  return (Object.entries(counts) as [UnreadReason, number][])
    .filter(([, files]) => files > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([reason, files]) => ({
      reason,
      count: files,
      files: counted(files, 'file'),
      ...REASON_WORDS[reason],
      samples: samples[reason] ?? [],
      more: files > (samples[reason]?.length ?? 0) ? figure(files - (samples[reason]?.length ?? 0)) : '',
    }));
}

function excludedWords({ files, directories }: RunFacts['summary']['excluded']): string {
  if (files + directories === 0) return '';
  return `${counted(files, 'file')} and ${counted(directories, 'folder')}`;
}

function linkWords({ inside, outside, broken }: RunFacts['summary']['links']): string {
  if (inside + outside + broken === 0) return '';
  return `${figure(inside)} inside the share, ${figure(outside)} out of it (counted as not read), ${figure(broken)} to nowhere`;
}
