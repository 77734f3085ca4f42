import { promises as fs } from 'node:fs';

/** Entries in one slice. */
export const SLICE_ENTRIES = 1_000;

/**
 * The names in a directory, as latin1, in slices of at most SLICE_ENTRIES; at least one slice, the last one may be empty.
 * Throws what the system says. The first read of a slice is asynchronous and fills the buffer that the others are taken from.
 */
export async function* directoryNames(path: string | Buffer): AsyncGenerator<{ names: string[]; last: boolean }> {
  const directory = await fs.opendir(path, { encoding: 'latin1', bufferSize: SLICE_ENTRIES });
  try {
    for (let last = false; !last; ) {
      const names: string[] = [];
      let entry = await directory.read();
      while (entry) {
        names.push(entry.name);
        entry = names.length < SLICE_ENTRIES ? directory.readSync() : null;
      }
      last = names.length < SLICE_ENTRIES;
      yield { names, last };
    }
  } finally {
    await directory.close();
  }
}
