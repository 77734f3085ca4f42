import { z } from 'zod';

/** What a person may decide: every end of the decision path but the open one. */
export const DECISIONS = [
  'paper',
  'not-a-breach',
  'outside-the-statute',
  'safe-harbour',
  'no-notice',
  'notify-consumers',
] as const;

export const SCORES = ['low', 'moderate', 'high'] as const;
export type Score = (typeof SCORES)[number];

/** One factor of the risk of harm, as a person scored it; the reason is the event's. */
export const scoreData = z.object({ factor: z.string(), score: z.enum(SCORES), evidence: z.string() });

/** A signed decision. The hash is that of the record as the signer had it before the eyes, see `stateHash`. */
export const decisionData = z.object({
  decision: z.enum(DECISIONS),
  proposed: z.string(),
  name: z.string(),
  role: z.string(),
  /** Account of the web app with which the signer was signed in; absent where it was decided at a terminal. */
  account: z.string().optional(),
  stateVersion: z.number(),
  stateHash: z.string(),
  /** Why no notice is due although the risk of harm is high. */
  despiteRisk: z.string().optional(),
});

export const NOTICE_METHODS = ['written', 'email', 'telephone', 'substitute', 'portal', 'in-person'] as const;

/** A notice or report that was sent, and the duty that it meets. */
export const noticeData = z.object({
  duty: z.string(),
  recipient: z.string(),
  method: z.enum(NOTICE_METHODS),
  sentAtMs: z.number(),
  count: z.number().optional(),
});

export interface FactorScore extends z.output<typeof scoreData> {
  readonly who: string;
  readonly reason: string;
  readonly atMs: number;
}

export interface SignedDecision extends z.output<typeof decisionData> {
  readonly version: number;
  readonly signedAtMs: number;
  readonly reason: string;
}

export interface SentNotice extends z.output<typeof noticeData> {
  readonly who: string;
  readonly note: string;
}
