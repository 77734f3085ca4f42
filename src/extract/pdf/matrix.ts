import type { Upright } from './text-run.ts';

/** A transformation of coordinates (ISO 32000-1:2008, 8.3.3): `x' = a x + c y + e`, `y' = b x + d y + f`. */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/** First one, then the other. */
export function multiply([a, b, c, d, e, f]: Matrix, [A, B, C, D, E, F]: Matrix): Matrix {
  return [a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F];
}

/** The matrix without its turn; nothing where it turns, leans or mirrors. */
export function uprightOf([a, b, c, d, e, f]: Matrix): Upright | undefined {
  if (!(a > 0 && d > 0) || Math.abs(b) > a * 1e-6 || Math.abs(c) > d * 1e-6) return undefined;
  return { scaleX: a, scaleY: d, shiftX: e, shiftY: f };
}
