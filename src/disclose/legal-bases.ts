import type { AgreementTerms } from './agreement-terms.ts';

/** How well a requirement is known: R read in the primary text or in the joint guidance, S secondary or older text, D our inference. */
export type RequirementStatus = 'R' | 'S' | 'D';

/** What a legal basis asks an agreement to say. */
export interface Requirement {
  /** Follows "The agreement". */
  readonly asks: string;
  readonly clause: string;
  readonly url: string;
  readonly status: RequirementStatus;
  /** What becomes of an agreement that says nothing of it: it blocks, or is told as not checked. */
  readonly whenSilent: 'block' | 'tell';
  readonly remedy: string;
  /** `today` is year-month-day. Pure. */
  readonly judge: (agreement: AgreementTerms, today: string) => 'met' | 'not-met' | 'silent';
}

type Judge = Requirement['judge'];

const ECFR_20 = 'https://www.ecfr.gov/current/title-20/section-';
const ECFR_34 = 'https://www.ecfr.gov/current/title-34/section-';
const RSMO = 'https://revisor.mo.gov/main/OneSection.aspx?section=610.032';

const stated = <T>(value: T | undefined, holds: (value: T) => boolean): ReturnType<Judge> =>
  value === undefined ? 'silent' : holds(value) ? 'met' : 'not-met';
const recipientIs =
  (...types: readonly string[]): Judge =>
  ({ recipientType }) =>
    stated(recipientType, (type) => types.includes(type));
/** What a list does not name is not said; no list says that something is not so. */
const safeguard =
  (name: string): Judge =>
  ({ safeguards }) =>
    safeguards?.some((one) => one === name) ? 'met' : 'silent';
const term =
  (name: string): Judge =>
  ({ terms }) =>
    terms?.some((one) => one === name) ? 'met' : 'silent';

const NO_REDISCLOSURE: Requirement = {
  asks: 'keeps the recipient from handing the data on without consent, and tells it so',
  clause: '34 CFR 99.33(a), (d)',
  url: `${ECFR_34}99.33`,
  status: 'S',
  whenSilent: 'tell',
  remedy: 'Say redisclosure: forbidden or with-consent',
  judge: ({ redisclosure }) => stated(redisclosure, (allowed) => allowed !== 'allowed'),
};

function consentOf(
  status: RequirementStatus,
  clause: string,
  url: string,
  whenSilent: Requirement['whenSilent'],
): Requirement[] {
  return [
    {
      asks: 'rests on a consent that is signed and dated and names records, purpose and recipients',
      clause,
      url,
      status,
      whenSilent,
      remedy: 'Add consent with signedOn, records, purpose and recipients',
      judge: ({ consent, recipient }, today) =>
        stated(
          consent,
          ({ signedOn, recipients }) =>
            signedOn <= today && recipients.some((one) => one.toLowerCase() === recipient.toLowerCase()),
        ),
    },
  ];
}

const safeguards = (entries: readonly (readonly [string, string, RequirementStatus, string])[]): Requirement[] =>
  entries.map(([name, clause, status, words]) => ({
    asks: `has the recipient ${words}`,
    clause,
    url: `${ECFR_20}603.9`,
    status,
    whenSilent: status === 'R' ? 'block' : 'tell',
    remedy: `Name it among the safeguards (${name})`,
    judge: safeguard(name),
  }));

/**
 * Grounds on which a third party may receive data, and what each asks of the agreement. Marks and sources are those of our policy study:
 * the joint guidance on matching data (Departments of Labor and Education, 2016) where a section was not read itself.
 */
