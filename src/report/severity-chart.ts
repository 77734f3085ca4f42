import { SEVERITIES, type Severity, shownText } from '../model/index.ts';
import type { ShareCounts } from '../record/index.ts';
import { SEVERITY_WORDS } from './words.ts';

const SHARES_SHOWN = 20;
const ROW_HEIGHT = 74;
/** Percent of the chart's width below which a number does not fit into its segment. */
const NUMBER_FITS = 6;

/** Stacked bars, one per share: lengths in percent of the chart's width, heights in pixels. A template draws it. */
export interface SeverityChart {
  readonly height: number;
  readonly description: string;
  readonly bars: readonly Bar[];
  readonly sharesLeftOut: number;
}

interface Bar {
  readonly y: number;
  readonly share: string;
  readonly words: string;
  readonly segments: readonly Segment[];
}

interface Segment {
  readonly severity: Severity;
  readonly name: string;
  readonly files: number;
  readonly x: string;
  readonly width: string;
  /** Where the number stands; absent where it does not fit. */
  readonly middle?: string;
}

/** All bars have one scale: the share with the most files to act on fills the width. */
export function severityChart(shares: readonly ShareCounts[], most = SHARES_SHOWN): SeverityChart {
  const sorted = [...shares].sort((a, b) => worst(b) - worst(a) || flagged(b) - flagged(a));
  const shown = sorted.slice(0, most);
  const longest = Math.max(1, ...shown.map(flagged));
  const bars = shown.map((share, index) => bar(share, index * ROW_HEIGHT, longest));
  return {
    height: bars.length * ROW_HEIGHT,
    description: bars.map(({ share, words }) => `${share}: ${words}`).join('. '),
    bars,
    sharesLeftOut: sorted.length - shown.length,
  };
}

function bar(share: ShareCounts, y: number, longest: number): Bar {
  let x = 0;
  const segments = SEVERITIES.flatMap((severity): Segment[] => {
    const files = share.filesBySeverity[severity];
    if (files === 0) return [];
    const width = (files / longest) * 100;
    const segment = {
      severity,
      name: SEVERITY_WORDS[severity].name,
      files,
      x: percent(x),
      width: percent(width),
      ...(width >= NUMBER_FITS && { middle: percent(x + width / 2) }),
    };
    x += width;
    return [segment];
  });
  const words = segments.map(({ name, files }) => `${files.toLocaleString('en-US')} ${name.toLowerCase()}`).join(', ');
  return { y, share: shownText(share.share), words: words || 'nothing to act on', segments };
}

function flagged({ filesBySeverity }: ShareCounts): number {
  return SEVERITIES.reduce((sum, severity) => sum + filesBySeverity[severity], 0);
}

function worst({ filesBySeverity }: ShareCounts): number {
  const at = SEVERITIES.findIndex((severity) => filesBySeverity[severity] > 0);
  return at < 0 ? 0 : SEVERITIES.length - at;
}

function percent(value: number): string {
  return `${Number(value.toFixed(2))}%`;
}
