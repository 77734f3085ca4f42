import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll } from 'vitest';
import {
  type Assessment,
  answerAssessment,
  assessFactor,
  closeAssessment,
  confirmationOf,
  decideAssessment,
  listAssessments,
  loadLaw,
  type ManualIncident,
  openAssessments,
  openManualIncident,
  recordNotice,
  showAssessment,
} from '../../src/breach/index.ts';
import { loadPatterns } from '../../src/detect/index.ts';
import { DEFAULT_LIMITS } from '../../src/extract/index.ts';
import { loadPolicy } from '../../src/judge/index.ts';
import { openRecord, type ScanRecord } from '../../src/record/index.ts';
import { PROJECT } from './run-cli.ts';

/** The built room: its worker threads run compiled code. */
const { scanShares } = (await import(
  pathToFileURL(join(PROJECT, 'dist/scan/index.js')).href
)) as typeof import('../../src/scan/index.ts');

const KEY = new Uint8Array(32).fill(7);
const pack = loadPatterns([join(PROJECT, 'patterns')]);
const policy = loadPolicy([join(PROJECT, 'policies')]);
const open: ScanRecord[] = [];
afterAll(() => Promise.all(open.map((record) => record.close())));

/** The one assessment of each desk. */
export const NUMBER = `BA-${new Date().getUTCFullYear()}-0001`;
const NAME = 'Dana Ruiz';

/** A share of its own that everyone can read, its record, and the entries over it, through the doors of the rooms. */
export async function openDesk(folder: string) {
  const root = join(folder, 'share');
  mkdirSync(root);
  const record = await openRecord(join(folder, 'record.sqlite'), { fingerprintKey: KEY });
  open.push(record);
  const law = loadLaw();
  const entry = () => ({ record, number: NUMBER, who: NAME, why: 'as known today', nowMs: Date.now() });
  const show = (): Promise<Assessment> => showAssessment(record, NUMBER);
  return {
    root,
    record,
    show,
    put(path: string, content: string | Uint8Array): void {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    },
    async scan(): Promise<void> {
      const { runId } = await scanShares({
        shares: [{ name: 'share', root }],
        walk: {
          include: [],
          exclude: [],
          locations: [
            { path: 'Public', class: 'unregistered' },
            { path: '**', class: 'unregistered', audience: 'everyone' },
          ],
          skip: [],
        },
        record,
        pack,
        allowances: [],
        policy,
        registers: {},
        settings: {},
        fingerprintKey: KEY,
        threads: 1,
        limits: { ...DEFAULT_LIMITS, timeoutMs: 60_000 },
        residentLimitBytes: 2 ** 31,
        findingsPerType: 50,
        fresh: false,
        versions: {},
        actor: NAME,
        clockMs: Date.now,
      });
      await openAssessments({ record, runId, nowMs: Date.now(), policy });
    },
    list: () => listAssessments(record),
    openManual: (incident: Pick<ManualIncident, 'why' | 'people' | 'types'> & Partial<ManualIncident>) =>
      openManualIncident({
        ...{ record, nowMs: Date.now(), who: NAME, named: true, residents: {}, files: [] },
        ...{ policyDigest: policy.digest, law },
        ...incident,
      }),
    answer: (key: string, value: string, expectedVersion?: number) =>
      answerAssessment({ ...entry(), key, value, ...(expectedVersion !== undefined && { expectedVersion }) }),
    async answers(given: Readonly<Record<string, string>>): Promise<void> {
      for (const [key, value] of Object.entries(given)) await answerAssessment({ ...entry(), key, value });
    },
    async score(score: string): Promise<void> {
      for (const { id } of law.risk.factors)
        await assessFactor({ ...entry(), factor: id, score, evidence: 'statement of the recipient' });
    },
    decide: (decision: string) =>
      decideAssessment({
        ...entry(),
        ...{ decision, name: NAME, role: 'custodian', confirmation: confirmationOf(NUMBER, decision, NAME) },
      }),
    notify: (duty: string, more: { method?: string; count?: number } = {}) => {
      const given = entry();
      const sent = { duty, recipient: 'as the duty says', method: 'written', sentAtMs: given.nowMs };
      return recordNotice({ ...given, ...sent, ...more });
    },
    close: () => closeAssessment(entry()),
  };
}
