import type { z } from 'zod';
import type { Account, FolderScope, Role, Session } from '../record/index.ts';
import type { Answer } from './answer.ts';
import type { ReviewContext } from './review-context.ts';

export type Fields = Readonly<Record<string, string | readonly string[] | undefined>>;

/** One question to the server. */
export interface Asked {
  readonly review: ReviewContext;
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly query: Fields;
  /** Of a POST; empty otherwise. */
  readonly form: Fields;
  readonly nowMs: number;
  /** What the browser calls itself, shortened. */
  readonly agent: string;
  /** What was kept when the browser was sent to the identity provider. */
  readonly kept?: string;
  /** Of the Authorization header. */
  readonly bearer?: string;
  readonly viewer?: Viewer;
}

/** Who asks. */
export interface Viewer {
  readonly account: Account;
  readonly session: Session;
  /** What they may see of the shares; undefined for everything. */
  readonly within: readonly FolderScope[] | undefined;
}

export interface AskedBy extends Asked {
  readonly viewer: Viewer;
}

interface RouteBase {
  readonly method: 'GET' | 'POST';
  /** `/exposures/:exposureId` */
  readonly path: string;
  /** What it does, for the API's description and the audit of refusals. */
  readonly title: string;
  /** Questions a minute from one address; default 600. */
  readonly perMinute?: number;
}

/** Open to people who have not signed in. */
interface OpenRoute extends RouteBase {
  readonly allow: 'everyone';
  readonly answer: (asked: Asked) => Promise<Answer>;
}

/** Denied to every role that is not named. */
interface GuardedRoute extends RouteBase {
  readonly allow: readonly Role[];
  /** Also served as JSON below /api; only for GET. */
  readonly api?: {
    /** What is answered, for the description. */
    readonly response: z.ZodType;
    readonly query?: Readonly<Record<string, string>>;
  };
  /** Open to people who still have to choose a password of their own. */
  readonly beforePassword?: true;
  readonly answer: (asked: AskedBy) => Promise<Answer>;
}

export type Route = OpenRoute | GuardedRoute;

export const EVERY_ROLE: readonly Role[] = ['custodian', 'privacy-officer', 'auditor', 'administrator'];
/** See findings. */
export const READERS: readonly Role[] = ['custodian', 'privacy-officer', 'auditor'];
/** Decide on flags. */
export const DECIDERS: readonly Role[] = ['custodian', 'privacy-officer'];

/** The first of a field's values. */
export function one(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  const first = typeof value === 'string' ? value : value?.[0];
  return first === '' ? undefined : first;
}

export function many(fields: Fields, name: string): readonly string[] {
  const value = fields[name];
  const all = value === undefined ? [] : typeof value === 'string' ? [value] : value;
  return all.filter((each) => each !== '');
}

/** A whole number above 0, or undefined for anything else. */
export function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}

/** A query as fields. */
export function fieldsOf(query: string): Fields {
  const params = new URLSearchParams(query);
  return Object.fromEntries([...new Set(params.keys())].map((name) => [name, params.getAll(name)]));
}
