/**
 * Bytes in, text out: chooses the format by content, unpacks containers under one budget per top-level file, and yields text,
 * tables, what was not read and why, each with a place that a custodian can find. Read-only; no network, no temporary file.
 *
 * The bytes of a TextBlock are valid until the next part is asked for: copy what you keep.
 */

export { contentDigestOf } from './content-digest.ts';
export { contentKeyOf } from './content-key.ts';
export type { Limits } from './limits.ts';
export { DEFAULT_LIMITS, deadlineMsFor, notEnded, tooSlow } from './limits.ts';
export type { OpenOptions, Reading } from './open-for-reading.ts';
export { openForReading } from './open-for-reading.ts';
export { ownTimes, systemThreadId, timesOfThread, WALL_FACTOR } from './reading-clock.ts';
export { FORMAT_NAMES } from './registry.ts';
export { silenceThread } from './silence-thread.ts';
export type { Source } from './source.ts';
export { unlockedPackage } from './unlocked-package.ts';
