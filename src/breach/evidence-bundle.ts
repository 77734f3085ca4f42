import { createHash } from 'node:crypto';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { z } from 'zod';
import { OperatorError } from '../model/index.ts';
import type { AssessmentEvent, AuditRow, PeopleKeyState, ScanRecord } from '../record/index.ts';
import type { ViewOptions } from './assessment-summary.ts';
import { documentsOf, RECORDS } from './documents/compose.ts';
import { renderHtml } from './documents/render-html.ts';
import { renderPdf } from './documents/render-pdf.ts';
import { decisionData } from './entries.ts';
import { loadLaw } from './law-pack.ts';
import { showAssessment } from './show-assessment.ts';
import { canonicalJson, stateHash } from './state-hash.ts';

export interface ExportRequest {
  readonly record: ScanRecord;
  readonly number: string;
  readonly who: string;
  readonly nowMs: number;
  /** Program, engine and policy versions, by name. */
  readonly versions: Readonly<Record<string, string>>;
  readonly view: ViewOptions;
}

export interface EvidenceBundle {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  /** SHA-256 of the whole archive, in hex. It is in the audit log too; keep it apart from the archive. */
  readonly seal: string;
  readonly documents: readonly string[];
}

const MANIFEST = 'manifest.json';
const EVENTS = 'events.json';
const AUDIT = 'audit.json';
/** Zip knows no time before 1980; one time for all keeps the archive the same for the same content. */
const ZIP_TIME = new Date(1980, 0, 1);

/**
 * The assessment, its documents, its events, the audit chain and the versions as one archive, sealed by hashes, and the
 * export noted in the audit log. Paths and words in it are masked as on screen. Rejects with OperatorError as
 * `showAssessment`, and where a document lacks a required content.
 */
export async function exportEvidence(request: ExportRequest): Promise<EvidenceBundle> {
  const { record, nowMs, versions, view } = request;
  const law = view.law ?? loadLaw();
  const assessment = await showAssessment(record, request.number, { ...view, law, nowMs });
  const events = await record.assessments.events(assessment.assessmentId);
  const audit = await wholeAudit(record);
  const documents = documentsOf(assessment, law);
  const files: Record<string, Uint8Array> = {
    'assessment.json': json(assessment),
    [EVENTS]: json(events),
    [AUDIT]: json(audit),
    'law.json': json(law),
  };
  const { renderDocx } = await import('./documents/render-docx.ts');
  for (const document of documents) {
    files[`${document.id}.html`] = strToU8(renderHtml(document));
    if (RECORDS.has(document.id)) files[`${document.id}.pdf`] = await renderPdf(document, nowMs);
    files[`${document.id}.docx`] = await renderDocx(document);
  }
  const manifest = {
    format: 1,
    number: assessment.number,
    version: assessment.version,
    exportedAtMs: nowMs,
    exportedBy: request.who,
    policyDigest: assessment.policyDigest,
    peopleKey: assessment.peopleKey,
    versions,
    stateHash: stateHash(events, assessment.version),
    auditHead: audit.at(-1)?.hash ?? '',
    files: Object.entries(files).map(([name, bytes]) => ({ name, sizeBytes: bytes.length, sha256: sha256(bytes) })),
  };
  const bytes = archive({ ...files, [MANIFEST]: json(manifest) });
  const seal = sha256(bytes);
  await record.audit.append({
    atMs: nowMs,
    actor: request.who,
    action: 'assessment-exported',
    subject: assessment.number,
    data: { version: assessment.version, seal },
  });
  return {
    fileName: `${assessment.number}-v${assessment.version}.zip`,
    bytes,
    seal,
    documents: documents.map(({ id }) => id),
  };
}

async function wholeAudit(record: ScanRecord): Promise<readonly AuditRow[]> {
  const rows: AuditRow[] = [];
  for (;;) {
    const page = await record.audit.list({ afterId: rows.at(-1)?.id ?? 0, limit: 1_000 });
    rows.push(...page);
    if (page.length < 1_000) return rows;
  }
}

