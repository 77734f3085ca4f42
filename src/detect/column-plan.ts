import type { Confidence } from '../model/index.ts';
import { columnEvidence, type RowsAround } from './column-evidence.ts';
import type { ColumnStats, PatternFit } from './column-stats.ts';
import type { CompiledPattern } from './compiled-pattern.ts';
import { type Evidence, sentencesOf, sumOf } from './evidence.ts';
import type { HeaderMeaning } from './header.ts';
import type { ColumnRole } from './header-roles.ts';
import { ownCeiling } from './read-match.ts';
import { confidenceOf } from './weigh.ts';

/**
 * What is done with the cells of a column.
 * - `pattern`: cells of the pattern's shapes are its findings, all with the column's confidence.
 * - `numbers`: plain numbers that are nothing we look for; cells of a new shape are read as text.
 * - `text`: every cell is read as text, behind the header where that says something.
 */
export type ColumnPlan =
  | PatternColumn
  | { readonly kind: 'numbers' | 'text'; readonly header: HeaderMeaning; readonly role: ColumnRole | undefined };

export interface PatternColumn {
  readonly kind: 'pattern';
  readonly header: HeaderMeaning;
  readonly role: ColumnRole | undefined;
  readonly pattern: CompiledPattern;
  /** Shapes that need the column's name are taken too. */
  readonly named: boolean;
  readonly confidence: Confidence;
  readonly marginTenths: number;
  readonly evidence: readonly string[];
  /** The same reasons, with their weights. */
  readonly reasons: readonly Evidence[];
}

/** Share of filled cells that must have a pattern's shape before the column is the pattern's. */
const LEAST_SHARE = { named: 0.3, unnamed: 0.7 };
/** Columns that are nearer to nothing than this are left to the text path. */
const LEAST_SCORE = 1;

/** Decides one column by its header and a sample of its cells. */
export function planColumn(header: HeaderMeaning, stats: ColumnStats, rows: RowsAround): ColumnPlan {
  const weighed = stats.fits
    .filter((fit) => isCandidate(fit, header))
    .map((fit) => ({ fit, evidence: columnEvidence(fit, stats, header, rows) }))
    .map((one) => ({ ...one, score: sumOf(one.evidence) }))
    .sort((a, b) => b.score - a.score || a.fit.pattern.index - b.fit.pattern.index);
  const [best, second] = weighed;
  if (best && best.score >= LEAST_SCORE) return patternColumn(header, best, second?.score ?? 0);
  const plain = stats.filled > 0 && stats.numericShare >= 0.95 && header.names.size === 0;
  return { kind: plain ? 'numbers' : 'text', header, role: header.role };
}

function isCandidate(fit: PatternFit, header: HeaderMeaning): boolean {
  const named = header.names.has(fit.pattern.index);
  if (!named && (fit.pattern.file.element === 'person-name' || fit.pattern.file.requires !== 'none')) return false;
  return named ? fit.shapeShare >= LEAST_SHARE.named : fit.openShare >= LEAST_SHARE.unnamed;
}

function patternColumn(
  header: HeaderMeaning,
  best: { fit: PatternFit; evidence: readonly Evidence[]; score: number },
  second: number,
): PatternColumn {
  const { pattern } = best.fit;
  const margin = best.score - Math.max(second, 0);
  return {
    kind: 'pattern',
    header,
    role: header.role,
    pattern,
    named: header.names.has(pattern.index),
    confidence: confidenceOf(best.score, margin, ownCeiling(pattern)),
    marginTenths: Math.round(margin * 10),
    evidence: sentencesOf(best.evidence),
    reasons: best.evidence,
  };
}
