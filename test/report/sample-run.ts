import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type FileFacts,
  type FileReading,
  type Finding,
  PERSON_ROW_BYTES,
  type PeopleLedger,
  type RuleText,
  type Severity,
  type TypeCount,
  type Verdict,
} from '../../src/model/index.ts';
import { type MetEntry, openRecord, type ScanRecord } from '../../src/record/index.ts';
import type { AssessmentText, PolicyText } from '../../src/report/index.ts';

export const STARTED_MS = Date.UTC(2026, 10, 24, 2, 0);

/** Names that try to break out of HTML, CSV, a terminal and a line; one holds an SSN-shaped value. */
export const HOSTILE_NAMES = [
  '<script>alert(1)</script>.csv',
  '"><img src=x onerror=alert(2)>.txt',
  '=HYPERLINK("http://example.invalid","x").csv',
  '+1-555 call.txt',
  '@sum.txt',
  'two\nlines\r\n.txt',
  'bell\u0007 escape\u001b[31m.txt',
  'invoice\u202etxt.exe',
  'blank\u00a0and\u200bzero.txt',
  'it\'s, "quoted"; a & b.txt',
  'Żółć 漢字 العربية.txt',
  `${'long '.repeat(45)}.txt`,
];

/** The value in the file name below, and how it may be seen. */
export const NAMED_VALUE = '219-44-5871';
export const NAMED_FILE = `Claims/Reyes ${NAMED_VALUE} appeal 2024.pdf`;

const RULES: readonly RuleText[] = [
  ruleText('sr-05', 'Personal data that everyone can read', 'critical', 'R', {
    sentence:
      'Protected personal data may be readable only by those who need it for their work, not by every account or by the public.',
    clause: '2 CFR 200.303(e); TEGL 39-11, access (T-11)',
    action:
      'Remove the grant, list who could read the file and since when, and answer the breach assessment that was opened.',
    destination: 'A folder limited to the people who need it',
  }),
  ruleText('sr-09', 'Identifier in a file name', 'high', 'D', {
    destination: 'The case file, named by its case number',
  }),
  ruleText('sr-10', 'Medical information outside a medical store', 'medium', 'S', {}),
  ruleText('sr-36', 'Encryption that cannot be judged', 'low', 'G', {}),
];

export const POLICY: PolicyText = {
  id: 'owd-19-2019',
  digest: 'c'.repeat(64),
  issuance: {
    number: 'OWD 19-2019',
    title: 'Statewide Confidentiality and Information Security Plan Policy',
    effective: '2020-04-08',
    replaced_by: 'OWD 10-2022',
  },
  rules: RULES,
};

export const UNSET_KEYS = [
  { key: 'storage.allowed_locations', asks: 'Where confidential information may be stored' },
  { key: 'breach.report_deadline_hours', asks: 'Within how many hours a breach is reported internally' },
];

export const ASSESSMENTS: readonly AssessmentText[] = [
  {
    number: 'BA-2026-0001',
    status: 'open',
    openedAtMs: STARTED_MS + 60_000,
    openedRunId: 1,
    files: 2,
    people: { lower: 40, likely: 42, upper: 47 },
    why: 'Names with Social Security numbers of 42 people could be read by every account.',
  },
];

function ruleText(
  id: string,
  title: string,
  severity: Severity,
  status: RuleText['status'],
  more: Partial<RuleText>,
): RuleText {
  return {
    id,
    title,
    severity,
    status,
    sentence: `${title} is not as it should be.`,
    clause: '2 CFR 200.303',
    action: 'Move it.',
    ...more,
  };
}

/** Ledger of people who are told apart by the keys of their numbers, from the first to the last. */
export function peopleWithNumbers(first: number, last: number): PeopleLedger {
  const rows = new Uint8Array((last - first + 1) * PERSON_ROW_BYTES);
  for (let person = first; person <= last; person++) rows[(person - first) * PERSON_ROW_BYTES] = person;
  return { rows };
}

/** A record in a folder of its own, with one finished run. */
export async function sampleRecord(): Promise<{ record: ScanRecord; runId: number; folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'report-room-'));
  const record = await openRecord(join(folder, 'record.sqlite'), { fingerprintKey: new Uint8Array(32).fill(5) });
  return { record, runId: await fillRun(record, ENTRIES), folder };
}

export interface SampleEntry {
  readonly facts: FileFacts;
  readonly reading: FileReading;
  readonly verdicts: readonly Verdict[];
}

/** One finished run over files and what else the walk may meet, all in the folders that their paths name. */
export async function fillRun(
  record: ScanRecord,
  entries: readonly SampleEntry[],
  others = OTHERS,
  startedAtMs = STARTED_MS,
): Promise<number> {
  const shares = [
    { name: 'Intake', root: '/srv/intake' },
    { name: 'Jobs & Training', root: '/srv/jobs' },
  ];
  const { runId } = await record.runs.startRun({
    startedAtMs,
    shares,
    versions: { sharewarden: '0.1.0' },
    engineDigest: 'a'.repeat(64),
    patternDigest: 'b'.repeat(64),
    policyDigest: 'c'.repeat(64),
    actor: 'tester',
  });
  for (const { name, root } of shares) {
    const mine = entries.filter(({ facts }) => facts.share === name);
    for (const directory of new Set(['', ...mine.map(({ facts }) => directoryOf(facts.path))])) {
      const files = mine.filter(({ facts }) => directoryOf(facts.path) === directory);
      const met: MetEntry[] = files.map(({ facts }) => ({ kind: 'file', facts }));
      if (directory === '' && name === 'Intake') met.push(...others);
      await record.catalogue.meet(runId, { share: name, root, directory, entries: met, last: true });
    }
  }
  await record.catalogue.recordBatch({ runId, files: [...entries] });
  await record.runs.finishRun({ runId, finishedAtMs: startedAtMs + 245_000, complete: true, actor: 'tester' });
  return runId;
}

