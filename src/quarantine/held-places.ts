import { existsSync, lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  absolutePathOf,
  type FileFacts,
  maskIdentifierShapes,
  OperatorError,
  systemErrorCode,
} from '../model/index.ts';

/** Every path that a move or a restore touches. Bytes, because names in shares need not be UTF-8. */
export interface HeldPlaces {
  readonly original: Buffer;
  /** Beside the original, while it is looked at for the last time. */
  readonly aside: Buffer;
  readonly markers: readonly Buffer[];
  readonly part: string;
  readonly held: string;
}

const NAME_BYTES_MAX = 255;

export function heldPlaces(folder: string, quarantineId: number, facts: FileFacts): HeldPlaces {
  const original = Buffer.from(absolutePathOf(facts));
  const directory = original.subarray(0, original.lastIndexOf('/') + 1);
  const beside = (name: string): Buffer => Buffer.concat([directory, Buffer.from(name)]);
  const name = `${maskIdentifierShapes(basename(facts.path))}.moved.txt`;
  const number = String(quarantineId).padStart(6, '0');
  return {
    original,
    aside: beside(`.sharewarden-${number}`),
    markers: [...(Buffer.byteLength(name) <= NAME_BYTES_MAX ? [beside(name)] : []), beside(`moved-${number}.txt`)],
    part: join(folder, `${number}.part`),
    held: join(folder, `${number}.held`),
  };
}

/** The folder, made if need be. @throws OperatorError where others can enter it, or where it and a share lie in each other */
export function openHeldFolder(folder: string, roots: readonly string[]): void {
  const problem = (words: string, remedy: string) =>
    new OperatorError(folder, `the quarantine folder ${words}`, remedy);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const stats = lstatSync(folder);
    if (!stats.isDirectory()) throw problem('is no folder', 'Name another one under quarantine: folder');
    if ((stats.mode & 0o077) !== 0) throw problem('can be entered by others', 'Give it mode 0700, or name a new one');
    const own = realpathSync(folder);
    for (const root of roots.filter((each) => existsSync(each)).map((each) => realpathSync(each)))
      if (own === root || own.startsWith(`${root}/`) || root.startsWith(`${own}/`))
        throw problem('lies in a share, or a share in it', 'Name one apart from every share under quarantine: folder');
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    throw problem(`cannot be used (${systemErrorCode(error)})`, 'Check the folder and its permissions');
  }
}
