import type { FileFacts, Finding, TypeCount } from '../model/index.ts';
import type { Agreement, AuthorizedUser, JudgeInput } from './judge-input.ts';
import type { RuleExample } from './pack-schema.ts';

type Given = RuleExample['given'];

/** Any fixed moment: examples give ages, not dates. */
const EXAMPLE_NOW_MS = Date.UTC(2026, 0, 15, 12);
const HOUR_MS = 3_600_000;
const EVERYWHERE = { share: 'example', path: '' };
/** Whoever holds the place of an example with a `holder_type`. */
const EXAMPLE_HOLDER = 'partner';

/** The input that an example's short form stands for. */
export function exampleInput(given: Given, classesOf: Readonly<Record<string, readonly string[]>>): JudgeInput {
  return {
    facts: factsGiven(given),
    reading: readingGiven(given),
    neighbours: given.neighbours,
    registers: {
      ...(given.authorized_users === undefined ? {} : { authorizedUsers: given.authorized_users.map(authorized) }),
      ...retentionGiven(given),
      ...(given.holds === undefined ? {} : { legalHolds: given.holds.map((path) => ({ share: 'example', path })) }),
      ...(given.lost ? { lostMedia: ['example'] } : {}),
      ...placeGiven(given),
      ...(given.agreements && { agreements: given.agreements.map(agreementGiven) }),
      ...(given.approved_destinations && {
        approvedDestinations: given.approved_destinations.map((destination) => ({ destination })),
      }),
      ...(given.disclosures_to && { disclosureLog: given.disclosures_to.map((party) => ({ party, ...EVERYWHERE })) }),
    },
    settings: given.settings,
    classesOf,
    nowMs: EXAMPLE_NOW_MS,
  };
}

function retentionGiven(given: Given): Pick<JudgeInput['registers'], 'retention'> {
  const hours = [
    given.retained_for_hours,
    given.retained_until_hours_ago === undefined ? undefined : -given.retained_until_hours_ago,
    given.also_retained_for_hours,
  ].filter((each) => each !== undefined);
  if (hours.length === 0) return {};
  return { retention: hours.map((each) => ({ ...EVERYWHERE, retainUntilMs: EXAMPLE_NOW_MS + each * HOUR_MS })) };
}

/** `jdoe` stands for a listed and attested user, `jdoe?` for one whose attestation is missing, `jdoe!` for one whose authorization has ended. */
function authorized(account: string): AuthorizedUser {
  const name = account.replace(/[?!]$/, '');
  const attestedAtMs = EXAMPLE_NOW_MS - HOUR_MS;
  if (account.endsWith('?')) return { account: name };
  return { account: name, attestedAtMs, ...(account.endsWith('!') && { authorizedToMs: attestedAtMs }) };
}

function placeGiven({
  holder_type: holderType,
  access_log: accessLog,
}: Given): Pick<JudgeInput['registers'], 'places'> {
  if (holderType === undefined && accessLog === undefined) return {};
  const place = { ...EVERYWHERE, holder: EXAMPLE_HOLDER, ...(holderType && { holderType }) };
  return { places: [{ ...place, ...(accessLog !== undefined && { accessLog }) }] };
}

function agreementGiven(given: NonNullable<Given['agreements']>[number]): Agreement {
  const ago = (days: number) => EXAMPLE_NOW_MS - days * 24 * HOUR_MS;
  return {
    ...EVERYWHERE,
    covers: given.covers,
    ...(given.party !== undefined && { party: given.party }),
    signedAtMs: ago(given.signed_days_ago),
    ...(given.ended && { endsAtMs: ago(1) }),
    ...(given.destroy_days_ago !== undefined && { destroyByMs: ago(given.destroy_days_ago) }),
  };
}

function readersGiven(readers: readonly string[] | undefined): Pick<FileFacts, 'readers'> {
  if (readers === undefined) return {};
  const accounts = readers.filter((account) => account !== '*').sort();
  return { readers: { accounts, groups: [], complete: accounts.length === readers.length } };
}

function factsGiven(given: Given): FileFacts {
  const modifiedAtMs = EXAMPLE_NOW_MS - given.age_hours * HOUR_MS;
  return {
    share: 'example',
    root: '/example',
    path: given.path,
    sizeBytes: 1000,
    modifiedAtMs,
    changedAtMs: modifiedAtMs,
    device: '1',
    inode: '1',
    mode: 0o640,
    uid: 1000,
    gid: 1000,
    ...(given.owner === undefined ? {} : { owner: given.owner }),
    audience: given.audience,
    ...readersGiven(given.readers),
    location: given.location,
  };
}

function readingGiven(given: Given): JudgeInput['reading'] {
  const place = { members: [] };
  const people = given.people ?? Math.max(0, ...Object.values(given.types));
  const unreadParts =
    given.encryption === undefined
      ? []
      : [{ kind: 'unread' as const, place, reason: 'encrypted' as const, encryption: given.encryption }];
  return {
    outcome: given.outcome,
    ...(given.reason === undefined ? {} : { reason: given.reason }),
    format: given.format,
    bytesRead: 1000,
    unreadParts,
    unreadPartCount: Math.max(unreadParts.length, given.reason === undefined ? 0 : 1),
    notes: [
      ...(given.protection_only ? [{ kind: 'note' as const, place, note: 'document-protection-only' as const }] : []),
      ...(given.opened_by_password
        ? [{ kind: 'note' as const, place, note: 'opened-by-password' as const, detail: given.opened_by_password }]
        : []),
    ],
    types: Object.entries(given.types).map(([type, count]) => typeCount(type, count)),
    findings: [
      ...given.in_file_name.map((type) => findingAt(type, { members: [], part: 'file-name' })),
      ...Object.entries(given.in_column).map(([type, column]) => findingAt(type, { members: [], row: 2, column })),
    ],
    people: { lower: people, likely: people, upper: people },
    namePaired: given.paired,
    documentClasses: given.documents,
    elapsedMs: 1,
  };
}

function findingAt(type: string, place: Finding['place']): Finding {
  const fingerprint = '0'.repeat(32);
  return { type, place, masked: 'xxx', fingerprint, confidence: 'high', margin: 50, evidence: [] };
}

function typeCount(type: string, count: number): TypeCount {
  return { type, count, high: count, medium: 0, low: 0, distinct: count };
}
