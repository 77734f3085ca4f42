import type { Extracted, Place, UnreadReason } from '../model/index.ts';
import { inPart, textBlocks, unread } from './blocks.ts';
import { unescaped } from './encoding/escapes.ts';
import type { FileSource } from './file-source.ts';
import { openFile, reasonOf } from './file-source.ts';
import type { Limits } from './limits.ts';
import { Cut, createBudget, DEFAULT_LIMITS } from './limits.ts';
import { createPasswords } from './passwords.ts';
import type { FileState } from './read-source.ts';
import { readSource } from './read-source.ts';

/** One file being read. The figures are final when `parts` has ended. */
export interface Reading {
  /** Name of the format at the top level; `unknown` where nothing reads it, `empty` for no bytes. Known after the second part. */
  readonly format: string;
  /** The file's name first, then its content in order. Iterate once, to the end or until you stop: either closes the file. */
  readonly parts: AsyncIterable<Extracted>;
  readonly sizeBytes: number;
  readonly bytesRead: number;
  /** HMAC-SHA-256 of the file's bytes under the content key, hex; absent when they could not all be read, or changed meanwhile. */
  readonly contentDigest: string | undefined;
}

export interface OpenOptions {
  /** Base name, as people see it. */
  readonly name: string;
  /** Keys the content digest: a plain hash of a file that holds one number could be guessed. */
  readonly contentKey: Uint8Array;
  readonly limits?: Limits;
  /** Tried on what is locked. */
  readonly passwords?: readonly string[];
}

const TOP: Place = { members: [] };

/**
 * Opens a file read-only and reads it by what its content is. What the world does (denied, vanished, damaged, encrypted, too
 * big) comes as an UnreadPart among the parts; nothing is thrown for it.
 */
export async function openForReading(path: string | Buffer, options: OpenOptions): Promise<Reading> {
  const { name, contentKey, limits = DEFAULT_LIMITS, passwords = [] } = options;
  const opened = openFile(path, name, contentKey);
  if ('reason' in opened) return unopened(name, opened.reason, opened.detail);
  const { file } = opened;
  const state: FileState = {
    budget: createBudget(limits, file.sizeBytes, file.timedBytes),
    passwords: createPasswords(passwords, limits.timeoutMs),
    tables: 0,
    format: undefined,
  };
  let contentDigest: string | undefined;
  const finish = (digest: string | undefined): void => {
    contentDigest = digest;
  };
  return {
    parts: readFile(file, name, state, finish),
    sizeBytes: file.sizeBytes,
    get format() {
      return state.format ?? 'unknown';
    },
    get bytesRead() {
      return file.bytesRead();
    },
    get contentDigest() {
      return contentDigest;
    },
  };
}

async function* readFile(
  file: FileSource,
  name: string,
  state: FileState,
  finish: (digest: string | undefined) => void,
): AsyncIterable<Extracted> {
  try {
    yield* textBlocks(inPart(TOP, 'file-name'), name);
    for await (const part of readSource(file, TOP, state)) yield unescaped(part);
    try {
      const digest = state.budget.stopped ? undefined : file.contentDigest(state.budget);
      if (file.changed()) yield unread(TOP, 'changed-while-read', 'size or time changed while it was read');
      else finish(digest);
    } catch (error) {
      const { reason, detail } =
        error instanceof Cut ? { reason: error.reason, detail: error.message } : reasonOf(error);
      yield unread(TOP, reason, detail);
    }
  } finally {
    file.close();
  }
}

function unopened(name: string, reason: UnreadReason, detail: string): Reading {
  async function* parts(): AsyncIterable<Extracted> {
    yield* textBlocks(inPart(TOP, 'file-name'), name);
    yield unread(TOP, reason, detail);
  }
  return { parts: parts(), format: 'unknown', sizeBytes: 0, bytesRead: 0, contentDigest: undefined };
}
