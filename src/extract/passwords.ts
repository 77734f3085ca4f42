import { ownTimes } from './reading-clock.ts';

/** What became of something locked. */
export type Opening<Content> =
  | { readonly kind: 'opened'; readonly content: Content }
  | { readonly kind: 'locked'; readonly detail?: string };

/** The operator's passwords, tried on what is locked. They stay in the worker's memory: no part, note or error has a field for one. */
export interface Passwords {
  /** Tries one after the other, the one that last opened something first. Nothing, or an error of the attempt, means no. */
  open<Content>(
    attempt: (password: string) => Promise<Content | undefined> | Content | undefined,
  ): Promise<Opening<Content>>;
}

/** Processor time of this thread, so that a busy machine does not shorten the list. */
const clockMs = (): number => ownTimes()?.cpuMs ?? performance.now();

/** Share of a file's time that trying may take: each try costs up to half a second by design of the formats. */
const TIME_SHARE = 0.25;

/** For one top-level file and everything inside it. */
export function createPasswords(list: readonly string[], timeoutMs: number): Passwords {
  let leftMs = timeoutMs * TIME_SHARE;
  let order = [...list];
  return {
    async open(attempt) {
      if (order.length === 0) return { kind: 'locked' };
      for (const password of order) {
        if (leftMs <= 0) return { kind: 'locked', detail: 'not every password of the list was tried in time' };
        const startedMs = clockMs();
        const content = await tried(attempt, password);
        leftMs -= clockMs() - startedMs;
        if (content === undefined) continue;
        order = [password, ...order.filter((other) => other !== password)];
        return { kind: 'opened', content };
      }
      return { kind: 'locked', detail: 'no password of the list opens it' };
    },
  };
}

/** A library may quote the password in its error, so that goes no further. */
async function tried<Content>(
  attempt: (password: string) => Promise<Content | undefined> | Content | undefined,
  password: string,
): Promise<Content | undefined> {
  try {
    return await attempt(password);
  } catch {
    return undefined;
  }
}
