import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { listAssessments } from '../../breach/index.ts';
import { OperatorError } from '../../model/index.ts';
import { listReports, writeReports } from '../../report/index.ts';
import { openStateRecord } from '../open-record.ts';
import { policyInForce } from '../policy-in-force.ts';
import { BUILT_IN_REPORTS, productVersion } from '../product.ts';
import { settingsOf } from '../settings.ts';
import { runNumber } from './nights.ts';

interface ReportFlags {
  readonly run?: string;
  readonly out?: string;
}

export function addReportCommand(report: Command): void {
  report
    .argument('[name...]', 'reports to write; without any, they are listed')
    .option('--run <n>', 'number of the run (default: the last finished one)')
    .option('--out <dir>', 'folder to write to (default: reports in the state folder)')
    .action(async (names: string[], flags: ReportFlags, command: Command) => {
      if (names.length === 0) {
        for (const { id, title } of listReports(BUILT_IN_REPORTS)) console.log(`${id.padEnd(14)} ${title}`);
        return;
      }
      const settings = settingsOf(command);
      const state = settings.state();
      const record = await openStateRecord(settings, { access: 'read' });
      try {
        const runId = flags.run === undefined ? (await record.runs.lastFinishedRun())?.runId : runNumber(flags.run);
        if (runId === undefined)
          throw new OperatorError(
            state.path,
            'no finished run is recorded there',
            'Run sharewarden scan first, or give --state DIR',
          );
        const policy = policyInForce(settings.policyFolders);
        const written = await writeReports({
          record,
          runId,
          reportsFolder: BUILT_IN_REPORTS,
          outFolder: flags.out ? resolve(flags.out) : join(state.reports, `run-${runId}`),
          names,
          policy,
          assessments: await listAssessments(record),
          unsetPlanKeys: policy.unsetPlanKeys(settings.config.plan ?? {}),
          versions: { sharewarden: productVersion(), node: process.versions.node },
          nowMs: Date.now(),
        });
        for (const path of written) console.log(path);
      } finally {
        await record.close();
      }
    });
}
