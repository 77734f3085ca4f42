/** Figures as people read them: `1,204`. */
export function figure(count: number): string {
  return count.toLocaleString('en-US');
}

/** `1 file`, `1,204 files` */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${figure(count)} ${count === 1 ? one : many}`;
}

/** `2026-11-24`, the day in UTC. */
export function dayInWords(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}

/** `2026-11-24 06:24 UTC` */
export function timeInWords(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
