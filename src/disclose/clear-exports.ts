import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, lstatSync, readdirSync, rmSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import type { PatternPack } from '../detect/index.ts';
import { deadlineMsFor, type Limits } from '../extract/index.ts';
import { maskIdentifierShapes, OperatorError } from '../model/index.ts';
import type { ReadAgreement } from './agreement.ts';
import { checkAgreement, type Registration } from './check-agreement.ts';
import type { FileMeasure } from './measure-file.ts';
import { runTask } from './run-task.ts';
import { type ClearanceException, type ClearanceVerdict, type Stop, stop, verdictOf } from './stop.ts';

export interface ClearRequest {
  readonly exports: readonly string[];
  readonly agreement: ReadAgreement;
  readonly registration: Registration | undefined;
  readonly exceptions: readonly ClearanceException[];
  readonly pack: PatternPack;
  readonly fingerprintKey: Uint8Array;
  readonly limits: Limits;
  /** Year-month-day. */
  readonly today: string;
  /** Makes a fixed copy of the only export here, and clears that. */
  readonly fixTo?: string;
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
  readonly stops: readonly (Stop & { readonly file: string })[];
  /** What the original had, where a copy was made. */
  readonly mended: readonly Stop[];
}

interface Export {
  readonly path: string;
  readonly shown: string;
}

/** Several times what a scan allows: trying hashes and writing a copy come on top. */
const TIME_FACTOR = 4;
const COPY_ROUNDS = 3;

/** Checks exports against their agreement. @throws OperatorError for what cannot be an export, or cannot be copied with changes. */
export async function clearExports(request: ClearRequest): Promise<Clearance> {
  const own = checkAgreement(request.agreement, request.registration, request.today).map((one) => ({
    ...one,
    file: '',
  }));
  const exports = request.exports.flatMap(exportsAt);
  const [first] = exports;
  if (!first) throw new OperatorError(request.exports.join(' '), 'there is no file in it', 'Name the export itself');
  if (request.fixTo !== undefined) return clearCopy(request, first, exports.length, request.fixTo, own);
  const files: ClearedFile[] = [];
  const stops: (Stop & { file: string })[] = [...own];
  for (const { path, shown } of exports) {
    const measure = await measured(request, path, shown);
    stops.push(...measure.stops.map((one) => ({ ...one, file: maskIdentifierShapes(shown) })));
    files.push(clearedFile(shown, measure));
  }
  return { verdict: verdictOf(stops, request.exceptions, request.today), files, stops, mended: [] };
}

