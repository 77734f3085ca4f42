import type { Extracted, Place } from '../model/index.ts';
import type { Budget } from './limits.ts';
import type { Passwords } from './passwords.ts';
import type { Source } from './source.ts';

/** What is known of a source before a format is chosen. */
export interface Look {
  readonly head: Buffer;
  /** The head is the whole source. */
  readonly whole: boolean;
  /** Lower-case extension without the dot; empty when there is none. */
  readonly extension: string;
  /** The head as text, when it is text in some encoding. */
  readonly text?: string | undefined;
  /** Name of that encoding, as `decodeToUtf8` takes it. */
  readonly encoding?: string | undefined;
  /** Names inside, when it is a zip or a compound file whose directory could be read. */
  readonly parts?: ReadonlySet<string>;
}

/** What a reader is given besides the bytes. */
export interface ReadContext {
  readonly place: Place;
  readonly look: Look;
  readonly budget: Budget;
  readonly passwords: Passwords;
  /** Number for the next table of the top-level file. */
  nextTable(): number;
  /** Reads something inside this source, under the same budget. `member` is what a custodian would call it. */
  recurse(source: Source, member: string): AsyncIterable<Extracted>;
  /** Reads what this source holds once it is unlocked, in the same place. */
  unlocked(source: Source): AsyncIterable<Extracted>;
}

/** One way of reading. One file in `formats/` and one entry in `registry.ts` add a format. */
export interface Format {
  readonly name: string;
  /** Extensions that honest files of this format have. */
  readonly extensions: readonly string[];
  looksLike(look: Look): boolean;
  /** @throws Cut, Damaged: told as an unread part of this place; what was yielded before counts */
  read(source: Source, context: ReadContext): AsyncIterable<Extracted>;
}

export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot + 1).toLowerCase() : '';
}
