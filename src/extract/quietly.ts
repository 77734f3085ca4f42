import { Script } from 'node:vm';
import type { Budget } from './limits.ts';
import { Cut, tooSlow } from './limits.ts';

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

/** Where the script finds what to call: code is interrupted only while a script of its own runs. */
const CALL = Symbol.for('sharewarden library call');
const INTERRUPTIBLE = new Script(`globalThis[Symbol.for('sharewarden library call')]()`);

/**
 * The same for a library that may never come to an end: it is interrupted when the time of the file is used up, so that the thread
 * need not be killed. Costs half a millisecond: for calls that read a document, not a cell.
 * @throws Cut too-slow
 */
export function attemptInTime<T>(budget: Budget, call: () => T): T | undefined {
  const allowedMs = budget.leftMs();
  const result: { given?: T } = {};
  Reflect.set(globalThis, CALL, () => {
    result.given = call();
  });
  try {
    quietly(() => INTERRUPTIBLE.runInThisContext({ timeout: Math.ceil(allowedMs), breakOnSigint: false }));
    return result.given;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
      throw new Cut('too-slow', tooSlow(allowedMs));
    return undefined;
  } finally {
    Reflect.deleteProperty(globalThis, CALL);
  }
}
