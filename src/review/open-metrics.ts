import { SEVERITIES } from '../model/index.ts';
import type { ScanRecord } from '../record/index.ts';

/** Counts and times only. https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md */
export async function openMetrics(record: ScanRecord, nowMs: number): Promise<string> {
  const counts = await record.flags.counts({ nowMs });
  const outcomes = await record.review.reads.outcomes({});
  const last = await record.runs.lastFinishedRun();
  const files = (outcome: string) =>
    outcomes.filter((row) => row.outcome === outcome).reduce((sum, row) => sum + row.files, 0);
  return [
    ...gauge('sharewarden_flags_active', 'Flags on which somebody has to act, by severity', [
      ...SEVERITIES.map((severity) => [`{severity="${severity}"}`, counts.bySeverity[severity]] as const),
    ]),
    ...gauge('sharewarden_flags_overdue', 'Active flags whose day has passed', [['', counts.overdue]]),
    ...gauge('sharewarden_files', 'Files of the catalogue, by outcome', [
      ...['clean', 'matched', 'unread'].map((outcome) => [`{outcome="${outcome}"}`, files(outcome)] as const),
    ]),
    ...gauge('sharewarden_last_scan_timestamp_seconds', 'When the last scan finished', [
      ['', (last?.finishedAtMs ?? 0) / 1_000],
    ]),
    '# EOF',
    '',
  ].join('\n');
}

function gauge(name: string, help: string, samples: readonly (readonly [labels: string, value: number])[]): string[] {
  return [
    `# TYPE ${name} gauge`,
    `# HELP ${name} ${help}`,
    ...samples.map(([labels, value]) => `${name}${labels} ${value}`),
  ];
}