function archive(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const names = Object.keys(files).sort();
  return zipSync(Object.fromEntries(names.map((name) => [name, files[name] ?? new Uint8Array()])), {
    level: 0,
    mtime: ZIP_TIME,
  });
}

const manifestSchema = z.strictObject({
  format: z.literal(1),
  number: z.string(),
  version: z.number(),
  exportedAtMs: z.number(),
  exportedBy: z.string(),
  policyDigest: z.string(),
  peopleKey: z.enum(['none', 'held', 'destroyed']),
  versions: z.record(z.string(), z.string()),
  stateHash: z.string(),
  auditHead: z.string(),
  files: z.array(z.strictObject({ name: z.string(), sizeBytes: z.number(), sha256: z.string() })),
});

export interface BundleVerification {
  readonly intact: boolean;
  /** What is wrong, each naming the file. */
  readonly problems: readonly string[];
  readonly number: string;
  /** Whether the record could still compare the people when it was exported. */
  readonly peopleKey: PeopleKeyState;
  readonly seal: string;
}

/**
 * Checks an archive without the record: every byte, missing and extra files, the events against the hash and every
 * signature. Only the seal, kept apart, tells it from an archive made anew. Throws OperatorError where it is no bundle.
 */
export function verifyEvidence(bytes: Uint8Array, expectedSeal?: string): BundleVerification {
  const seal = sha256(bytes);
  const { files, manifest } = opened(bytes);
  const problems: string[] = [];
  if (expectedSeal !== undefined && expectedSeal.toLowerCase() !== seal)
    problems.push(`the archive has another seal: ${seal}`);
  for (const { name, sha256: expected } of manifest.files) {
    const content = files[name];
    if (content === undefined) problems.push(`${name} is missing`);
    else if (sha256(content) !== expected) problems.push(`${name} was changed`);
  }
  const listed = new Set([MANIFEST, ...manifest.files.map(({ name }) => name)]);
  for (const name of Object.keys(files)) if (!listed.has(name)) problems.push(`${name} is not in the manifest`);
  if (!sameBytes(archive(files), bytes)) problems.push(`${MANIFEST}: the archive around the files was changed`);
  if (problems.length === 0) problems.push(...signatureProblems(files, manifest));
  const { number, peopleKey } = manifest;
  return { intact: problems.length === 0, problems, number, peopleKey, seal };
}

function opened(bytes: Uint8Array) {
  const remedy = 'Give an archive that breach export wrote.';
  let files: Record<string, Uint8Array>;
  let manifest: unknown;
  try {
    files = unzipSync(bytes);
    manifest = JSON.parse(strFromU8(files[MANIFEST] ?? new Uint8Array()));
  } catch {
    throw new OperatorError(MANIFEST, 'the archive or its manifest cannot be read', remedy);
  }
  const checked = manifestSchema.safeParse(manifest);
  if (!checked.success) throw new OperatorError(MANIFEST, 'the manifest is damaged or of another version', remedy);
  return { files, manifest: checked.data };
}

function signatureProblems(
  files: Readonly<Record<string, Uint8Array>>,
  manifest: z.output<typeof manifestSchema>,
): readonly string[] {
  const events = parsed<AssessmentEvent>(files[EVENTS]);
  const problems: string[] = [];
  if (stateHash(events, manifest.version) !== manifest.stateHash)
    problems.push(`${EVENTS} does not have the state hash`);
  for (const { version, kind, data } of events) {
    if (kind !== 'decided') continue;
    const decision = decisionData.parse(data);
    if (stateHash(events, decision.stateVersion) !== decision.stateHash)
      problems.push(`${EVENTS}: the signature of version ${version} binds another record`);
  }
  if ((parsed<AuditRow>(files[AUDIT]).at(-1)?.hash ?? '') !== manifest.auditHead)
    problems.push(`${AUDIT} does not end at the head of the chain`);
  return problems;
}

function parsed<Row>(bytes: Uint8Array | undefined): readonly Row[] {
  return JSON.parse(strFromU8(bytes ?? new Uint8Array())) as Row[];
}

function json(value: unknown): Uint8Array {
  return strToU8(`${canonicalJson(value)}\n`);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
