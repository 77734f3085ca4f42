import RE2 from 're2';

/** Sets over many regexes: one test dismisses all of them; where it does not, small groups say which. */
export interface SetTree {
  /** Numbers of the regexes that match somewhere in the bytes, in order. */
  readonly match: (bytes: Uint8Array) => number[];
}

interface Group {
  readonly set: InstanceType<typeof RE2.Set>;
  readonly first: number;
}

const MEMORY_BYTES = 48 * 1024 * 1024;
/** The whole set is asked first only while it dismisses at least one in so many windows. */
const WORTH = 3;
/** Windows after which old experience counts half. */
const MEMORY_WINDOWS = 64;

/**
 * RE2's set, asked which of its regexes match, keeps what has matched so far in its states, so that varied text makes ever new
 * states. Asked only whether any matches, it stops at the first and stays small. So all together are only asked that, and small
 * groups are asked which. What is found is the same either way. Regexes that are met together should stand together.
 */
export function setTree(sources: readonly string[], groupSize: number): SetTree {
  if (sources.length === 0) return { match: () => [] };
  const isDismissed = dismissal(sources);
  const groups: Group[] = [];
  for (let first = 0; first < sources.length; first += groupSize)
    groups.push({ set: setOf(sources.slice(first, first + groupSize)), first });
  return {
    match: (bytes) => {
      const found: number[] = [];
      if (isDismissed(bytes)) return found;
      for (const { set, first } of groups) for (const number of set.match(bytes)) found.push(first + number);
      return found;
    },
  };
}

/**
 * Whether it is certain that none of the regexes matches; false says nothing. In prose one test dismisses nearly every window; in
 * source code hardly any, and the states are many: then it is not made.
 */
export function dismissal(sources: readonly string[]): (bytes: Uint8Array) => boolean {
  const root = setOf(sources);
  let seen = 0;
  let dismissed = 0;
  return (bytes) => {
    if (dismissed * WORTH < seen - 8) {
      // Now and then it is worth another try.
      seen -= 1 / MEMORY_WINDOWS;
      return false;
    }
    if (!isProse(bytes)) return false;
    const isNothing = !root.test(bytes);
    seen += 1;
    if (isNothing) dismissed += 1;
    if (seen >= MEMORY_WINDOWS) {
      seen /= 2;
      dismissed /= 2;
    }
    return isNothing;
  };
}

const SAMPLE_BYTES = 400;

/** Whether a sample of the bytes is nearly all small letters, blanks and the signs of sentences. */
function isProse(bytes: Uint8Array): boolean {
  const step = Math.max(1, Math.floor(bytes.length / SAMPLE_BYTES));
  let plain = 0;
  let seen = 0;
  for (let at = 0; at < bytes.length; at += step) {
    const byte = bytes[at] as number;
    seen += 1;
    if ((byte >= 0x61 && byte <= 0x7a) || byte === 0x20 || byte === 0x0a || byte === 0x2c || byte === 0x2e) plain += 1;
  }
  return plain >= seen * 0.9;
}

function setOf(sources: readonly string[]): InstanceType<typeof RE2.Set> {
  return new RE2.Set(sources, 'u', { maxMem: MEMORY_BYTES });
}
