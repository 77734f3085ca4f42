import type { Transaction } from 'kysely';
import {
  ACTIVE_STATES,
  type FlagNight,
  type FlagNightEvent,
  type FlagState,
  type Severity,
  stepOfNight,
} from '../../model/index.ts';
import type { AuditWithWriter } from '../audit.ts';
import type { Connection } from '../open-database.ts';
import type { Schema } from '../schema.ts';
import { assignExposures } from './assign-exposures.ts';
import { type ExposureFacts, newDataSince, peopleKeys, readExposureFacts } from './exposure-facts.ts';
import { type FlagEntry, openSeal } from './flag-events.ts';
import type { DecisionScope, FlagChanges } from './flag-types.ts';
import { type FollowedPlaces, followPlaces, rankOf, shareKey } from './follow-places.ts';
import { inChunks } from './in-chunks.ts';
import { nightWords } from './night-words.ts';
import { type ExposureFile, type ReadExposures, readExposures } from './read-exposures.ts';
import { touchedExposures } from './touched-exposures.ts';

type FlagRow = Schema['flags'];

interface Night {
  readonly runId: number;
  readonly atMs: number;
}

interface FollowedFlag {
  readonly row: FlagRow;
  readonly isNew: boolean;
  readonly entries: readonly FlagEntry[];
  readonly places: FollowedPlaces;
}

const EXPOSURES_AT_ONCE = 200;
const PLACES_IN_EVIDENCE = 100;
const WHO = 'sharewarden';

/** Brings exposures and flags up to date with the catalogue, in one transaction. Only what changed is read. */
export function createFollower({ db }: Connection, audit: AuditWithWriter) {
  return (night: Night): Promise<FlagChanges> =>
    db.transaction().execute(async (trx) => {
      const touched = new Set(await assignExposures(trx, night.runId));
      for (const id of await touchedExposures(trx, night.atMs)) touched.add(id);
      const shares = await trx.selectFrom('shares').selectAll().execute();
      const shareKeys = new Map(shares.map((share) => [share.id, shareKey(share)]));
      const seal = await openSeal(trx, audit, { ...night, who: WHO, action: 'flags-followed' });
      const changes = { opened: 0, worse: 0, better: 0, moved: 0, regraded: 0, reopened: 0, expired: 0, remediated: 0 };
      let lastFlagId = await lastFlag(trx);
      for (const ids of inChunks(
        [...touched].sort((a, b) => a - b),
        EXPOSURES_AT_ONCE,
      )) {
        const read = await readExposures(trx, ids);
        const followed: FollowedFlag[] = [];
        for await (const { exposureId: id, facts } of factsOf(trx, read, ids)) {
          const exposure = read.exposures.get(id);
          if (!exposure) throw new Error(`the record has no exposure ${id}`);
          const flags = followExposure({ night, read, exposure, facts, shareKeys, lastFlagId });
          lastFlagId += flags.filter(({ isNew }) => isNew).length;
          followed.push(...flags);
          if (facts) await keepFacts(trx, id, facts, ownerOf(read.files.get(id) ?? []));
        }
        await writeFlags(trx, followed);
        await markFollowed(trx, ids);
        const entries = followed.flatMap((flag) => flag.entries);
        for (const { kind } of entries) changes[kind as FlagNightEvent] += 1;
        await seal.add(entries);
      }
      await seal.close();
      return changes;
    });
}

/** Of each exposure, in their order; absent where nothing of it stands that was read: what was known of it last is kept. */
async function* factsOf(
  trx: Transaction<Schema>,
  read: ReadExposures,
  ids: readonly number[],
): AsyncGenerator<{ readonly exposureId: number; readonly facts: ExposureFacts | undefined }> {
  const contents = ids.map((exposureId) => ({ exposureId, fileIds: contentsOf(read, exposureId) }));
  const known = readExposureFacts(
    trx,
    contents.filter(({ fileIds }) => fileIds.length > 0),
  );
  for (const { exposureId, fileIds } of contents) {
    const next = fileIds.length === 0 ? undefined : await known.next();
    yield { exposureId, facts: next?.done === false ? next.value.facts : undefined };
  }
}

