import { AUDIENCE_WORDS, counted, LOCATION_WORDS, timeInWords } from '../model/index.ts';
import type { RecordedAssessment } from '../record/index.ts';
import { metInFiles } from './decide-route.ts';
import type { Folded } from './events.ts';
import { informationWords } from './information-words.ts';
import { filesBy, people, range, residentsBy, sourceOf, wordsOf } from './plain-words.ts';
import type { Proposal } from './proposal.ts';
import { openQuestions, QUESTIONS, type Question } from './questions.ts';
import type { ScanFacts } from './scan-facts.ts';

/** One of the fourteen groups of the record: what is known with its evidence, and what is asked. */
export interface FieldGroup {
  readonly number: number;
  readonly title: string;
  readonly known: readonly KnownField[];
  readonly asked: readonly Question[];
}

export interface KnownField {
  readonly field: string;
  readonly value: string;
  /** Where it comes from. */
  readonly from: string;
}

const TITLES = [
  'Identity',
  'Time',
  'What happened',
  'Data',
  'People',
  'Protection',
  'Access and acquisition',
  'Role',
  'Risk determination',
  'Law-enforcement delay',
  'Notices',
  'Mitigation',
  'Corrective action',
  'Closure',
] as const;

type Kept = Pick<RecordedAssessment, 'number' | 'version' | 'policyDigest' | 'status' | 'openedAtMs' | 'peopleKey'>;

/** The record as people fill it in. Pure. */
export function fieldGroups(folded: Folded, assessment: Kept, proposal: Proposal): readonly FieldGroup[] {
  const { facts, answers, standingAnswers } = folded;
  const open = openQuestions(facts, answers);
  const known = knownByGroup(folded, assessment, proposal);
  return TITLES.map((title, index) => {
    const group = QUESTIONS.filter((question) => question.group === index + 1);
    const answered = group.flatMap(({ key, ask }): KnownField[] => {
      const answer = answers[key] ?? 'unknown';
      const from = key in standingAnswers ? 'configuration' : 'answered';
      return answer === 'unknown' ? [] : [{ field: ask, value: answer, from }];
    });
    return {
      number: index + 1,
      title,
      known: [...(known[index + 1] ?? []), ...answered],
      asked: open.filter((question) => question.group === index + 1),
    };
  });
}

function knownByGroup(
  { facts, keyDestroyed }: Folded,
  assessment: Kept,
  proposal: Proposal,
): Readonly<Record<number, readonly KnownField[]>> {
  const source = sourceOf(facts);
  const field = (name: string, value: string, from = source): KnownField => ({ field: name, value, from });
  return {
    1: [
      field('Record', `${assessment.number}, version ${assessment.version}, ${assessment.status}`, 'record'),
      field('Policy pack', assessment.policyDigest, 'record'),
    ],
    2: timeFields(facts, assessment.openedAtMs, field),
    3: [
      ...(metInFiles(facts)
        ? [
            field('Computerized', 'yes: met in files'),
            field(
              'Files',
              `${counted(facts.files, 'file', 'files')} now, ${counted(facts.distinctContents, 'distinct content', 'distinct contents')}`,
            ),
            field('Owners of the files', filesBy(facts.owners)),
          ]
        : []),
      ...(facts.filesNoLongerExposed > 0
        ? [field('No longer exposed', counted(facts.filesNoLongerExposed, 'file', 'files'))]
        : []),
      ...(facts.rules.length > 0
        ? [
            field(
              'Asked for by',
              facts.rules.map(({ rule, files }) => `${rule} (${counted(files, 'file', 'files')})`).join(', '),
            ),
          ]
        : []),
    ],
    4: dataFields(facts, field),
    5: [...peopleFields(facts, field), ...keyFields(assessment, keyDestroyed, field)],
    6: [
      ...(facts.onlyRedacted ? [field('Readable', 'only redacted numbers were found')] : []),
      ...(metInFiles(facts) && !facts.onlyRedacted ? [field('Readable', 'yes: the scan read it')] : []),
      ...(facts.unreadParts > 0 ? [field('Parts not read', String(facts.unreadParts))] : []),
    ],
    7: [
      ...(metInFiles(facts)
        ? [
            field('Who could read it', filesBy(facts.audiences, AUDIENCE_WORDS)),
            field('Kind of place', filesBy(facts.locations, LOCATION_WORDS)),
          ]
        : []),
      ...facts.window.audiences.map(({ audience, sinceAtMs, files }) =>
        field(
          `Readable by ${wordsOf(audience, AUDIENCE_WORDS)}`,
          `${counted(files, 'file', 'files')}, seen since ${timeInWords(sinceAtMs)}`,
        ),
      ),
    ],
    9: [field('Proposed', proposal.headline, 'law pack')],
    11: proposal.duties.map(({ text, when, clause, status }) => field(when, text, `${clause} [${status}]`)),
    13: [field('Access decisions', 'reserved to the State; only a referral is made', 'OWD 19-2019 [R]')],
  };
}

