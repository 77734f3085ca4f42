import { OperatorError } from '../model/index.ts';
import type { RecordedShare, ScanRecord } from '../record/index.ts';
import type { JudgingContext } from '../scan/index.ts';
import { provedPatterns } from './proved-patterns.ts';
import { registersOf } from './registers.ts';
import type { Settings } from './settings.ts';

const RUNS_LOOKED_AT = 1_000;

/** What recorded files are judged by today: the patterns, registers and settings of the configuration. @throws OperatorError */
export async function judgingContext(settings: Settings, record: ScanRecord): Promise<JudgingContext> {
  const { config } = settings;
  return {
    record,
    pack: provedPatterns(settings),
    registers: registersOf(settings, await recordedShares(record)),
    settings: { ...config.plan, ...config.settings },
    nowMs: Date.now(),
  };
}

/** Every share that was scanned. @throws OperatorError where nothing was. */
export async function recordedShares(record: ScanRecord): Promise<readonly RecordedShare[]> {
  const runs = await record.runs.listRuns(RUNS_LOOKED_AT);
  const shares = new Map(runs.flatMap((run) => run.shares).map((share) => [`${share.name}\0${share.root}`, share]));
  if (shares.size === 0) throw new OperatorError('record', 'nothing was scanned yet', 'Run sharewarden scan first');
  return [...shares.values()];
}