/** One file of each distinct content that stands and was read. */
function contentsOf({ files, verdicts }: ReadExposures, exposureId: number): readonly number[] {
  const contents = new Map<string, number>();
  for (const file of files.get(exposureId) ?? []) {
    if (file.vanished_run !== null || file.outcome === null || file.outcome === 'unread') continue;
    if (!verdicts.has(file.id)) continue;
    const content = file.content_digest ?? `file ${file.id}`;
    if (!contents.has(content)) contents.set(content, file.id);
  }
  return [...contents.values()];
}

interface FollowExposure {
  readonly night: Night;
  readonly read: ReadExposures;
  readonly exposure: Schema['exposures'];
  readonly facts: ExposureFacts | undefined;
  readonly shareKeys: ReadonlyMap<number, string>;
  readonly lastFlagId: number;
}

function followExposure(given: FollowExposure): FollowedFlag[] {
  const { read, exposure } = given;
  const files = read.files.get(exposure.id) ?? [];
  const byRule = new Map((read.flags.get(exposure.id) ?? []).map((flag) => [flag.rule, flag]));
  const rules = new Set(byRule.keys());
  for (const { id } of files) for (const rule of read.verdicts.get(id)?.keys() ?? []) rules.add(rule);
  const followed: FollowedFlag[] = [];
  let nextId = given.lastFlagId;
  for (const rule of [...rules].sort()) {
    const flag = byRule.get(rule);
    const result = followFlag(given, rule, files, flag, flag?.id ?? nextId + 1);
    if (result === undefined) continue;
    if (result.isNew) nextId += 1;
    followed.push(result);
  }
  return followed;
}

function followFlag(
  { night, read, exposure, facts, shareKeys }: FollowExposure,
  rule: string,
  files: readonly ExposureFile[],
  flag: FlagRow | undefined,
  flagId: number,
): FollowedFlag | undefined {
  const baseline = flag && isDecided(flag.state) ? read.baselines.get(flagId) : undefined;
  const places = followPlaces({
    runId: night.runId,
    flagId,
    files,
    verdictOf: (fileId) => read.verdicts.get(fileId)?.get(rule),
    earlier: read.places.get(flagId) ?? new Map(),
    ...(baseline && {
      decision: {
        scope: JSON.parse(baseline.scope) as DecisionScope,
        shareOf: (shareId: number) => shareKeys.get(shareId) ?? '',
      },
    }),
  });
  if (flag === undefined && places.counts.presentPlaces === 0) return undefined;
  const severity = (places.worst?.severity ?? flag?.severity ?? 'info') as Severity;
  const isKnown = places.counts.presentPlaces === 0 || facts === undefined;
  const told: FlagNight = {
    ...places.counts,
    ...(isKnown ? { newPeople: 0, newValues: 0, newTypes: [] } : newDataSince(baseline ?? exposure, facts)),
    ...(flag && { before: flag.severity as Severity }),
    severity,
    expired: flag?.until_ms != null && flag.until_ms <= night.atMs,
  };
  const isMoreSerious = flag !== undefined && rankOf(severity) < flag.severity_rank;
  const step = stepOfNight(flag?.state as FlagState | undefined, told, isMoreSerious);
  const version = flag?.version ?? 0;
  const entries = step.events.map((kind, index) => ({
    flagId,
    version: version + index + 1,
    kind,
    why: nightWords(kind, told),
    data: { ...told, evidence: evidenceOf(kind, places) },
  }));
  return { row: nextRow(), isNew: flag === undefined, entries, places };

  function nextRow(): FlagRow {
    const isSettled = step.state === 'open' || step.state === 'remediated';
    return {
      id: flagId,
      exposure_id: exposure.id,
      rule,
      verdict: places.worst?.verdict ?? flag?.verdict ?? 'violation',
      severity,
      severity_rank: rankOf(severity),
      state: step.state,
      active: ACTIVE_STATES.includes(step.state) ? 1 : 0,
      version: version + entries.length,
      opened_run: flag?.opened_run ?? night.runId,
      opened_ms: flag?.opened_ms ?? night.atMs,
      changed_ms: entries.length > 0 ? night.atMs : (flag?.changed_ms ?? night.atMs),
      places: places.standing.length,
      first_file: firstFile(places, flag),
      people_sort: facts ? -facts.people.likely : (flag?.people_sort ?? 0),
      owner: facts ? ownerOf(files) : (flag?.owner ?? null),
      assignee: flag?.assignee ?? null,
      due_ms: flag?.due_ms ?? null,
      until_ms: isSettled ? null : (flag?.until_ms ?? null),
    };
  }
}

