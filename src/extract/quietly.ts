/** What a library may call to print. */
type Printer = (...words: unknown[]) => void;

const PRINTERS = ['log', 'info', 'warn', 'error', 'debug'] as const;

const say: Record<(typeof PRINTERS)[number], Printer> = Reflect.get(globalThis, 'console');

function silence(): void {
  // Nothing is printed.
}

/**
 * Calls a library with its mouth shut: some print names and values of the file they read, and those may not leave the process.
 * The call must not wait for anything, so that nobody else is silenced.
 */
export function quietly<T>(call: () => T): T {
  const before = PRINTERS.map((name) => say[name]);
  for (const name of PRINTERS) say[name] = silence;
  try {
    return call();
  } finally {
    PRINTERS.forEach((name, index) => {
      say[name] = before[index] ?? silence;
    });
  }
}

/** The result, or nothing where the library throws: its messages may quote content and are dropped. */
export function attempt<T>(call: () => T): T | undefined {
  try {
    return quietly(call);
  } catch {
    return undefined;
  }
}
