import { lstatSync } from 'node:fs';
import type { Detector } from '../detect/index.ts';
import { type Limits, openForReading, type Reading } from '../extract/index.ts';
import { absolutePathOf, type Finding, maskPlace, type Place } from '../model/index.ts';
import { hasLinkBelow } from '../walk/index.ts';
import type { NearbyValue } from './mask-text.ts';
import type { NotShown, RecordedIdentity, Target } from './preview-types.ts';

/** A target with its value and what else was found around it. Stays in the worker. */
export interface FoundTarget extends Target {
  readonly value: string;
  readonly nearby: readonly NearbyValue[];
}

export interface ReadSetting {
  readonly detector: Detector;
  readonly contentKey: Uint8Array;
  readonly limits: Limits;
}

/** Lines and rows around a target whose findings are kept for masking; passages show fewer. */
const NEAR_LINES = 30;
const NEAR_ROWS = 6;
/** Beyond this the surroundings are not shown: what cannot be masked for sure is not shown. */
const NEARBY_MAX = 3_000;

export type TargetsRead =
  | { readonly kind: 'read'; readonly format: string; readonly found: readonly FoundTarget[]; readonly whole: boolean }
  | NotShown;

/** Reads the file as a scan does and keeps the values of the targets. Read-only. */
export async function readTargets(
  file: RecordedIdentity,
  targets: readonly Target[],
  setting: ReadSetting,
): Promise<TargetsRead> {
  const refused = lookBefore(file);
  if (refused) return refused;
  const values = new Map<number, string>();
  const nearby = new Map<number, NearbyValue[]>(targets.map(({ match }) => [match, []]));
  const observe = (finding: Finding, value: string): void => {
    const place = maskPlace(finding.place);
    const near = targets.filter((target) => partKey(place) === partKey(target.place) && isNear(place, target.place));
    if (near.length === 0) return;
    // A value that stands twice in a line was recorded twice, with the same place.
    const same = near.filter((target) => isTarget(finding, place, target));
    for (const { match } of same) values.set(match, value);
    const own = same[0];
    const { type, masked } = finding;
    const { row, column } = place;
    const seen: NearbyValue = {
      ...{ type, value, masked },
      ...(own && { match: own.match }),
      ...(row !== undefined && { row }),
      ...(column !== undefined && { column }),
    };
    for (const { match } of near) {
      const kept = nearby.get(match);
      if (kept && kept.length <= NEARBY_MAX) kept.push(seen);
    }
  };
  const detection = setting.detector.openFile({ findingsPerType: 1, observe });
  const reading = await open(file, setting);
  let unread = 0;
  for await (const part of reading.parts) {
    if (part.kind === 'text' || part.kind === 'table') detection.add(part);
    else if (part.kind === 'unread') unread += 1;
    if (part.kind === 'unread' && part.place.members.length === 0) {
      if (part.reason === 'vanished') return { kind: 'not-shown', reason: 'gone' };
      if (part.reason === 'changed-while-read') return { kind: 'not-shown', reason: 'changed' };
      if (['denied', 'input-output-error', 'not-a-regular-file'].includes(part.reason))
        return { kind: 'not-shown', reason: 'unreadable', detail: part.reason };
    }
  }
  detection.finish();
  if (!isSameContent(file, reading)) return { kind: 'not-shown', reason: 'changed' };
  return {
    kind: 'read',
    format: reading.format,
    whole: unread === 0,
    found: targets.flatMap((target) => {
      const value = values.get(target.match);
      const around = nearby.get(target.match) ?? [];
      if (value === undefined) return [];
      return [{ ...target, value, nearby: around.length > NEARBY_MAX ? [] : around }];
    }),
  };
}

function isTarget(finding: Finding, place: Place, target: Target): boolean {
  return (
    finding.type === target.type &&
    finding.fingerprint === target.fingerprint &&
    place.line === target.place.line &&
    place.row === target.place.row &&
    place.column === target.place.column
  );
}

export function open(file: RecordedIdentity, { contentKey, limits }: ReadSetting): Promise<Reading> {
  return openForReading(absolutePathOf(file), { name: file.path, contentKey, limits });
}

/** Another content than the scan read. Ask when the parts have ended. */
export function isSameContent(file: RecordedIdentity, { contentDigest, sizeBytes }: Reading): boolean {
  return file.contentDigest === undefined ? sizeBytes === file.sizeBytes : contentDigest === file.contentDigest;
}

/** The part of a document that a place belongs to. */
export function partKey({ members, part, page, sheet }: Place): string {
  return JSON.stringify([members, part, page, sheet]);
}

function isNear(place: Place, target: Place): boolean {
  return (
    Math.abs((place.line ?? 0) - (target.line ?? place.line ?? 0)) <= NEAR_LINES &&
    (place.row === undefined ||
      target.row === undefined ||
      place.row === 1 ||
      Math.abs(place.row - target.row) <= NEAR_ROWS)
  );
}

function lookBefore(file: RecordedIdentity): NotShown | undefined {
  if (hasLinkBelow(file)) return { kind: 'not-shown', reason: 'link' };
  try {
    const { size, mtimeMs } = lstatSync(absolutePathOf(file));
    if (size !== file.sizeBytes) return { kind: 'not-shown', reason: 'changed' };
    const sameTime = Math.abs(mtimeMs - file.modifiedAtMs) < 1;
    return file.contentDigest === undefined && !sameTime ? { kind: 'not-shown', reason: 'changed' } : undefined;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const isGone = code === 'ENOENT' || code === 'ENOTDIR';
    return { kind: 'not-shown', reason: isGone ? 'gone' : 'unreadable' };
  }
}