function isDecided(state: string): boolean {
  return state !== 'open' && state !== 'remediated';
}

function firstFile({ standing }: FollowedPlaces, flag: FlagRow | undefined): number {
  if (flag && (standing.length === 0 || standing.some(({ file_id }) => file_id === flag.first_file))) {
    return flag.first_file;
  }
  return standing[0]?.file_id ?? 0;
}

/** The account that owns most of the files; of equals the first in the alphabet. */
function ownerOf(files: readonly ExposureFile[]): string | null {
  const counts = new Map<string, number>();
  for (const { owner, vanished_run } of files) {
    if (owner !== null && vanished_run === null) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  }
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0]?.[0] ?? null;
}

function evidenceOf(kind: FlagNightEvent, { gone }: FollowedPlaces): unknown {
  if (kind !== 'remediated' && kind !== 'better') return undefined;
  return gone.slice(0, PLACES_IN_EVIDENCE).map(({ file_id, why }) => ({ fileId: file_id, why }));
}

async function lastFlag(trx: Transaction<Schema>): Promise<number> {
  const row = await trx
    .selectFrom('flags')
    .select(({ fn }) => fn.max('id').as('id'))
    .executeTakeFirst();
  return row?.id ?? 0;
}

async function keepFacts(
  trx: Transaction<Schema>,
  id: number,
  { people, distinctContents, types, ledger, valueKeys }: ExposureFacts,
  owner: string | null,
): Promise<void> {
  await trx
    .updateTable('exposures')
    .set({
      people_lower: people.lower,
      people_likely: people.likely,
      people_upper: people.upper,
      distinct_contents: distinctContents,
      types: JSON.stringify(types),
      owner,
      people_keys: peopleKeys(ledger),
      value_keys: valueKeys,
    })
    .where('id', '=', id)
    .execute();
}

async function writeFlags(trx: Transaction<Schema>, followed: readonly FollowedFlag[]): Promise<void> {
  const fresh = followed.filter(({ isNew }) => isNew).map(({ row }) => row);
  for (const chunk of inChunks(fresh)) await trx.insertInto('flags').values(chunk).execute();
  for (const { row, isNew } of followed) {
    if (isNew) continue;
    const { id, ...columns } = row;
    await trx.updateTable('flags').set(columns).where('id', '=', id).execute();
  }
  for (const chunk of inChunks(followed.flatMap(({ places }) => places.changed))) {
    await trx
      .insertInto('flag_places')
      .values(chunk)
      .onConflict((conflict) =>
        conflict.columns(['flag_id', 'file_id']).doUpdateSet(({ ref }) => ({
          share_id: ref('excluded.share_id'),
          state: ref('excluded.state'),
          verdict: ref('excluded.verdict'),
          severity: ref('excluded.severity'),
          audience: ref('excluded.audience'),
          since_run: ref('excluded.since_run'),
          until_run: ref('excluded.until_run'),
          why: ref('excluded.why'),
          decided: ref('excluded.decided'),
        })),
      )
      .execute();
  }
}

async function markFollowed(trx: Transaction<Schema>, exposureIds: readonly number[]): Promise<void> {
  await trx
    .updateTable('exposure_files')
    .set(({ selectFrom }) => ({
      read_run: selectFrom('files').select('read_run').whereRef('files.id', '=', 'exposure_files.file_id').$asScalar(),
    }))
    .where('exposure_id', 'in', exposureIds)
    .execute();
}
