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
      // Numbers without a comparing function are sorted in the engine's own code; what follows is linear.
      const sorted = keys.slice(0, length).sort();
      const classes: number[] = [];
      for (let at = 0; at < length; at += 1) if (at === 0 || sorted[at] !== sorted[at - 1]) classes.push(at);
      const classOf = new Uint32Array(length);
      const sizes = new Uint32Array(classes.length);
      for (let at = 0; at < length; at += 1) {
        const own = classAt(sorted, classes, keys[at] ?? 0);
        classOf[at] = own;
        sizes[own] = (sizes[own] ?? 0) + 1;
      }
      const varied = variedClasses(classOf, sizes, outcomes, minimumDistinctSensitive);
      const smallClasses: number[] = [];
      const oneOutcomeRows: number[] = [];
      let smallestClass = length;
      for (const size of sizes) if (size < smallestClass) smallestClass = size;
      for (let at = 0; at < length; at += 1) {
        const own = classOf[at] ?? 0;
        if ((sizes[own] ?? 0) < minimumClassSize) smallClasses.push(at);
        else if (varied[own] !== 1) oneOutcomeRows.push(numbers[at] ?? 0);
      }
      const sizeAt = (at: number): number => sizes[classOf[at] ?? 0] ?? 0;
      smallClasses.sort((a, b) => sizeAt(a) - sizeAt(b) || (classOf[a] ?? 0) - (classOf[b] ?? 0) || a - b);
      return {
        rows: length,
        smallestClass,
        smallClassRows: smallClasses.map((at) => numbers[at] ?? 0),
        oneOutcomeRows,
      };
    },
  };
}

/** The class of a key, by the first place of each class in the sorted keys. */
function classAt(sorted: Float64Array, classes: readonly number[], key: number): number {
  let [low, high] = [0, classes.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sorted[classes[middle] ?? 0] ?? 0) <= key) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** 1 for each class whose members have at least so many different values of what is sensitive. */
function variedClasses(classOf: Uint32Array, sizes: Uint32Array, outcomes: Float64Array, least: number): Uint8Array {
  const varied = new Uint8Array(sizes.length).fill(least <= 1 ? 1 : 0);
  const seen: (number[] | undefined)[] = [];
  for (let at = 0; at < classOf.length; at += 1) {
    const own = classOf[at] ?? 0;
    if (varied[own] === 1) continue;
    seen[own] ??= [];
    const values = seen[own];
    const outcome = outcomes[at] ?? 0;
    if (values.includes(outcome)) continue;
    values.push(outcome);
    if (values.length >= least) varied[own] = 1;
  }
  return varied;
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
