/** A share of a whole with what the sample leaves open, all from 0 to 1. */
export interface Proportion {
  readonly hits: number;
  readonly of: number;
  readonly lower: number;
  readonly upper: number;
}

/** 97.5th percentile of the standard normal distribution: two-sided 95 %. */
const Z = 1.959963984540054;

/**
 * Wilson's score interval, 95 %: holds for few and for extreme counts too. Wilson, JASA 22 (1927) 209-212,
 * https://doi.org/10.1080/01621459.1927.10502953. Without any trial everything is open. Pure.
 */
export function wilsonInterval(hits: number, of: number): Proportion {
  if (of === 0) return { hits, of, lower: 0, upper: 1 };
  const share = hits / of;
  const spread = (Z * Math.sqrt((share * (1 - share)) / of + (Z * Z) / (4 * of * of))) / (1 + (Z * Z) / of);
  const centre = (share + (Z * Z) / (2 * of)) / (1 + (Z * Z) / of);
  return { hits, of, lower: hits === 0 ? 0 : centre - spread, upper: hits === of ? 1 : centre + spread };
}

/**
 * The exact one-sided upper bound of Clopper and Pearson: with this confidence the true share is no higher, whatever it is.
 * Biometrika 26 (1934) 404-413, https://doi.org/10.1093/biomet/26.4.404. With no hit in n it is near 3/n, the rule of three. Pure.
 */
export function upperBound(hits: number, of: number, confidence = 0.95): number {
  if (of === 0 || hits >= of) return 1;
  let [low, high] = [hits / of, 1];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (atMost(hits, of, middle) > 1 - confidence) low = middle;
    else high = middle;
  }
  return high;
}

/** Chance of at most so many hits. Sums logarithms, so that nothing underflows. */
function atMost(hits: number, of: number, share: number): number {
  let term = of * Math.log1p(-share);
  let sum = Math.exp(term);
  for (let k = 1; k <= hits; k += 1) {
    term += Math.log(((of - k + 1) / k) * (share / (1 - share)));
    sum += Math.exp(term);
  }
  return sum;
}
