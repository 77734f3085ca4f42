import { createHash } from 'node:crypto';
import type { PeopleLedger } from '../model/index.ts';
import {
  type Cluster,
  clusterFiles,
  type RecordedAssessment,
  type ScanRecord,
  type StandingMember,
} from '../record/index.ts';
import { type AssessmentSummary, summaryOf } from './assessment-summary.ts';
import type { Targets } from './clocks.ts';
import { foldEvents, type ScanEventData, type ScanEventKind } from './events.ts';
import { runsOldestFirst } from './exposure-window.ts';
import { type ClusterState, type GatherContext, gatherFacts } from './gather-facts.ts';
import { isManual } from './is-manual.ts';
import { keepEarlier } from './keep-earlier.ts';
import { type LawPack, loadLaw } from './law-pack.ts';
import type { Answers } from './questions.ts';
import type { FileFactsForBreach, ScanFacts } from './scan-facts.ts';

/** Run of a scan that has its findings laid to assessments. */
type RunContext = GatherContext & { readonly runId: number };

export interface OpenRequest {
  readonly record: ScanRecord;
  readonly runId: number;
  readonly nowMs: number;
  readonly policy: { readonly digest: string };
  /** Default: the law packs that ship with the product. */
  readonly law?: LawPack;
  readonly targets?: Targets;
  /** What the agency's configuration answers for every incident that is opened. */
  readonly standingAnswers?: Answers;
}

const WHO = 'sharewarden';

/**
 * After a scan: one assessment for each cluster of files whose verdict is `needs-assessment`. Files that join an open
 * assessment are added to it; files that are gone or no longer exposed are said to be so; nothing is overwritten.
 * Returns the open assessments, oldest first, with what this run did to each. Rejects with OperatorError from the record.
 */
export async function openAssessments(request: OpenRequest): Promise<readonly AssessmentSummary[]> {
  const { record, runId, nowMs } = request;
  const law = request.law ?? loadLaw();
  const context = { record, runs: await runsOldestFirst(record), law, runId, nowMs };
  const assessments = (await record.assessments.list()).filter((each) => !isManual(each));
  const exposed = await exposedFiles(record);
  const clusters = await clustersOf(record, assessments, [...exposed.values()]);
  const changes = new Map<number, AssessmentSummary['change']>();
  for (const assessment of assessments.filter(isFed)) {
    const joined = clusters.find((cluster) => cluster.clusterId === assessment.assessmentId);
    if (await updateOpen(context, assessment, exposed, joined)) changes.set(assessment.assessmentId, 'changed');
  }
  for (const cluster of clusters.filter(({ clusterId }) => clusterId === undefined)) {
    changes.set(await openNew(context, request, cluster, exposed), 'opened');
  }
  const open = await record.assessments.list({ status: 'open' });
  return Promise.all(
    open.map((each) =>
      summaryOf(
        record,
        each,
        { law, nowMs, ...(request.targets && { targets: request.targets }) },
        changes.get(each.assessmentId),
      ),
    ),
  );
}

async function exposedFiles(record: ScanRecord): Promise<Map<number, FileFactsForBreach>> {
  const files = new Map<number, FileFactsForBreach>();
  for await (const file of record.files.filesWithVerdict('needs-assessment')) {
    // The findings with their places stay in the record; a cluster of many files must not hold them all.
    files.set(file.fileId, { ...file, reading: { ...file.reading, findings: [] } });
  }
  return files;
}

/** Scans lay files to it: it is open, and its people can be compared. */
function isFed({ status, peopleKey }: RecordedAssessment): boolean {
  return status === 'open' && peopleKey !== 'destroyed';
}

/** A file with the bytes that it had: a closed assessment covers these and not what is written there later. */
function versionOf(file: FileFactsForBreach): string {
  return `${file.fileId} ${file.reading.contentDigest ?? ''}`;
}

async function clustersOf(
  record: ScanRecord,
  assessments: readonly RecordedAssessment[],
  exposed: readonly FileFactsForBreach[],
): Promise<readonly Cluster[]> {
  const open = new Set<number>();
  const closed = new Set<string>();
  for (const assessment of assessments) {
    for (const { fileId, contentDigest } of assessment.files) {
      if (isFed(assessment)) open.add(fileId);
      else closed.add(`${fileId} ${contentDigest ?? ''}`);
    }
  }
  const unassigned = exposed.filter((file) => !closed.has(versionOf(file)) && !open.has(file.fileId));
  if (unassigned.length === 0) return [];
  return clusterFiles({
    standing: standingMembers(record, assessments.filter(isFed)),
    files: unassigned.map(({ fileId, reading: { contentDigest } }) => ({
      fileId,
      ...(contentDigest !== undefined && { contentDigest }),
    })),
    ledgersOf: record.files.ledgersOf,
  });
}

async function* standingMembers(
  record: ScanRecord,
  assessments: readonly RecordedAssessment[],
): AsyncGenerator<StandingMember, void, undefined> {
  for (const { assessmentId: clusterId, files } of assessments)
    for await (const member of storedMembers(record, clusterId, files)) yield { clusterId, ...member };
}

async function* storedMembers(
  record: ScanRecord,
  assessmentId: number,
  files: RecordedAssessment['files'],
): AsyncGenerator<Omit<StandingMember, 'clusterId'>, void, undefined> {
  const seen = new Set<string>();
  for (const { fileId, contentDigest } of files) {
    if (contentDigest !== undefined && seen.has(contentDigest)) continue;
    if (contentDigest !== undefined) seen.add(contentDigest);
    const ledger = await record.assessments.ledgerOf(assessmentId, fileId);
    yield { ...(contentDigest !== undefined && { contentDigest }), ...(ledger && { ledger }) };
  }
}

