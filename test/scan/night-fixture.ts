import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type * as detectRoom from '../../src/detect/index.ts';
import { DEFAULT_LIMITS } from '../../src/extract/index.ts';
import type * as judgeRoom from '../../src/judge/index.ts';
import type * as recordRoom from '../../src/record/index.ts';
import type * as scanRoom from '../../src/scan/index.ts';

// The built rooms: readers are threads, and a thread is started from built code.
const PROJECT = join(import.meta.dirname, '../..');
const built = (room: string) => import(join(PROJECT, 'dist', room, 'index.js'));
const { openRecord } = (await built('record')) as typeof recordRoom;
const { loadPolicy } = (await built('judge')) as typeof judgeRoom;
const { loadPatterns } = (await built('detect')) as typeof detectRoom;
const { scanShares } = (await built('scan')) as typeof scanRoom;

const pack = loadPatterns([join(PROJECT, 'patterns')]);
const policy = loadPolicy([join(PROJECT, 'policies/owd-19-2019')]);
const FIRST_NIGHT_MS = Date.UTC(2026, 4, 4, 2);

interface Nights {
  record: recordRoom.ScanRecord;
  share: { readonly name: string; readonly root: string };
  write(path: string, content: string | Uint8Array, modifiedAtMs?: number): void;
  scan(changes?: Partial<scanRoom.ScanRequest>): Promise<scanRoom.ScanResult>;
  /** Verdict of a rule on a file as recorded; absent where the rule says nothing. */
  verdict(path: string, rule: string): Promise<string | undefined>;
}

/** A share and a record, scanned in process by the product's own patterns and rules. */
export function freshShare(): Nights {
  let home: string;
  const nights: Nights = {
    record: undefined as unknown as recordRoom.ScanRecord,
    share: { name: 'office', root: '' },
    write(path, content, modifiedAtMs) {
      const file = join(nights.share.root, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
      if (modifiedAtMs !== undefined) utimesSync(file, modifiedAtMs / 1000, modifiedAtMs / 1000);
    },
    scan: (changes = {}) =>
      scanShares({
        shares: [nights.share],
        walk: { locations: [{ path: '**', audience: 'everyone' }] },
        record: nights.record,
        pack,
        policy,
        registers: {},
        settings: {},
        fingerprintKey: new Uint8Array(32).fill(7),
        allowances: [],
        threads: 1,
        limits: DEFAULT_LIMITS,
        residentLimitBytes: 2 ** 31,
        findingsPerType: 50,
        fresh: false,
        versions: {},
        actor: 'tester',
        clockMs: () => FIRST_NIGHT_MS,
        ...changes,
      }),
    async verdict(path, rule) {
      const file = await nights.record.files.findFile(nights.share, path);
      if (!file) throw new Error(`${path} is not recorded`);
      return file.verdicts.find((each) => each.rule === rule)?.verdict;
    },
  };

  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'nights-'));
    nights.share = { name: 'office', root: join(home, 'share') };
    mkdirSync(nights.share.root);
    nights.record = await openRecord(join(home, 'state/record.db'), { fingerprintKey: new Uint8Array(32).fill(7) });
  });

  afterEach(async () => {
    await nights.record.close();
    rmSync(home, { recursive: true });
  });

  return nights;
}

export const ROSTER = 'Name,SSN\nAnna Berg,219-44-5871\nLuis Soto,221-18-6604\nMay Lin,305-21-4418\n';
export const HOUR_MS = 3_600_000;
export const night =
  (number: number): (() => number) =>
  () =>
    FIRST_NIGHT_MS + number * 24 * HOUR_MS;
