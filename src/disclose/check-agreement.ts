import type { Agreement } from './agreement.ts';
import { type Stop, stop } from './stop.ts';

/** How the local register knows the agreement. */
export interface Registration {
  readonly sha256: string;
  readonly withdrawn: boolean;
}

const RENEW = 'Renew the agreement, then register it again';

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
  if (new Set(signed.map((signature) => signature.for.toLowerCase())).size < 2)
    problems.push(['is not signed by both sides', 'Put both signatures on file with name, side and day']);
  problems.push(...basisProblems(agreement, today));
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

/**
 * What the basis itself asks for: a written agreement on studies names a destruction period (34 CFR 99.35(a)(3),
 * https://www.ecfr.gov/current/title-34/section-99.35); access of another executive agency lasts one year and is then renewed
 * (RSMo 610.032, https://revisor.mo.gov/main/OneSection.aspx?section=610.032).
 */
function basisProblems(agreement: Agreement, today: string): [string, string][] {
  if (agreement.basis === '34-cfr-99.35' && agreement.destroyBy === undefined)
    return [['names no destruction date, which 34 CFR 99.35 asks for', 'Add destroyBy to the agreement']];
  if (agreement.basis === 'rsmo-610.032' && today > yearAfter(agreement.begins))
    return [['is older than one year, which RSMo 610.032 allows at most', RENEW]];
  return [];
}

function yearAfter(day: string): string {
  return `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`;
}
