import { shownText } from '../model/index.ts';
import type { EntryCount, ReviewReads } from '../record/index.ts';
import { dayInWords } from './words.ts';

const DAY_MS = 86_400_000;
const OPENED: readonly string[] = ['opened', 'reopened', 'expired', 'reopened-by-hand'];
const CLOSED: readonly string[] = ['remediated', 'false-alarm', 'permitted'];

/**
 * Two bars for each day. Widths are of 100, so that the picture fits every screen; heights are of `height` units, so that its
 * words keep their size.
 */
export interface TrendChart {
  readonly height: number;
  readonly middle: number;
  /** The end of the scale, the same above and below. */
  readonly scale: number;
  readonly days: readonly {
    readonly day: string;
    readonly opened: number;
    readonly closed: number;
    readonly x: number;
    readonly barWidth: number;
    readonly openedHeight: number;
    readonly closedHeight: number;
    /** Its numbers stand beside the bars. */
    readonly isNamed: boolean;
  }[];
}

/** So many days carry their numbers in the picture, none of them beside another. */
const NAMED_DAYS = 5;
const DAYS_APART = 3;
/** For the numbers at the ends of the bars. */
const ROOM_FOR_WORDS = 18;

/** What was opened stands above the line, what was closed or decided hangs below. Days without a scan and without a decision stay empty. */
export function trendChart(entries: readonly EntryCount[], nowMs: number, days: number): TrendChart {
  const height = 180;
  const middle = height / 2;
  const today = Math.floor(nowMs / DAY_MS);
  const counted = Array.from({ length: days }, (_, index) => {
    const day = today - days + 1 + index;
    const of = entries.filter((entry) => entry.day === day);
    const total = (kinds: readonly string[]) =>
      of.filter(({ kind }) => kinds.includes(kind)).reduce((sum, entry) => sum + entry.entries, 0);
    return { day, opened: total(OPENED), closed: total(CLOSED) };
  });
  const scale = roundedUp(Math.max(1, ...counted.flatMap(({ opened, closed }) => [opened, closed])));
  const named = namedDays(counted.map(({ opened, closed }) => Math.max(opened, closed)));
  const step = 100 / days;
  return {
    height,
    middle,
    scale,
    days: counted.map(({ day, opened, closed }, index) => ({
      day: dayInWords(day * DAY_MS),
      opened,
      closed,
      x: Number((index * step + step * 0.15).toFixed(2)),
      barWidth: Number((step * 0.7).toFixed(2)),
      openedHeight: barHeight(opened, scale, middle - ROOM_FOR_WORDS),
      closedHeight: barHeight(closed, scale, middle - ROOM_FOR_WORDS),
      isNamed: named.has(index),
    })),
  };
}

/** The next of 1, 2, 5, 10, 20, 50... */
function roundedUp(count: number): number {
  const power = 10 ** Math.floor(Math.log10(count));
  return power * ([1, 2, 5].find((factor) => factor * power >= count) ?? 10);
}

function namedDays(counts: readonly number[]): ReadonlySet<number> {
  const named = new Set<number>();
  const byCount = counts.map((count, index) => ({ count, index })).sort((a, b) => b.count - a.count);
  for (const { count, index } of byCount) {
    if (named.size === NAMED_DAYS || count === 0) break;
    if ([...named].every((other) => Math.abs(other - index) >= DAYS_APART)) named.add(index);
  }
  return named;
}

/** One unit at least, so that one flag among thousands is still seen. */
function barHeight(count: number, scale: number, room: number): number {
  return count === 0 ? 0 : Math.max(1, Number(((count / scale) * room).toFixed(1)));
}

export interface CoverageChart {
  readonly shares: readonly {
    readonly share: string;
    readonly fully: number;
    readonly partly: number;
    readonly unread: number;
    /** Of 100. */
    readonly parts: readonly {
      readonly kind: 'fully' | 'partly' | 'unread';
      readonly x: number;
      readonly width: number;
    }[];
  }[];
}

export function coverageChart(outcomes: Awaited<ReturnType<ReviewReads['outcomes']>>): CoverageChart {
  const names = [...new Set(outcomes.map(({ share }) => share))];
  return {
    shares: names.map((share) => {
      const of = outcomes.filter((row) => row.share === share);
      const total = (fits: (row: (typeof of)[number]) => boolean) =>
        of.filter(fits).reduce((sum, { files }) => sum + files, 0);
      const unread = total(({ outcome }) => outcome === 'unread');
      const partly = total(({ partly: isPartly }) => isPartly);
      const fully = total(() => true) - unread - partly;
      return { share: shownText(share), fully, partly, unread, parts: partsOf({ fully, partly, unread }) };
    }),
  };
}

function partsOf(counts: { readonly fully: number; readonly partly: number; readonly unread: number }) {
  const total = Math.max(1, counts.fully + counts.partly + counts.unread);
  let x = 0;
  return (['fully', 'partly', 'unread'] as const).flatMap((kind) => {
    if (counts[kind] === 0) return [];
    const width = Math.max(0.5, (counts[kind] / total) * 100);
    const part = { kind, x: Number(x.toFixed(2)), width: Number(width.toFixed(2)) };
    x += width;
    return [part];
  });
}
