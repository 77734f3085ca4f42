import { rmSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { maskIdentifierShapes, OperatorError } from '../model/index.ts';
import type { Agreement, ReadAgreement } from './agreement.ts';
import { checkAgreement, type Registration } from './check-agreement.ts';
import { type Export, findExports } from './find-exports.ts';
import { judgeBasis, type Requirement } from './legal-bases.ts';
import { type ClearanceException, type ClearanceVerdict, type Stop, unreadStop, verdictOf } from './stop.ts';
import type { FileStop } from './stop-words.ts';
import type { DisclosureThread } from './worker/disclosure-thread.ts';
import type { FileMeasure } from './worker/measure-file.ts';

export interface ClearRequest {
  readonly exports: readonly string[];
  readonly agreement: ReadAgreement;
  readonly registration: Registration | undefined;
  readonly exceptions: readonly ClearanceException[];
  /** Where the files are read. */
  readonly thread: DisclosureThread;
  /** Year-month-day. */
  readonly today: string;
  /** Makes a fixed copy of the only export, to be handed over at this place, and clears that. */
  readonly fixTo?: string;
  /** Told before each file. */
  readonly onProgress?: (progress: ClearProgress) => void;
}

export interface ClearProgress {
  readonly done: number;
  readonly files: number;
  /** Of the file that is being read. */
  readonly sizeBytes: number;
}

export interface ClearedFile {
  readonly path: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly types: Readonly<Record<string, number>>;
  readonly rows: number;
  readonly rowFingerprints: Uint8Array;
}

export interface Clearance {
  readonly verdict: ClearanceVerdict;
  readonly files: readonly ClearedFile[];
  readonly stops: readonly FileStop[];
  /** What the original had, where a copy was made. */
  readonly mended: readonly Stop[];
  /** What was concluded and stops nothing, in words with the place. */
  readonly remarks: readonly string[];
  /** What the legal basis asks for and the agreement does not say: nobody checked it. */
  readonly unstated: readonly Requirement[];
  /** A cleared copy that waits beside its place until its certificate is there. */
  readonly copy?: { readonly draft: string; readonly target: string };
}

/** Ends the name of a copy that is not handed over. */
const DRAFT_ENDING = '.sharewarden-draft';

/** Checks exports against their agreement. @throws OperatorError for what cannot be an export, or cannot be copied with changes. */
export async function clearExports(request: ClearRequest): Promise<Clearance> {
  const own = checkAgreement(request.agreement, request.registration, request.today).map((one) => ({
    ...one,
    file: '',
  }));
  const exports = findExports(request.exports, request.fixTo);
  if (request.fixTo !== undefined) return clearCopy(request, exports[0], request.fixTo, own);
  const files: ClearedFile[] = [];
  const stops: FileStop[] = [...own];
  const remarks: string[] = [];
  for (const [done, { path, shown }] of exports.entries()) {
    request.onProgress?.({ done, files: exports.length, sizeBytes: statSync(path).size });
    const measure = await measuredFile(request.thread, request.agreement.agreement, request.today, path, shown);
    stops.push(...measure.stops.map((one) => ({ ...one, file: maskIdentifierShapes(shown) })));
    remarks.push(...measure.remarks.map((remark) => `${maskIdentifierShapes(shown)} > ${remark}`));
    files.push(clearedFile(shown, measure));
  }
  return {
    verdict: verdictOf(stops, request.exceptions, request.today),
    files,
    stops,
    mended: [],
    remarks,
    unstated: unstatedOf(request),
  };
}

async function clearCopy(
  request: ClearRequest,
  source: Export,
  fixTo: string,
  own: readonly FileStop[],
): Promise<Clearance> {
  const target = resolve(fixTo);
  const shown = basename(target);
  const draft = `${target}${DRAFT_ENDING}`;
  const blocked = (stops: readonly Stop[]): Clearance => ({
    verdict: 'blocked',
    files: [],
    stops: [...own, ...stops.map((one) => ({ ...one, file: maskIdentifierShapes(source.shown) }))],
    mended: [],
    remarks: ['No copy was made'],
    unstated: unstatedOf(request),
  });
  const { thread, today, exceptions } = request;
  const { agreement } = request.agreement;
  if (own.length > 0) return blocked((await measuredFile(thread, agreement, today, source.path, source.shown)).stops);
  request.onProgress?.({ done: 0, files: 1, sizeBytes: statSync(source.path).size });
  // Left behind by a run that was killed.
  rmSync(draft, { force: true });
  let kept = false;
  try {
    const reply = await thread.run({
      kind: 'copy',
      path: source.path,
      name: shown,
      agreement,
      asOf: today,
      to: draft,
      exceptions,
    });
    if (reply.kind === 'lost')
      throw new OperatorError(
        source.path,
        `no fixed copy could be made (${reply.reason})`,
        'Export it as csv, or in smaller pieces',
      );
    if (reply.kind !== 'copied')
      throw new Error(`making the copy failed: ${reply.kind === 'crashed' ? reply.detail : reply.kind}`);
    const { outcome } = reply;
    if (outcome.kind === 'refused') throw new OperatorError(source.path, outcome.problem, outcome.remedy);
    if (outcome.kind === 'unread') return blocked(outcome.before.stops);
    const { before, after } = outcome;
    const verdict = verdictOf(after.stops, exceptions, today);
    kept = verdict === 'cleared';
    return {
      verdict,
      files: kept ? [clearedFile(shown, after)] : [],
      stops: after.stops.map((one) => ({
        ...(kept ? one : stillThere(one, before.rows === after.rows)),
        file: maskIdentifierShapes(kept ? shown : source.shown),
      })),
      mended: before.stops,
      remarks: [
        ...before.remarks,
        ...(kept ? [] : ['No copy was made: it would have had what is told here']),
        ...(kept && outcome.masksText ? ['Text was masked (***): read the copy before you send it'] : []),
      ],
      unstated: unstatedOf(request),
      ...(kept ? { copy: { draft, target } } : {}),
    };
  } finally {
    if (!kept) rmSync(draft, { force: true });
  }
}

/** Of a copy that is not made. Its rows are those of the original only where none was left out. */
function stillThere(one: Stop, sameRows: boolean): Stop {
  return { ...one, fixMends: false, rows: sameRows ? one.rows : [] };
}

function unstatedOf({ agreement, today }: ClearRequest): readonly Requirement[] {
  return judgeBasis(agreement.agreement, today).silent;
}

/** Reads one file where its values stay. */
export async function measuredFile(
  thread: DisclosureThread,
  agreement: Agreement,
  today: string,
  path: string,
  shown: string,
): Promise<FileMeasure> {
  const outcome = await thread.run({ kind: 'measure', path, name: shown, agreement, asOf: today });
  if (outcome.kind === 'measured') return outcome.measure;
  return {
    format: 'unknown',
    sizeBytes: 0,
    stops: [unreadStop('the file', outcome.kind === 'lost' ? outcome.reason : 'reader-crashed')],
    types: {},
    rows: 0,
    rowFingerprints: new Uint8Array(0),
    mixedColumns: [],
    remarks: [],
  };
}

function clearedFile(path: string, { contentSha256 = '', sizeBytes, types, rows, rowFingerprints }: FileMeasure) {
  return { path, sha256: contentSha256, sizeBytes, types, rows, rowFingerprints };
}