export const LEGAL_BASES = {
  '20-cfr-603.10': [
    {
      asks: 'is with a public official, or an agent or contractor of one; others need the consent of the person',
      clause: '20 CFR 603.10(a)(1), 603.5(e), (f)',
      url: `${ECFR_20}603.10`,
      status: 'R',
      whenSilent: 'block',
      remedy:
        'Say recipientType: public-official, agent-of-public-official or contractor-of-public-official, or take another basis',
      judge: recipientIs('public-official', 'agent-of-public-official', 'contractor-of-public-official'),
    },
    {
      asks: 'holds the public official responsible for what the agent or contractor does',
      clause: '20 CFR 603.10(a)(2)',
      url: `${ECFR_20}603.10`,
      status: 'R',
      whenSilent: 'block',
      remedy: 'Name it among the terms (official-responsible)',
      judge: (agreement, today) =>
        agreement.recipientType === 'public-official' ? 'met' : term('official-responsible')(agreement, today),
    },
    ...safeguards([
      ['purpose-limited', '20 CFR 603.9(b)(1)(i)', 'R', 'use the data only for the purposes of the agreement'],
      ['secure-storage', '20 CFR 603.9(b)(1)(ii)', 'R', 'store the data where nobody unauthorized can reach it'],
      ['disposal', '20 CFR 603.9(b)(1)(vi)', 'R', 'return or destroy the data once the purpose is served'],
      ['audit', '20 CFR 603.9(b)(1)(vii)', 'R', 'keep records by which its safeguards can be audited'],
      ['access-limited', '20 CFR 603.9(b)(1)', 'S', 'let only authorized personnel use the data on line'],
      ['personnel-instructed', '20 CFR 603.9(b)(1)', 'S', 'instruct its personnel on confidentiality and sanctions'],
    ]),
    ...(
      [
        ['need-to-know', '20 CFR 603.10(b)(1)(ii)', 'limits access to those who need it for its purposes'],
        ['request-methods', '20 CFR 603.10(b)(1)(iii)', 'says method, time and format of requests'],
        ['payment', '20 CFR 603.10(b)(1)', 'says who pays'],
        ['inspection', '20 CFR 603.10(b)(1)', 'allows inspections on site'],
        ['termination', '20 CFR 603.10(a)(1)', 'can be terminated when its safeguards are not kept'],
      ] as const
    ).map(
      ([name, clause, asks]): Requirement => ({
        asks,
        clause,
        url: `${ECFR_20}603.10`,
        status: 'R',
        whenSilent: 'tell',
        remedy: `Name it among the terms (${name})`,
        judge: term(name),
      }),
    ),
  ],
  '34-cfr-99.30': [...consentOf('R', '34 CFR 99.30(a), (b)', `${ECFR_34}99.30`, 'block'), NO_REDISCLOSURE],
  '34-cfr-99.33': [NO_REDISCLOSURE],
  '34-cfr-99.35': [
    {
      asks: 'names a day until which the data are destroyed',
      clause: '34 CFR 99.35(a)(3)',
      url: `${ECFR_34}99.35`,
      status: 'R',
      whenSilent: 'block',
      remedy: 'Add destroyBy to the agreement',
      judge: ({ destroyBy, begins }) => stated(destroyBy, (day) => day >= begins),
    },
    {
      asks: 'makes the recipient an authorized representative',
      clause: '34 CFR 99.35(a)(3)',
      url: `${ECFR_34}99.35`,
      status: 'S',
      whenSilent: 'tell',
      remedy: 'Say recipientType: authorized-representative',
      judge: ({ recipientType }) => (recipientType === 'authorized-representative' ? 'met' : 'silent'),
    },
    NO_REDISCLOSURE,
  ],
  '34-cfr-361.38': [
    {
      asks: 'says how the data are safeguarded',
      clause: '34 CFR 361.38(a)',
      url: `${ECFR_34}361.38`,
      status: 'R',
      whenSilent: 'block',
      remedy: 'Add safeguards to the agreement',
      judge: ({ safeguards: all }) => stated(all, ({ length }) => length > 0),
    },
    {
      asks: 'is for the administration of the program, an audit, an evaluation, research, or what a law requires',
      clause: '34 CFR 361.38(b) to (e)',
      url: `${ECFR_34}361.38`,
      status: 'R',
      whenSilent: 'tell',
      remedy: 'Say use: program-administration, audit, evaluation, research or required-by-law',
      judge: ({ use }) => stated(use, (named) => named !== 'other'),
    },
  ],
  'rsmo-610.032': [
    {
      asks: 'is with another executive agency',
      clause: 'RSMo 610.032.1(1)',
      url: RSMO,
      status: 'R',
      whenSilent: 'block',
      remedy: 'Say recipientType: executive-agency, or take another basis',
      judge: recipientIs('executive-agency'),
    },
    {
      asks: 'is not older than the one year for which a request for continuous access is honored',
      clause: 'RSMo 610.032.3',
      url: RSMO,
      status: 'R',
      whenSilent: 'block',
      remedy: 'Have the request renewed, then register the agreement again',
      judge: ({ begins }, today) => (today > yearAfter(begins) ? 'not-met' : 'met'),
    },
    {
      asks: 'names the duty and the persons of the request on file; only they may receive the data',
      clause: 'RSMo 610.032.2, .3',
      url: RSMO,
      status: 'R',
      whenSilent: 'tell',
      remedy: 'Add request with duty and persons',
      judge: ({ request }) => stated(request, ({ persons }) => persons.length > 0),
    },
  ],
  consent: consentOf('D', 'the consent itself', `${ECFR_34}99.30`, 'tell'),
} as const satisfies Readonly<Record<string, readonly Requirement[]>>;

export type LegalBasis = keyof typeof LEGAL_BASES;

export const LEGAL_BASIS_NAMES = Object.keys(LEGAL_BASES) as [LegalBasis, ...LegalBasis[]];

/** The requirements that the agreement does not meet, and those that it says nothing of. Pure; `today` is year-month-day. */
export function judgeBasis(
  agreement: AgreementTerms & { readonly basis: LegalBasis },
  today: string,
): { readonly unmet: readonly Requirement[]; readonly silent: readonly Requirement[] } {
  const all: readonly Requirement[] = LEGAL_BASES[agreement.basis];
  const judged = all.map((requirement) => ({ requirement, outcome: requirement.judge(agreement, today) }));
  const blocks = ({ requirement, outcome }: (typeof judged)[number]): boolean =>
    outcome === 'not-met' || (outcome === 'silent' && requirement.whenSilent === 'block');
  return {
    unmet: judged.filter(blocks).map(({ requirement }) => requirement),
    silent: judged.filter((one) => one.outcome === 'silent' && !blocks(one)).map(({ requirement }) => requirement),
  };
}

function yearAfter(day: string): string {
  return `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`;
}
