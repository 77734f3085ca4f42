/** Turns the first Ctrl-C (or a service's stop) into an orderly end; the second one ends the process as usual. */
export function stopOnSignal(onStop: () => void): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const stop = () => {
    release();
    controller.abort();
    onStop();
  };
  function release(): void {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  return { signal: controller.signal, release };
}
