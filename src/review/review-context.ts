import type { Targets } from '../breach/index.ts';
import type { RuleText } from '../model/index.ts';
import type { Previewer } from '../preview/index.ts';
import type { QuarantineSetting } from '../quarantine/index.ts';
import type { ScanRecord } from '../record/index.ts';
import type { PolicyText, UnsetKey } from '../report/index.ts';
import type { Area } from './areas.ts';
import type { IdentityProvider } from './identity-provider.ts';

/** Everything that the routes work with. The command line fills it in. */
export interface ReviewContext {
  /** Opened for `decide`, so that it works beside a scan. */
  readonly record: ScanRecord;
  readonly areas: readonly Area[];
  readonly policy: PolicyText;
  readonly rules: ReadonlyMap<string, RuleText>;
  readonly unsetPlanKeys: readonly UnsetKey[];
  readonly versions: Readonly<Record<string, string>>;
  readonly pagesFolder: string;
  readonly reportsFolder: string;
  /** Path of htmx.min.js. */
  readonly htmxFile: string;
  readonly limits: SessionLimits;
  readonly identityProvider?: IdentityProvider;
  /** Looks into files again; without it nobody does. */
  readonly previewer?: Previewer;
  /** The agency's own targets for breach assessments. */
  readonly targets?: Targets;
  readonly mail?: Mailer;
  readonly reveal?: RevealPermission;
  readonly quarantine?: QuarantinePermission;
  /** Opens /metrics to monitoring. */
  readonly metricsSecret?: string;
  /** Where the browser reaches the server: https://review.example.org */
  readonly url?: string;
  readonly now: () => number;
  /** One line for operators, as data; never a value, a path or a query. */
  readonly log: (line: Readonly<Record<string, string | number | undefined>>) => void;
}

/** The agency's own mail server. */
export interface Mailer {
  /** Domains of addresses that may be written to, in small letters. */
  readonly domains: readonly string[];
  /** False where the server did not take it. */
  readonly send: (message: {
    readonly to: string;
    readonly subject: string;
    readonly text: string;
  }) => Promise<boolean>;
}

/** Who may see single values. */
export interface RevealPermission {
  /** Names of accounts. */
  readonly people: readonly string[];
  readonly needsSecondPerson: boolean;
  /** How long a granted reveal may be used. */
  readonly validMs: number;
}

/** Who may move files, beside the privacy officer, and where to. */
export interface QuarantinePermission {
  readonly custodians: readonly string[];
  readonly setting: QuarantineSetting;
}

export interface SessionLimits {
  /** Without a question for this long, a session ends. */
  readonly idleMs: number;
  /** However busy, a session ends after this. */
  readonly absoluteMs: number;
}

/** OWASP ASVS 4.0.3, 3.3.2, level 2: 12 hours, or 30 minutes without activity. https://owasp.org/www-project-application-security-verification-standard/ */
export const SESSION_LIMITS: SessionLimits = { idleMs: 30 * 60_000, absoluteMs: 12 * 3_600_000 };