const OTHERS: readonly MetEntry[] = [
  { kind: 'unreadable', path: 'Locked', what: 'directory', reason: 'denied', detail: 'permission denied' },
  { kind: 'link', path: 'elsewhere', target: 'outside' },
  { kind: 'special', path: 'pipe', what: 'fifo' },
  { kind: 'excluded', path: 'node_modules', what: 'directory' },
];

function directoryOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

export function finding(
  type: string,
  masked: string,
  place: Partial<Finding['place']>,
  confidence: Finding['confidence'] = 'high',
): Finding {
  return {
    type,
    masked,
    place: { members: [], ...place },
    confidence,
    fingerprint: '0123456789abcdef0123456789abcdef',
    margin: 40,
    evidence: ['the column is headed SSN'],
  };
}

function typeCount(type: string, high: number, low = 0): TypeCount {
  return { type, count: high + low, high, medium: 0, low, distinct: high };
}

export function entry(
  path: string,
  reading: Partial<FileReading>,
  verdicts: readonly Verdict[] = [],
  facts: Partial<FileFacts> = {},
): SampleEntry {
  return {
    facts: {
      share: 'Intake',
      root: '/srv/intake',
      path,
      sizeBytes: 48_213,
      modifiedAtMs: STARTED_MS - 86_400_000,
      changedAtMs: STARTED_MS - 86_400_000,
      device: '1',
      inode: String(path.length * 1_000 + path.charCodeAt(0)),
      mode: 0o644,
      uid: 1000,
      gid: 1000,
      owner: 'mreyes',
      audience: 'everyone',
      location: 'unregistered',
      ...facts,
    },
    reading: {
      outcome: 'clean',
      format: 'text',
      bytesRead: 48_213,
      contentDigest: createHash('sha256').update(path).digest('hex'),
      unreadParts: [],
      unreadPartCount: 0,
      notes: [],
      types: [],
      findings: [],
      people: { lower: 0, likely: 0, upper: 0 },
      ledger: { rows: new Uint8Array() },
      namePaired: {},
      documentClasses: [],
      elapsedMs: 2,
      ...reading,
    },
    verdicts,
  };
}

const verdict = (
  rule: string,
  kind: Verdict['verdict'],
  severity: Severity,
  reason: string,
  missing: string[] = [],
): Verdict => ({
  rule,
  verdict: kind,
  severity,
  reason,
  missing,
});

export const EXPOSED = verdict(
  'sr-05',
  'needs-assessment',
  'critical',
  'Personal data of 42 people can be read by every account of the organization.',
);
const IN_NAME = verdict('sr-09', 'violation', 'high', 'The file name holds a Social Security number.');
const MEDICAL = verdict('sr-10', 'needs-review', 'medium', 'Medical information lies outside a medical store.');
const UNKNOWN = verdict('sr-36', 'cannot-tell', 'low', 'The owner of the file is not known.', ['file.owner']);
const JOBS = { share: 'Jobs & Training', root: '/srv/jobs' };

export const ENTRIES: readonly SampleEntry[] = [
  entry(
    'Claims/export 2024.zip',
    {
      outcome: 'matched',
      reason: 'encrypted',
      format: 'zip',
      unreadParts: [{ kind: 'unread', place: { members: ['old.zip'] }, reason: 'encrypted', detail: 'a member' }],
      unreadPartCount: 1,
      types: [typeCount('us-ssn', 42, 3), typeCount('person-name', 42), typeCount('date-of-birth', 40)],
      findings: [
        finding('us-ssn', '***-**-0187', { members: ['pay.xlsx'], sheet: 'Pay', row: 118, column: 'SSN' }),
        finding('person-name', 'M*** R***', { members: ['pay.xlsx'], sheet: 'Pay', row: 118, column: 'Name' }),
        finding('us-ssn', '***-**-5871', { members: [`scan ${NAMED_VALUE}.txt`], line: 3 }, 'medium'),
      ],
      people: { lower: 40, likely: 42, upper: 47 },
      ledger: peopleWithNumbers(1, 42),
    },
    [EXPOSED, UNKNOWN],
  ),
  entry(
    NAMED_FILE,
    {
      outcome: 'matched',
      format: 'pdf',
      types: [typeCount('us-ssn', 2)],
      findings: [
        finding('us-ssn', '***-**-5871', { part: 'file-name' }),
        finding('us-ssn', '***-**-5871', { page: 1, line: 12 }),
      ],
      people: { lower: 1, likely: 1, upper: 1 },
      ledger: peopleWithNumbers(7, 7),
    },
    [IN_NAME],
  ),
  entry(
    'Medical/accommodation.docx',
    {
      outcome: 'matched',
      format: 'docx',
      types: [typeCount('medical-term', 4)],
      people: { lower: 1, likely: 2, upper: 3 },
    },
    [MEDICAL],
    JOBS,
  ),
  entry('Medical/agenda.docx', { format: 'docx' }, [], JOBS),
  entry(
    'Resumes/old.doc',
    { outcome: 'unread', reason: 'unsupported-format', format: 'unknown', unreadPartCount: 1 },
    [],
    JOBS,
  ),
  entry(
    'Resumes/locked.pdf',
    { outcome: 'unread', reason: 'encrypted', format: 'pdf', unreadPartCount: 1 },
    [UNKNOWN],
    JOBS,
  ),
  ...HOSTILE_NAMES.map((name) =>
    entry(
      `Odd/${name}`,
      { outcome: 'matched', types: [typeCount('us-itin', 1)], people: { lower: 1, likely: 1, upper: 1 } },
      [EXPOSED],
    ),
  ),
];
