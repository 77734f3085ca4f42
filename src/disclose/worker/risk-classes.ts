/** Grows without boxing: a million rows cost 24 MB. */
export interface RiskRows {
  add(quasi: string, sensitive: string, row: number): void;
  /** Rows in groups that are too small or whose members all share what is sensitive; the smallest groups first. */
  result(minimumClassSize: number, minimumDistinctSensitive: number): RiskResult;
}

export interface RiskResult {
  readonly rows: number;
  /** Size of the smallest group: the k of k-anonymity (Sweeney 2002, https://doi.org/10.1142/S0218488502001648). */
  readonly smallestClass: number;
  readonly smallClassRows: readonly number[];
  /** Rows of groups that are big enough but say the same of everybody: l-diversity (Machanavajjhala 2007, https://doi.org/10.1145/1217299.1217302). */
  readonly oneOutcomeRows: readonly number[];
}

/** Groups rows by their quasi-identifiers. Keeps hashes of 53 bits and row numbers, no values. */
export function riskRows(): RiskRows {
  let keys = new Float64Array(64);
  let outcomes = new Float64Array(64);
  let numbers = new Float64Array(64);
  let length = 0;
  return {
    add(quasi, sensitive, row) {
      if (length === keys.length) {
        keys = doubled(keys);
        outcomes = doubled(outcomes);
        numbers = doubled(numbers);
      }
      keys[length] = hash53(quasi);
      outcomes[length] = hash53(sensitive);
      numbers[length] = row;
      length += 1;
    },
    result(minimumClassSize, minimumDistinctSensitive) {
      const order = Uint32Array.from({ length }, (_, index) => index);
      order.sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || a - b);
      const small: { size: number; rows: number[] }[] = [];
      const oneOutcome: number[] = [];
      let smallestClass = length;
      for (let from = 0; from < length; ) {
        let to = from + 1;
        while (to < length && keys[order[to] ?? 0] === keys[order[from] ?? 0]) to += 1;
        const members = order.subarray(from, to);
        smallestClass = Math.min(smallestClass, members.length);
        if (members.length < minimumClassSize)
          small.push({ size: members.length, rows: Array.from(members, (at) => numbers[at] ?? 0) });
        else if (isOneSided(members, outcomes, minimumDistinctSensitive))
          for (const at of members) oneOutcome.push(numbers[at] ?? 0);
        from = to;
      }
      small.sort((a, b) => a.size - b.size || (a.rows[0] ?? 0) - (b.rows[0] ?? 0));
      return {
        rows: length,
        smallestClass,
        smallClassRows: small.flatMap(({ rows }) => rows),
        oneOutcomeRows: oneOutcome,
      };
    },
  };
}

function isOneSided(members: Uint32Array, outcomes: Float64Array, least: number): boolean {
  const seen = new Set<number>();
  for (const at of members) {
    seen.add(outcomes[at] ?? 0);
    if (seen.size >= least) return false;
  }
  return true;
}

function doubled(array: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const bigger = new Float64Array(array.length * 2);
  bigger.set(array);
  return bigger;
}

/** Two 32-bit multiply-xor lanes, 53 bits kept: groups of a million rows collide once in ten thousand files. */
function hash53(text: string): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0);
}
