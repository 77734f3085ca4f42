import { join } from 'node:path';
import { createDetector, loadPatterns } from '../../src/detect/index.ts';
import type { ReadAgreement } from '../../src/disclose/agreement.ts';
import { type Clearance, clearExports, readAgreement } from '../../src/disclose/index.ts';
import type { ClearanceException } from '../../src/disclose/stop.ts';
import type { DisclosureThread } from '../../src/disclose/worker/disclosure-thread.ts';
import { performTask } from '../../src/disclose/worker/perform-task.ts';
import { DEFAULT_LIMITS, type Limits } from '../../src/extract/index.ts';
import { PROJECT } from '../end-to-end/run-cli.ts';

export const KEY = new Uint8Array(32).fill(7);
export const TODAY = '2026-11-24';

const pack = loadPatterns([join(PROJECT, 'patterns')]);
export const TYPES = pack.patterns.map(({ id }) => id);
let compiled: ReturnType<typeof createDetector> | undefined;

/** Tasks performed by the worker's own code in this thread: the patterns are compiled once for a whole test file. */
export function threadHere(limits: Limits = DEFAULT_LIMITS, passwords: readonly string[] = []): DisclosureThread {
  return {
    run(task) {
      compiled ??= createDetector(pack, KEY);
      return performTask(task, compiled, { pack, fingerprintKey: KEY, limits, passwords });
    },
    close: async () => undefined,
  };
}

export interface ClearHere {
  readonly agreement: string;
  readonly exports: readonly string[];
  readonly fixTo?: string;
  readonly registered?: boolean;
  readonly today?: string;
  readonly exceptions?: readonly ClearanceException[];
  readonly thread?: DisclosureThread;
}

/** Clears files under an agreement that lies in a file and is on the register unless said otherwise. */
export async function clearHere(given: ClearHere): Promise<Clearance & { readonly agreement: ReadAgreement }> {
  const agreement = readAgreement(given.agreement, TYPES);
  const clearance = await clearExports({
    exports: given.exports,
    agreement,
    registration: given.registered === false ? undefined : { sha256: agreement.sha256, withdrawn: false },
    exceptions: given.exceptions ?? [],
    thread: given.thread ?? threadHere(),
    today: given.today ?? TODAY,
    ...(given.fixTo === undefined ? {} : { fixTo: given.fixTo }),
  });
  return { ...clearance, agreement };
}

/** The checks that stopped it, each once, sorted. */
export function checksOf({ stops }: Clearance): string[] {
  return [...new Set(stops.map(({ check }) => check))].sort();
}