async function openNew(
  context: RunContext,
  { policy, standingAnswers }: Pick<OpenRequest, 'policy' | 'standingAnswers'>,
  cluster: Cluster,
  exposed: ReadonlyMap<number, FileFactsForBreach>,
): Promise<number> {
  const { record, runId, nowMs } = context;
  const files = cluster.fileIds.flatMap((fileId) => exposed.get(fileId) ?? []);
  const ledgers = await ledgersOf(record, files);
  const facts = await gatherFacts(context, { exposed: files, noLongerExposed: [], ledgers });
  const data: ScanEventData = {
    facts,
    addedFileIds: cluster.fileIds,
    goneFileIds: [],
    backFileIds: [],
    relatedAssessmentIds: cluster.relatedClusterIds,
    ...(standingAnswers && { standingAnswers }),
  };
  const { assessment } = await record.assessments.open({
    runId,
    cluster: createHash('sha256').update(files.map(versionOf).sort().join('\n')).digest('hex').slice(0, 32),
    policyDigest: policy.digest,
    fileIds: cluster.fileIds,
    atMs: nowMs,
    who: WHO,
    why: `rule ${facts.rules.map(({ rule }) => rule).join(', ')} asks for an assessment`,
    data,
  });
  return assessment.assessmentId;
}

/** Appends what changed since the last event. Returns whether anything did. */
async function updateOpen(
  context: GatherContext,
  assessment: RecordedAssessment,
  exposed: ReadonlyMap<number, FileFactsForBreach>,
  joined: Cluster | undefined,
): Promise<boolean> {
  const { record, nowMs } = context;
  const events = await record.assessments.events(assessment.assessmentId);
  const before = foldEvents(events);
  const members = assessment.files.map(({ fileId }) => fileId);
  const goneFileIds = members.filter((fileId) => !exposed.has(fileId) && !before.goneFileIds.has(fileId));
  const backFileIds = members.filter((fileId) => exposed.has(fileId) && before.goneFileIds.has(fileId));
  const addedFileIds = joined?.fileIds ?? [];
  const changed = members.some((fileId) => (exposed.get(fileId)?.sinceRunId ?? 0) > (before.facts.runId ?? 0));
  if (goneFileIds.length + backFileIds.length + addedFileIds.length === 0 && !changed) return false;
  const state = await clusterState(record, assessment, exposed, addedFileIds);
  const facts = keepEarlier(before.facts, await gatherFacts(context, state));
  const data: ScanEventData = {
    facts,
    addedFileIds,
    goneFileIds,
    backFileIds,
    relatedAssessmentIds: joined?.relatedClusterIds ?? [],
  };
  const [kind, why] = kindOf(data, before.facts);
  await record.assessments.append({
    assessmentId: assessment.assessmentId,
    expectedVersion: assessment.version,
    atMs: nowMs,
    who: WHO,
    kind,
    why,
    data,
    addFileIds: addedFileIds,
  });
  return true;
}

function kindOf(data: ScanEventData, before: ScanFacts): readonly [ScanEventKind, string] {
  const { addedFileIds, backFileIds, goneFileIds, facts } = data;
  const people = `${before.people.likely} people before, ${facts.people.likely} now`;
  if (addedFileIds.length > 0)
    return ['files-added', `${addedFileIds.length} files with the same people or bytes; ${people}`];
  if (backFileIds.length > 0) return ['files-back', `${backFileIds.length} files are exposed again; ${people}`];
  if (goneFileIds.length > 0) return ['files-gone', `${goneFileIds.length} files are gone or no longer exposed`];
  return ['files-changed', `content or audience of its files changed; ${people}`];
}

/** The cluster with everything that ever belonged to it: people who were exposed stay counted after the file is cleaned. */
async function clusterState(
  record: ScanRecord,
  assessment: RecordedAssessment,
  exposed: ReadonlyMap<number, FileFactsForBreach>,
  addedFileIds: readonly number[],
): Promise<ClusterState> {
  const present: FileFactsForBreach[] = [];
  const noLongerExposed: FileFactsForBreach[] = [];
  for (const fileId of new Set([...assessment.files.map((file) => file.fileId), ...addedFileIds])) {
    const file = exposed.get(fileId) ?? (await record.files.file(fileId));
    if (file) (exposed.has(fileId) ? present : noLongerExposed).push(file);
  }
  const ledgers: PeopleLedger[] = [];
  for await (const { ledger } of storedMembers(record, assessment.assessmentId, assessment.files))
    if (ledger) ledgers.push(ledger);
  const storedContents = new Set(assessment.files.flatMap(({ contentDigest }) => contentDigest ?? []));
  const fresh = await ledgersOf(
    record,
    present.filter((file) => !storedContents.has(file.reading.contentDigest ?? '')),
  );
  return { exposed: present, noLongerExposed, ledgers: [...ledgers, ...fresh] };
}

/** One ledger for each distinct content. */
async function ledgersOf(record: ScanRecord, files: readonly FileFactsForBreach[]): Promise<readonly PeopleLedger[]> {
  const ledgers: PeopleLedger[] = [];
  const seen = new Set<string>();
  for (const { fileId, reading } of files) {
    const content = reading.contentDigest;
    if (content !== undefined && seen.has(content)) continue;
    if (content !== undefined) seen.add(content);
    const ledger = await record.files.ledgerOf(fileId);
    if (ledger) ledgers.push(ledger);
  }
  return ledgers;
}