async function clearCopy(
  request: ClearRequest,
  source: Export,
  exports: number,
  fixTo: string,
  own: readonly (Stop & { file: string })[],
): Promise<Clearance> {
  const target = resolve(fixTo);
  if (exports > 1) throw new OperatorError('--fix', 'makes a copy of one file at a time', 'Name one export');
  if (existsSync(target)) throw new OperatorError(fixTo, 'is there already', 'Name a file that is not');
  if (extname(target).toLowerCase() !== extname(source.path).toLowerCase())
    throw new OperatorError(
      fixTo,
      `is not of the type of the export (${extname(source.path)})`,
      'Give the copy the same ending',
    );
  const before = await measured(request, source.path, source.shown);
  if (own.length > 0 || before.stops.some(({ check }) => check === 'unread'))
    return {
      verdict: 'blocked',
      files: [],
      stops: [...own, ...before.stops.map((one) => ({ ...one, file: maskIdentifierShapes(source.shown) }))],
      mended: [],
    };
  const maskColumns = before.stops.flatMap(({ check, place }) =>
    check === 'type-not-permitted' ? [place.replace(/^.*column /, '')] : [],
  );
  const shown = basename(target);
  const leaveOut = new Set<number>();
  const draft = `${target}.${randomBytes(6).toString('hex')}.draft`;
  try {
    for (let round = 1; ; round += 1) {
      rmSync(draft, { force: true });
      await rewritten(request, source.path, draft, maskColumns, [...leaveOut]);
      const measure = await measured(request, draft, shown);
      const verdict = verdictOf(measure.stops, request.exceptions, request.today);
      if (verdict === 'cleared') {
        linkSync(draft, target);
        return {
          verdict,
          files: [clearedFile(shown, measure)],
          stops: measure.stops.map((one) => ({ ...one, file: shown })),
          mended: before.stops,
        };
      }
      const grew = measure.riskyRows.filter((row) => !leaveOut.has(row));
      if (!request.agreement.agreement.suppressRows || grew.length === 0 || round >= COPY_ROUNDS)
        return {
          verdict,
          files: [],
          stops: measure.stops.map((one) => ({ ...one, file: shown })),
          mended: before.stops,
        };
      for (const row of grew) leaveOut.add(row);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** A file, or all files below a folder. @throws OperatorError for links and other special files. */
function exportsAt(path: string): Export[] {
  const below = (folder: string, prefix: string): Export[] =>
    readdirSync(folder, { withFileTypes: true })
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => {
        const at = join(folder, entry.name);
        if (entry.isDirectory()) return below(at, `${prefix}${entry.name}/`);
        if (entry.isFile()) return [{ path: at, shown: prefix + entry.name }];
        throw new OperatorError(at, 'is a link or a special file', 'Put the file itself into the folder');
      });
  try {
    const state = lstatSync(path);
    if (state.isFile()) return [{ path: resolve(path), shown: basename(path) }];
    if (state.isDirectory()) return below(resolve(path), '');
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    throw new OperatorError(
      path,
      `the export cannot be read (${(error as NodeJS.ErrnoException).code})`,
      'Check the path',
    );
  }
  throw new OperatorError(path, 'is not a file or folder', 'Name the export itself');
}

async function measured(request: ClearRequest, path: string, shown: string): Promise<FileMeasure> {
  const outcome = await runTask(taskOf(request, path, shown), timeoutOf(request, path));
  if (outcome.kind === 'measured') return outcome.measure;
  const sentence = `Not read: ${outcome.kind === 'lost' ? outcome.reason : 'reader-crashed'}`;
  return {
    format: 'unknown',
    sizeBytes: 0,
    stops: [
      stop({
        check: 'unread',
        place: 'the file',
        count: 1,
        sentence,
        remedy: 'Nothing unread is cleared: hand on a form that can be read',
      }),
    ],
    types: {},
    rows: 0,
    unreadParts: 1,
    rowFingerprints: new Uint8Array(0),
    riskyRows: [],
  };
}

async function rewritten(
  request: ClearRequest,
  from: string,
  path: string,
  maskColumns: readonly string[],
  leaveOutRows: readonly number[],
): Promise<void> {
  const outcome = await runTask(
    { ...taskOf(request, from, basename(from)), copyTo: { path, maskColumns, leaveOutRows } },
    timeoutOf(request, from),
  );
  if (outcome.kind === 'rewritten' && outcome.outcome.kind === 'written') return;
  if (outcome.kind === 'rewritten' && outcome.outcome.kind === 'refused')
    throw new OperatorError(from, outcome.outcome.problem, outcome.outcome.remedy);
  if (outcome.kind === 'lost')
    throw new OperatorError(
      from,
      `no fixed copy could be made (${outcome.reason})`,
      'Export it as csv, or in smaller pieces',
    );
  throw new Error(`making the copy failed: ${outcome.kind === 'crashed' ? outcome.detail : outcome.kind}`);
}

function taskOf(request: ClearRequest, path: string, name: string) {
  const { pack, fingerprintKey, limits, today } = request;
  return { path, name, agreement: request.agreement.agreement, pack, fingerprintKey, limits, asOf: today };
}

function timeoutOf({ limits }: ClearRequest, path: string): number {
  return TIME_FACTOR * deadlineMsFor(lstatSync(path).size, limits);
}

function clearedFile(path: string, measure: FileMeasure): ClearedFile {
  const { contentSha256 = '', sizeBytes, types, rows, rowFingerprints } = measure;
  return { path, sha256: contentSha256, sizeBytes, types, rows, rowFingerprints };
}

/** Reads a file and compares it with what was handed on. Runs its reading in a worker. */
export async function measureLeak(
  request: Omit<ClearRequest, 'exports' | 'registration' | 'exceptions' | 'fixTo'>,
  path: string,
): Promise<FileMeasure> {
  return measured(
    { ...request, exports: [path], registration: undefined, exceptions: [] },
    resolve(path),
    basename(path),
  );
}
