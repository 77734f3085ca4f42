import type { Detector } from '../detect/index.ts';
import { valueRegex, wordRegexes } from './find-value.ts';
import type { Segment } from './preview-types.ts';

/** A value that detection found near a target. Never leaves the worker. */
export interface NearbyValue {
  readonly type: string;
  readonly value: string;
  readonly masked: string;
  /** It is this target. */
  readonly match?: number;
  /** In a table. */
  readonly row?: number;
  readonly column?: string;
}

interface Span {
  readonly start: number;
  readonly end: number;
  readonly masked: string;
  readonly type?: string;
  readonly match?: number;
}

const HIDDEN = '•••';
/** Whatever detection says of them: five digits or more in a row, addresses of mail, long keys. */
const LOOKS_PERSONAL = [/\d(?:[ .\-‐-―/_]?\d){4,}/g, /[^\s@<>"]+@[^\s@<>"]+/g, /[A-Za-z0-9+/=_-]{24,}/g] as const;

/**
 * A text with everything hidden that looks personal: what detection of the whole file found near here, what it finds in this
 * text alone at every confidence, and what only has the look of it. Order of the segments is the order of the text.
 * @param lead words that stand before the text in the document, such as its column's header
 */
export function maskText(text: string, values: readonly NearbyValue[], detector: Detector, lead = ''): Segment[] {
  const spans = [
    ...values.flatMap((value) => spansOf(text, value)),
    ...detector.detectText(lead + text).flatMap(({ start, end, masked, type }) => {
      const from = Math.max(0, start - lead.length);
      return end > lead.length
        ? [{ start: from, end: end - lead.length, masked: start < lead.length ? HIDDEN : masked, type }]
        : [];
    }),
    ...LOOKS_PERSONAL.flatMap((shape) =>
      [...text.matchAll(shape)].map(({ index, 0: found }) => ({
        start: index,
        end: index + found.length,
        masked: HIDDEN,
      })),
    ),
  ];
  return segmentsOf(text, united(spans));
}

function spansOf(text: string, { type, value, masked, match }: NearbyValue): Span[] {
  const whole = [valueRegex(value) ?? []].flat();
  const words = type === 'person-name' ? wordRegexes(value) : [];
  return [...whole, ...words].flatMap((regex, index) =>
    [...text.matchAll(regex)].map(({ index: start, 0: found }) => ({
      start,
      end: start + found.length,
      masked: index < whole.length ? masked : `${found.charAt(0)}***`,
      type,
      ...(match !== undefined && { match }),
    })),
  );
}

/** Spans that overlap become one; a span of a target, then the one given first, says how it is written. */
function united(spans: readonly Span[]): Span[] {
  const order = new Map(spans.map((span, index) => [span, span.match === undefined ? index + spans.length : index]));
  const rank = (span: Span): number => order.get(span) ?? 0;
  const result: Span[] = [];
  let leader: Span | undefined;
  for (const span of [...spans].sort((a, b) => a.start - b.start || rank(a) - rank(b))) {
    const last = result.at(-1);
    if (!last || !leader || span.start >= last.end) {
      leader = span;
      result.push(span);
      continue;
    }
    if (rank(span) < rank(leader)) leader = span;
    result[result.length - 1] = { ...leader, start: last.start, end: Math.max(last.end, span.end) };
  }
  return result;
}

function segmentsOf(text: string, spans: readonly Span[]): Segment[] {
  const segments: Segment[] = [];
  let at = 0;
  for (const { start, end, ...shown } of spans) {
    if (start > at) segments.push({ kind: 'text', text: text.slice(at, start) });
    segments.push({ kind: 'masked', ...shown });
    at = end;
  }
  if (at < text.length) segments.push({ kind: 'text', text: text.slice(at) });
  return segments;
}

/** At most `before` characters of text ahead of the first match and `after` behind it; what was cut is told by an ellipsis. */
export function trimAround(segments: readonly Segment[], before: number, after: number): Segment[] {
  const centre = Math.max(
    0,
    segments.findIndex((segment) => segment.kind === 'masked' && segment.match !== undefined),
  );
  return [
    ...trimEnd([...segments.slice(0, centre)].reverse(), before, (text, length) => `…${text.slice(-length)}`).reverse(),
    ...segments.slice(centre, centre + 1),
    ...trimEnd(segments.slice(centre + 1), after, (text, length) => `${text.slice(0, length)}…`),
  ];
}

function trimEnd(
  segments: readonly Segment[],
  length: number,
  cut: (text: string, length: number) => string,
): Segment[] {
  const kept: Segment[] = [];
  let left = length;
  for (const segment of segments) {
    const own = segment.kind === 'text' ? segment.text.length : segment.masked.length;
    if (own <= left) kept.push(segment);
    else if (segment.kind === 'text') kept.push({ kind: 'text', text: cut(segment.text, left) });
    if (own > left) break;
    left -= own;
  }
  return kept;
}
