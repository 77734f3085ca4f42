import { randomUUID } from 'node:crypto';
import {
  ELEMENT_TYPES,
  maskIdentifierShapes,
  OperatorError,
  type PeopleCount,
  RESIDENCE_STATES,
} from '../model/index.ts';
import type { ScanRecord } from '../record/index.ts';
import { runsOldestFirst } from './exposure-window.ts';
import { gatherFacts } from './gather-facts.ts';
import { MANUAL_CLUSTER } from './is-manual.ts';
import { type LawPack, loadLaw } from './law-pack.ts';
import type { Answers } from './questions.ts';
import { saysNothing } from './says-nothing.ts';
import type { ScanFacts } from './scan-facts.ts';

/** An incident that no scan reported: paper, a lost device, a message. */
export interface ManualIncident {
  readonly record: ScanRecord;
  readonly nowMs: number;
  readonly who: string;
  /** What happened, in plain words. */
  readonly why: string;
  readonly people: PeopleCount;
  /** Element types, by their ids in the pattern catalogue. */
  readonly types: readonly string[];
  /** People of whom it is known that a name stands beside the elements. */
  readonly named: boolean;
  /** Residents by state; whoever is left has no known state. */
  readonly residents: Readonly<Record<string, number>>;
  /** Recorded files that belong to it. */
  readonly files: readonly { readonly share: string; readonly path: string }[];
  readonly policyDigest: string;
  readonly law?: LawPack;
  /** What the agency's configuration answers for every incident. */
  readonly standingAnswers?: Answers;
}

/**
 * Opens an assessment by hand and returns its number. Rejects with OperatorError for types, states, counts or files that
 * cannot be, and a missing name or words.
 */
export async function openManualIncident(incident: ManualIncident): Promise<string> {
  const { record, nowMs, who, why } = incident;
  check(incident);
  const runs = await runsOldestFirst(record);
  const shares = runs.flatMap((run) => run.shares).reverse();
  const files = await Promise.all(
    incident.files.map(async ({ share, path }) => {
      const root = shares.find(({ name }) => name === share);
      const file = root && (await record.files.findFile(root, path));
      if (file) return file;
      throw new OperatorError(
        '--file',
        `share ${share} has no such recorded file`,
        'Give SHARE:PATH as reports show it.',
      );
    }),
  );
  const law = incident.law ?? loadLaw();
  const ledgers = (await Promise.all(files.map(({ fileId }) => record.files.ledgerOf(fileId)))).flatMap(
    (ledger) => ledger ?? [],
  );
  const latest = files.length > 0 ? runs.at(-1) : undefined;
  const context = { record, runs, law, nowMs, ...(latest && { runId: latest.runId }) };
  const found = await gatherFacts(context, { exposed: files, noLongerExposed: [], ledgers });
  const { assessment } = await record.assessments.open({
    cluster: `${MANUAL_CLUSTER}${randomUUID()}`,
    policyDigest: incident.policyDigest,
    fileIds: files.map(({ fileId }) => fileId),
    atMs: nowMs,
    who: maskIdentifierShapes(who),
    why: maskIdentifierShapes(why),
    data: {
      facts: declared(found, incident, law),
      addedFileIds: files.map(({ fileId }) => fileId),
      goneFileIds: [],
      backFileIds: [],
      relatedAssessmentIds: [],
      ...(incident.standingAnswers && { standingAnswers: incident.standingAnswers }),
    },
  });
  return assessment.number;
}

function check({ who, why, people, types, residents }: ManualIncident): void {
  if (who.trim() === '') throw new OperatorError('breach open', 'nobody is named', 'Say who reports, with --by.');
  if (saysNothing(why)) throw new OperatorError('breach open', 'nothing is told', 'Say what happened, with --because.');
  const known: readonly string[] = ELEMENT_TYPES;
  const wrong = types.find((type) => !known.includes(type));
  if (wrong !== undefined) throw new OperatorError(`type ${wrong}`, 'is not known', `Known: ${known.join(', ')}.`);
  const { lower, likely, upper } = people;
  if (!(lower <= likely && likely <= upper) || lower < 0)
    throw new OperatorError('--people', 'is not a count or a range', 'Give a number, or lowest-highest.');
  const states: readonly string[] = RESIDENCE_STATES;
  for (const [state, count] of Object.entries(residents))
    if (!states.includes(state) || !Number.isInteger(count) || count < 0)
      throw new OperatorError('--residents', `${state} is not a state with a count`, 'Give for example MO=3,IL=1.');
  const placed = Object.values(residents).reduce((sum, count) => sum + count, 0);
  if (placed > upper)
    throw new OperatorError('--residents', `${placed} residents are more than ${upper} people`, 'Correct one of them.');
}

/** What is declared on top of what the files say; the higher count stands. */
function declared(found: ScanFacts, { people, types, named, residents }: ManualIncident, law: LawPack): ScanFacts {
  const placed = Object.values(residents).reduce((sum, count) => sum + count, 0);
  const all = people.upper > placed ? { ...residents, '': people.upper - placed } : residents;
  const higher = (own: PeopleCount): PeopleCount => (own.upper > people.upper ? own : people);
  const has = new Set([...types, ...found.elements.map(({ type }) => type)]);
  const letters = law.statute.elements
    .filter((element) => element.types.some((type) => has.has(type)))
    .filter((element) => element.with === undefined || element.with.some((type) => has.has(type)));
  const { federal, statute } = law;
  const typesFound = letters.flatMap((element) => element.types.filter((type) => has.has(type)));
  const redacted: readonly string[] = statute.redacted.types;
  const byHand = named && letters.length > 0;
  return {
    ...found,
    people: higher(found.people),
    residents: found.people.upper > people.upper ? found.residents : all,
    elements: [
      ...found.elements,
      ...types
        .filter((type) => !found.elements.some((element) => element.type === type))
        .map((type) => ({ type, count: people.likely, files: 0, withName: named ? people.likely : 0 })),
    ],
    statutory: {
      letters: byHand
        ? letters.map(({ letter, title }) => ({ letter, title, people: higher(found.statutory.people) }))
        : found.statutory.letters,
      people: byHand ? higher(found.statutory.people) : found.statutory.people,
      residents: byHand ? all : found.statutory.residents,
      typesFound: [...new Set([...found.statutory.typesFound, ...typesFound])],
    },
    protectedPii: federal.protected_pii.flatMap(({ types: group, origin, status }) =>
      group.filter((type) => has.has(type)).map((type) => ({ type, origin, status })),
    ),
    regimes: federal.regimes.filter((regime) => regime.types.some((type) => has.has(type))).map(({ id }) => id),
    onlyRedacted: typesFound.length === 0 && [...has].some((type) => redacted.includes(type)),
  };
}
