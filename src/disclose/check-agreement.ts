import { type Agreement, SIDES } from './agreement.ts';
import { judgeBasis, type Requirement, type RequirementStatus } from './legal-bases.ts';
import { type Stop, stop } from './stop.ts';

/** How the local register knows the agreement. */
export interface Registration {
  readonly sha256: string;
  readonly withdrawn: boolean;
}

const RENEW = 'Renew the agreement, then register it again';

/** A requirement that nobody read in its present text is not told as a fact. */
const STATUS_WORDS: Readonly<Record<RequirementStatus, string>> = {
  R: 'read in the text or in the joint guidance of 2016',
  S: 'from a secondary or older text',
  D: 'our inference',
};

/** What stands against the agreement itself. Pure; `today` is year-month-day. */
export function checkAgreement(
  { agreement, sha256 }: { readonly agreement: Agreement; readonly sha256: string },
  registration: Registration | undefined,
  today: string,
): Stop[] {
  const problems: [string, string][] = [];
  if (!registration) problems.push(['is not on the register', 'Register it: sharewarden agreements add FILE']);
  else if (registration.withdrawn) problems.push(['was withdrawn', RENEW]);
  else if (registration.sha256 !== sha256)
    problems.push(['was changed since it was registered', 'Register the signed text: sharewarden agreements add FILE']);
  if (today < agreement.begins) problems.push([`begins only on ${agreement.begins}`, 'Wait for that day']);
  if (today > agreement.expires) problems.push([`expired on ${agreement.expires}`, RENEW]);
  if (agreement.destroyBy !== undefined && today > agreement.destroyBy)
    problems.push([`is past its destruction date ${agreement.destroyBy}`, RENEW]);
  const signed = agreement.signatures.filter(({ on }) => on <= today);
  const missing = SIDES.filter((side) => !signed.some((signature) => signature.for === side));
  if (missing.length > 0)
    problems.push([
      `is not signed for the ${missing.join(' and the ')}`,
      'Put both signatures on file: name, for (agency and recipient) and on (the day)',
    ]);
  else if (new Set(signed.map(({ name }) => name.toLowerCase())).size < 2)
    problems.push(['is signed by one person for both sides', 'Each side signs for itself']);
  for (const { asks, clause, status, remedy } of judgeBasis(agreement, today).unmet)
    problems.push([`does not show that it ${asks} (${clause}, ${STATUS_WORDS[status]})`, remedy]);
  return problems.map(([problem, remedy]) =>
    stop({
      check: 'agreement',
      place: agreement.id,
      count: 1,
      sentence: `The agreement ${agreement.id} ${problem}`,
      remedy,
    }),
  );
}

/** What a legal basis asks for and the agreement leaves open, in words that follow "The agreement does not say that". */
export function unstatedWords({ asks, clause, status, remedy }: Requirement): string {
  return `it ${asks} (${clause}, ${STATUS_WORDS[status]}). ${remedy}.`;
}
