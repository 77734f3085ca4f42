import type { FileFacts } from '../model/index.ts';
import type { RecordedAssessment } from './assessment-types.ts';
import { sealedFlags } from './flags/sealed-flags.ts';
import type { NameSeal } from './name-seal.ts';
import type { NightDigest } from './nights/night-types.ts';
import type { Changes, FileChange, RecordedFile } from './recorded.ts';
import { sealedReview } from './review/sealed-review.ts';
import type { JournalFile, KnownContent, MetEntry, MetListing, ScanRecord } from './scan-record.ts';

interface Named {
  readonly path: string;
  readonly rawPath?: string;
}

/** The record with every path sealed on its way in and opened on its way out; the rest passes through. */
export function sealedRecord(record: ScanRecord, seal: NameSeal): ScanRecord {
  const { catalogue, journal, files, assessments, flags } = record;

  const sealed = <T extends Named>(named: T): T => renamed(named, seal.seal(named.path), seal.sealRaw);
  const opened = <T extends Named>(named: T): T => renamed(named, seal.unseal(named.path), seal.unsealRaw);
  const openedFile = (file: RecordedFile): RecordedFile => {
    const facts = opened(file.facts);
    return facts === file.facts ? file : { ...file, facts };
  };
  const openedChanges = (changes: readonly FileChange[]): FileChange[] => changes.map(opened);
  const openedAssessment = (assessment: RecordedAssessment): RecordedAssessment => ({
    ...assessment,
    files: assessment.files.map(opened),
  });
  const openedKnown = (known: KnownContent): KnownContent =>
    known.otherPath === undefined ? known : { ...known, otherPath: seal.unseal(known.otherPath) };
  const openedDigest = (digest: NightDigest): NightDigest => {
    const { new: fresh, worse, better, closed, moved } = digest.flags;
    const group = (one: typeof fresh) => ({ ...one, first: one.first.map(opened) });
    return {
      ...digest,
      flags: {
        new: group(fresh),
        worse: group(worse),
        better: group(better),
        closed: group(closed),
        moved: group(moved),
      },
      unread: { ...digest.unread, first: digest.unread.first.map(opened) },
    };
  };
  async function* openedFiles(found: AsyncIterable<RecordedFile>): AsyncIterable<RecordedFile> {
    for await (const file of found) yield openedFile(file);
  }
  const sealedEntry = (entry: MetEntry): MetEntry => {
    if (entry.kind !== 'file') return sealed(entry);
    const facts = sealed(entry.facts);
    return facts === entry.facts ? entry : { kind: 'file', facts };
  };
  const sealedListing = (listing: MetListing): MetListing => ({
    ...listing,
    directory: seal.seal(listing.directory),
    ...(listing.rawDirectory === undefined ? {} : { rawDirectory: seal.sealRaw(listing.rawDirectory) }),
    entries: listing.entries.map(sealedEntry),
  });
  const withSealedFacts = <T extends { readonly facts: FileFacts }>(file: T): T => {
    const facts = sealed(file.facts);
    return facts === file.facts ? file : { ...file, facts };
  };

  return {
    ...record,
    catalogue: {
      ...catalogue,
      async meet(runId, listing) {
        const comparisons = await catalogue.meet(runId, sealedListing(listing));
        const facts = listing.entries.flatMap((entry) => (entry.kind === 'file' ? [entry.facts] : []));
        return comparisons.map(({ known, ...comparison }, index) => ({
          ...comparison,
          facts: facts[index] ?? comparison.facts,
          ...(known && { known: openedKnown(known) }),
        }));
      },
      recordBatch: ({ runId, files: batch }) => catalogue.recordBatch({ runId, files: batch.map(withSealedFacts) }),
      recordVerdicts: ({ runId, files: batch }) =>
        catalogue.recordVerdicts({ runId, files: batch.map(withSealedFacts) }),
    },
    journal: {
      start: (runId, batch) => journal.start(runId, batch.map(sealed<JournalFile>)),
      done: (batch) => journal.done(batch.map(sealed<JournalFile>)),
      leftovers: async () => (await journal.leftovers()).map(opened),
    },
    files: {
      ...files,
      iterateFiles: (query = {}) =>
        openedFiles(
          files.iterateFiles(
            query.directory === undefined ? query : { ...query, directory: seal.seal(query.directory) },
          ),
        ),
      filesWithVerdict: (verdict, runId) => openedFiles(files.filesWithVerdict(verdict, runId)),
      file: async (fileId) => optional(await files.file(fileId), openedFile),
      findFile: async (share, path) => optional(await files.findFile(share, seal.seal(path)), openedFile),
      filesWithContent: async (contentDigest) => (await files.filesWithContent(contentDigest)).map(openedFile),
      async changesSince(runId, untilRunId): Promise<Changes> {
        const changes = await files.changesSince(runId, untilRunId);
        return {
          added: openedChanges(changes.added),
          changed: openedChanges(changes.changed),
          vanished: openedChanges(changes.vanished),
          newlyMatched: openedChanges(changes.newlyMatched),
          cleaned: openedChanges(changes.cleaned),
        };
      },
    },
    flags: sealedFlags(flags, seal),
    review: sealedReview(record.review, seal),
    nights: {
      ...record.nights,
      digest: async (runId) => openedDigest(await record.nights.digest(runId)),
    },
    assessments: {
      ...assessments,
      async open(request) {
        const { assessment, opened: isNew } = await assessments.open(request);
        return { assessment: openedAssessment(assessment), opened: isNew };
      },
      list: async (options) => (await assessments.list(options)).map(openedAssessment),
      get: async (assessment) => optional(await assessments.get(assessment), openedAssessment),
    },
  };
}

function renamed<T extends Named>(named: T, path: string, changeRaw: (rawPath: string) => string): T {
  const rawPath = named.rawPath === undefined ? undefined : changeRaw(named.rawPath);
  if (path === named.path && rawPath === named.rawPath) return named;
  return { ...named, path, ...(rawPath === undefined ? {} : { rawPath }) };
}

function optional<T>(value: T | undefined, change: (value: T) => T): T | undefined {
  return value === undefined ? undefined : change(value);
}
