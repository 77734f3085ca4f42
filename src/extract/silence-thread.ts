/**
 * For a thread of its own that runs libraries over files of others: nothing that they print leaves it, and none of them ends it.
 * A library that exits would end the thread unheard; one that prints would leak text to the console.
 */
export function silenceThread(): void {
  process.exit = () => {
    throw new Error('a reader may not exit');
  };
  const silent = () => true;
  process.stdout.write = silent;
  process.stderr.write = silent;
  const printer: Console = Reflect.get(globalThis, 'console');
  for (const method of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const) printer[method] = () => undefined;
}
