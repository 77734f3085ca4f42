import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface FuzzSample {
  /** Path below its folder, with slashes. */
  readonly path: string;
  readonly bytes: Buffer;
}

/** Documents of a folder and everything below it, in the order of their paths; links and bigger ones are left out. */
export function readSamples(folder: string, sizeBytesMax: number): FuzzSample[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
    .flatMap((path) => {
      const stats = statSync(join(folder, path), { throwIfNoEntry: false });
      if (!stats?.isFile() || stats.size === 0 || stats.size > sizeBytesMax) return [];
      return [{ path, bytes: readFileSync(join(folder, path)) }];
    });
}

/** One document to make: `seed sample donor`, as a line of fixtures/fuzz-seeds.txt. */
export interface FuzzSeed {
  readonly seed: number;
  readonly sample: string;
  readonly donor: string;
}

export function parseSeeds(text: string): FuzzSeed[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [seed = '', sample = '', donor = ''] = line.split('\t');
      return { seed: Number(seed), sample, donor };
    });
}

export const formatSeed = ({ seed, sample, donor }: FuzzSeed): string => `${seed}\t${sample}\t${donor}`;
