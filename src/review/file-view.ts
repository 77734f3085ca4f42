import { type Finding, shownPath, shownPlace, shownText } from '../model/index.ts';
import type { Passage, PreviewOutcome, RecordedIdentity, Target } from '../preview/index.ts';
import type { RecordedFile } from '../record/index.ts';
import { CONFIDENCE_WORDS, typeWords } from '../report/index.ts';
import { joinedPassages } from './joined-passages.ts';
import type { ReviewContext } from './review-context.ts';
import type { Viewer } from './route.ts';
import type { SeenFile } from './seen-file.ts';
import { TEXTS } from './texts.ts';

/** Matches of one page of passages. */
export const MATCHES_A_PAGE = 8;

export interface FileView {
  readonly exposureId: number;
  readonly fileId: number;
  readonly share: string;
  readonly path: string;
  /** Why nothing is shown, in plain words. */
  readonly problem?: string;
  readonly passages: readonly (Passage & { readonly choices: readonly MatchView[] })[];
  readonly notFound: number;
  readonly matchCount: number;
  /** Number of the first match of this page, from 0. */
  readonly from: number;
  readonly next?: number;
  readonly mayReveal: boolean;
  readonly needsSecondPerson: boolean;
  readonly mayMove: boolean;
}

interface MatchView {
  readonly match: number;
  readonly what: string;
  readonly masked: string;
  readonly place: string;
  readonly sure: string;
}

/** What stands around some matches of a file, read from it now. */
export async function fileView(
  review: ReviewContext,
  viewer: Viewer,
  { exposureId, file }: SeenFile,
  from: number,
): Promise<FileView> {
  const findings = file.reading.findings;
  const numbers = ordered(findings).slice(from, from + MATCHES_A_PAGE);
  const outcome = await lookInto(review, file, numbers);
  const described = (match: number): MatchView[] => {
    const finding = findings[match];
    return finding ? [matchView(finding, match, findings)] : [];
  };
  return {
    exposureId,
    fileId: file.fileId,
    share: shownText(file.facts.share),
    path: shownPath(file),
    ...(outcome.kind === 'not-shown' && { problem: TEXTS.preview.reasons[outcome.reason] ?? outcome.reason }),
    passages:
      outcome.kind === 'not-shown'
        ? []
        : joinedPassages(outcome.passages).map((passage) => ({
            ...passage,
            where: shownText(passage.where),
            choices: passage.matches.flatMap(described),
          })),
    notFound: outcome.kind === 'shown' ? outcome.notFound.length : 0,
    matchCount: findings.length,
    from,
    ...(from + MATCHES_A_PAGE < findings.length && { next: from + MATCHES_A_PAGE }),
    mayReveal: mayReveal(review, viewer),
    needsSecondPerson: review.reveal?.needsSecondPerson ?? false,
    mayMove: mayMove(review, viewer),
  };
}

/** The sure ones first; a number stays the finding's own. */
function ordered(findings: readonly Finding[]): number[] {
  const rank = { high: 0, medium: 1, low: 2 } as const;
  return findings
    .map((_, index) => index)
    .sort((a, b) => rank[findings[a]?.confidence ?? 'low'] - rank[findings[b]?.confidence ?? 'low'] || a - b);
}

async function lookInto(
  { previewer }: ReviewContext,
  file: RecordedFile,
  numbers: readonly number[],
): Promise<PreviewOutcome> {
  const targets = numbers.flatMap((match) => targetOf(file, match) ?? []);
  if (targets.length === 0 || !previewer) return { kind: 'shown', format: '', passages: [], notFound: [] };
  return previewer.preview({ file: identityOf(file), targets });
}

export function targetOf({ reading: { findings } }: RecordedFile, match: number): Target | undefined {
  const finding = findings[match];
  return finding && { match, type: finding.type, fingerprint: finding.fingerprint, place: finding.place };
}

export function identityOf({ facts, reading: { contentDigest } }: RecordedFile): RecordedIdentity {
  const { root, path, rawPath, sizeBytes, modifiedAtMs } = facts;
  return {
    ...{ root, path, sizeBytes, modifiedAtMs },
    ...(rawPath !== undefined && { rawPath }),
    ...(contentDigest !== undefined && { contentDigest }),
  };
}

function matchView(
  { type, masked, place, confidence }: Finding,
  match: number,
  findings: readonly Finding[],
): MatchView {
  return {
    match,
    what: typeWords(type),
    masked,
    place: shownPlace(place, findings),
    sure: CONFIDENCE_WORDS[confidence],
  };
}

/** A permission of its own, given by name, beside the role. */
export function mayReveal({ reveal, previewer }: ReviewContext, { account }: Viewer): boolean {
  const isDecider = account.role === 'custodian' || account.role === 'privacy-officer';
  return isDecider && previewer !== undefined && (reveal?.people.includes(account.name) ?? false);
}

/** The privacy officer, and the custodians that the configuration names. */
export function mayMove({ quarantine }: ReviewContext, { account }: Viewer): boolean {
  if (!quarantine) return false;
  return (
    account.role === 'privacy-officer' || (account.role === 'custodian' && quarantine.custodians.includes(account.name))
  );
}