function keyFields({ peopleKey }: Kept, keyDestroyed: Folded['keyDestroyed'], field: MakeField): readonly KnownField[] {
  if (peopleKey === 'none') return [];
  const state = keyDestroyed
    ? `key destroyed on ${timeInWords(keyDestroyed.atMs)} by ${keyDestroyed.who}; they can be compared with nothing, the counts stay`
    : "kept under this incident's own key";
  return [field('Fingerprints of the people', state, 'record')];
}

type MakeField = (name: string, value: string, from?: string) => KnownField;

function timeFields(facts: ScanFacts, openedAtMs: number, field: MakeField): readonly KnownField[] {
  const { window } = facts;
  const opened = field('Record opened', timeInWords(openedAtMs), 'record');
  if (!metInFiles(facts)) return [opened];
  return [
    opened,
    ...(window.firstSeenAtMs === undefined ? [] : [field('First scan with it', timeInWords(window.firstSeenAtMs))]),
    field(
      'Last scan without it',
      window.lastWithoutAtMs === undefined
        ? 'none; the share was not scanned before'
        : timeInWords(window.lastWithoutAtMs),
    ),
    ...(window.oldestModifiedAtMs === undefined
      ? []
      : [field('Oldest modification date of the files', timeInWords(window.oldestModifiedAtMs), 'file system')]),
  ];
}

function dataFields(facts: ScanFacts, field: MakeField): readonly KnownField[] {
  return [
    ...facts.elements.map(({ type, count, files, withName }) =>
      field(
        `${informationWords(type)} (${type})`,
        `${count.toLocaleString('en-US')}${files === 0 ? '' : ` in ${counted(files, 'file', 'files')}`}${type === 'person-name' ? '' : `, ${withName.toLocaleString('en-US')} with a name`}`,
      ),
    ),
    field(
      'Statute (name with element)',
      facts.statutory.letters.map(({ letter, title, people: of }) => `(${letter}) ${title}: ${range(of)}`).join('; ') ||
        'none recognized',
    ),
    field(
      'Federal protected PII',
      facts.protectedPii
        .map(({ type, origin, status }) => `${informationWords(type)} (${origin} [${status}])`)
        .join(', ') || 'none',
    ),
    field('Other regimes', facts.regimes.join(', ') || 'none seen'),
  ];
}

function mergeFields({ merges, elementSets }: ScanFacts, field: MakeField): readonly KnownField[] {
  if (merges.rows === 0) return [];
  const reasons = [
    ['the same record in another file', merges.sameRow],
    ['same number', merges.sameNumber],
    ['same name and birth date', merges.sameNameAndBirthDate],
    ['same name and nothing else', merges.sameNameOnly],
  ] as const;
  const merged = reasons.flatMap(([why, rows]) => (rows > 0 ? `${rows.toLocaleString('en-US')} (${why})` : []));
  const doubt =
    merges.perhapsSame > 0
      ? [`${counted(merges.perhapsSame, 'person', 'people')} share a name with another and may be the same`]
      : [];
  const rows = counted(merges.rows, 'record', 'records');
  const shown = elementSets
    .slice(0, SETS_SHOWN)
    .map(({ types, people: of }) => `${of.toLocaleString('en-US')} with ${types.map(informationWords).join(', ')}`);
  const rest = elementSets.length - shown.length;
  return [
    field(
      'How they were counted',
      [
        `${rows}, each content and each repetition within a file once; merged: ${merged.join(', ') || 'none'}`,
        ...doubt,
      ].join('; '),
    ),
    field(
      'Held of each person',
      [...shown, ...(rest > 0 ? [counted(rest, 'further combination', 'further combinations')] : [])].join('; '),
    ),
  ];
}

const SETS_SHOWN = 10;

function peopleFields(facts: ScanFacts, field: MakeField): readonly KnownField[] {
  return [
    field('Distinct people', people(facts.people)),
    ...mergeFields(facts, field),
    field('Of these under the statute', people(facts.statutory.people)),
    field('Residents', residentsBy(facts.residents)),
    field('Minors seen', String(facts.minors)),
    field('Deceased seen', String(facts.deceased)),
  ];
}
