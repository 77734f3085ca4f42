import { describe, expect, it } from 'vitest';
import { ruleEnvironment } from '../../src/judge/cel-environment.ts';
import { compileCondition } from '../../src/judge/condition.ts';
import { type TimePassed, turnedByTime } from '../../src/judge/time-turns.ts';
import type { FileFacts } from '../../src/model/index.ts';

const HOUR_MS = 3_600_000;
const NOON_MS = Date.UTC(2026, 4, 4, 12);
const facts: FileFacts = {
  share: 'office',
  root: '/srv/office',
  path: 'Old/list.csv',
  sizeBytes: 1,
  modifiedAtMs: NOON_MS,
  changedAtMs: NOON_MS,
  device: '1',
  inode: '1',
  mode: 0o640,
  uid: 1,
  gid: 1,
  owner: 'jdoe',
  audience: 'team',
  location: 'unregistered',
};
const passed: TimePassed = { registers: {}, settings: {}, sinceMs: NOON_MS, nowMs: NOON_MS };

/** Whether the condition may turn between these ages, in hours. */
function turns(source: string, fromHours: number, toHours: number, settings: TimePassed['settings'] = {}): boolean {
  const condition = compileCondition(ruleEnvironment(), source);
  if ('problem' in condition) throw new Error(condition.problem);
  const time = { registers: {}, settings, sinceMs: NOON_MS + fromHours * HOUR_MS, nowMs: NOON_MS + toHours * HOUR_MS };
  return turnedByTime(condition.ageTurns, time)(facts);
}

describe('a condition turns by time', () => {
  it.each([
    ['file.ageHours > 24', 20, 24.9, true],
    ['file.ageHours > 24', 24.9, 25, true],
    ['file.ageHours > 24', 25, 49, false],
    ['file.ageHours > 24', 0, 23.9, false],
    ['3 <= file.ageDays', 71, 72, true],
    ['3 <= file.ageDays', 97, 2_000, false],
    ['file.ageDays > 3 || (file.ageHours < 2 && file.sizeBytes > 10)', 1, 2, true],
    ['file.sizeBytes > 24', 0, 2_000, false],
    ['file.ageDays % 7 == 0', 1, 1, true],
    ['file.ageHours > people.likely', 1, 1, true],
  ])('%s from %s to %s hours: %s', (source, from, to, expected) => {
    expect(turns(source, from, to)).toBe(expected);
  });

  it('by a setting, and never while that is unset', () => {
    expect(turns('file.ageHours > settings.scratch_hours', 30, 31, { scratch_hours: '30' })).toBe(true);
    expect(turns('file.ageHours > settings.scratch_hours', 31, 90, { scratch_hours: '30' })).toBe(false);
    expect(turns('file.ageHours > settings.scratch_hours', 0, 900)).toBe(false);
  });

  it('also when the clock was set back', () => {
    expect(turns('file.ageHours > 24', 30, 20)).toBe(true);
  });
});

describe('a date of a register speaks', () => {
  const day = { ...passed, nowMs: NOON_MS + 24 * HOUR_MS };
  const inTime = NOON_MS + HOUR_MS;
  const told = (registers: TimePassed['registers']) => turnedByTime([], { ...day, registers })(facts);
  it('of its place', () => {
    expect(told({ retention: [{ share: 'office', path: 'Old', retainUntilMs: inTime }] })).toBe(true);
    expect(told({ retention: [{ share: 'office', path: 'Ol', retainUntilMs: inTime }] })).toBe(false);
    expect(told({ retention: [{ share: 'other', path: '', retainUntilMs: inTime }] })).toBe(false);
    expect(told({ legalHolds: [{ share: 'office', path: '', releasedAtMs: NOON_MS - HOUR_MS }] })).toBe(false);
  });

  it('so many days after it as a rule counts', () => {
    const agreement = { covers: 'vr', share: 'office', path: '', signedAtMs: inTime - 365 * 24 * HOUR_MS } as const;
    const condition = compileCondition(ruleEnvironment(), 'agreements.daysSinceSigned("vr") > 364');
    if ('problem' in condition) throw new Error(condition.problem);
    const registers = { agreements: [agreement] };
    expect(turnedByTime(condition.ageTurns, { ...day, registers })(facts)).toBe(true);
    expect(turnedByTime([], { ...day, registers })(facts)).toBe(false);
  });

  it('of its account', () => {
    expect(told({ authorizedUsers: [{ account: 'JDoe', authorizedToMs: inTime }] })).toBe(true);
    expect(told({ authorizedUsers: [{ account: 'mreyes', authorizedToMs: inTime }] })).toBe(false);
  });
});
