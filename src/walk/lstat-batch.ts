import { lstat, lstatSync, type Stats } from 'node:fs';

export type StatAnswer = Stats | NodeJS.ErrnoException;

/** More than the system's worker threads, so that none of them waits for us. */
const CONCURRENCY = 32;

/** Metadata of many paths, links not followed, in order. */
export function lstatBatch(paths: readonly (string | Buffer)[]): Promise<StatAnswer[]> {
  return new Promise((resolve) => {
    const answers: StatAnswer[] = new Array(paths.length);
    let started = 0;
    let answered = 0;
    const next = (): void => {
      const index = started;
      const path = paths[index];
      if (path === undefined) return;
      started += 1;
      lstat(path, (error, stats) => {
        answers[index] = error ?? stats;
        answered += 1;
        if (answered === paths.length) resolve(answers);
        else next();
      });
    };
    if (paths.length === 0) resolve(answers);
    for (let i = 0; i < CONCURRENCY; i += 1) next();
  });
}

/** The inode as decimal text. Beyond 2^53 the number is rounded: then the system is asked once more for the exact one. */
export function inodeText(stats: Stats, path: string | Buffer): string {
  if (stats.ino <= Number.MAX_SAFE_INTEGER) return String(stats.ino);
  return String(lstatSync(path, { bigint: true, throwIfNoEntry: false })?.ino ?? stats.ino);
}
