/**
 * The custodians' web app. In: the record, opened to decide beside a scan, and what the command line knows of areas, rules and limits.
 * Out: pages, JSON for programs, decisions in the record, and a row of the audit chain for every look at a finding and every change.
 */
export { ROLES, requireAccountName, requireAreas } from './account-rules.ts';
export { type Area, foldersOf } from './areas.ts';
export { createServer, type ServerOptions } from './create-server.ts';
export type { IdentityProvider } from './identity-provider.ts';
export { type OpenIdSettings, openIdProvider } from './open-id.ts';
export { hashPassword, requirePassword } from './passwords.ts';
export { type Mailer, type ReviewContext, SESSION_LIMITS } from './review-context.ts';
