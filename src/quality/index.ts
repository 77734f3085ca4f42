/**
 * In: what people decided, and what they saw in samples of clean files. Out: how often each rule is right, and how much the
 * scanner misses at most. Pure arithmetic on the record.
 */
export { type MissRate, missRates, weekOf } from './miss-rate.ts';
export { precisionByRule, type RulePrecision } from './precision-by-rule.ts';
export { type Proportion, upperBound, wilsonInterval } from './proportion.ts';
