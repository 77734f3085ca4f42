import type { Hmac } from 'node:crypto';
import { createHmac } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { UnreadReason } from '../model/index.ts';
import type { Budget } from './limits.ts';
import type { Source } from './source.ts';
import { CHUNK_BYTES, HEAD_BYTES } from './source.ts';

/** A regular file, open for reading only. */
export interface FileSource extends Source {
  readonly sizeBytes: number;
  /** Bytes by which its time is measured: those of holes hardly count. */
  readonly timedBytes: number;
  /** Bytes read so far; a second pass over the same bytes is not counted. */
  bytesRead(): number;
  /** HMAC-SHA-256 of the whole file under the content key, hex. Reads to the end what was not read in order. @throws Cut */
  contentDigest(budget: Budget): string;
  /** The file is not what it was when it was opened. */
  changed(): boolean;
  close(): void;
}

/** A file of at most this size is read in one go, once. */
const SMALL_BYTES = 1024 * 1024;

/** Unit of `st_blocks` (stat(2)). */
const BLOCK_BYTES = 512;
/** No file system that packs files makes them smaller than this; a file with fewer blocks is made of holes. */
const SPARSE_FACTOR = 100;

export type Opened = { readonly file: FileSource } | { readonly reason: UnreadReason; readonly detail: string };

const REASONS: Readonly<Record<string, UnreadReason>> = {
  ENOENT: 'vanished',
  ENOTDIR: 'vanished',
  ESTALE: 'vanished',
  ENAMETOOLONG: 'too-deep',
  EOVERFLOW: 'too-big',
  EACCES: 'denied',
  EPERM: 'denied',
  ELOOP: 'not-a-regular-file',
  ENXIO: 'not-a-regular-file',
  EISDIR: 'not-a-regular-file',
};

/** What the code says to somebody who does not know it; a later night reads the file where the cause has passed. */
const DETAILS: Readonly<Record<string, string>> = {
  EIO: 'the disk or the network share failed (EIO)',
  ENOTCONN: 'the network share is not connected (ENOTCONN)',
  ECONNRESET: 'the network share broke the connection (ECONNRESET)',
  ECONNABORTED: 'the network share broke the connection (ECONNABORTED)',
  EHOSTDOWN: 'the server of the network share is down (EHOSTDOWN)',
  EHOSTUNREACH: 'the server of the network share cannot be reached (EHOSTUNREACH)',
  ENETUNREACH: 'the server of the network share cannot be reached (ENETUNREACH)',
  ENETDOWN: 'the network is down (ENETDOWN)',
  ETIMEDOUT: 'the network share did not answer in time (ETIMEDOUT)',
  ESTALE: 'the network share no longer knows it: moved, deleted or replaced there (ESTALE)',
  EBUSY: 'another program holds it, or the share is busy (EBUSY)',
  EAGAIN: 'another program holds it, or the share is busy (EAGAIN)',
  ETXTBSY: 'another program holds it (ETXTBSY)',
  EREMOTEIO: 'the server of the network share failed (EREMOTEIO)',
  ENAMETOOLONG: 'its path is longer than the system can open (ENAMETOOLONG)',
  EOVERFLOW: 'it is bigger than the system can open (EOVERFLOW)',
};

/** The operating system could not read the open file. A library that misses a file of its own is none of it. */
export function isReadError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && (error.syscall === 'read' || error.syscall === 'fstat');
}

export function reasonOf(error: unknown): { reason: UnreadReason; detail: string } {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return { reason: REASONS[code] ?? 'input-output-error', detail: DETAILS[code] ?? code };
}

/** Opens for reading only, follows no link in the last step of the path and never waits for a FIFO. */
export function openFile(path: string | Buffer, name: string, contentKey: Uint8Array): Opened {
  let descriptor: number;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK | constants.O_NOCTTY);
  } catch (error) {
    return reasonOf(error);
  }
  const before = fstatSync(descriptor, { bigint: true });
  if (!before.isFile()) {
    closeSync(descriptor);
    return { reason: 'not-a-regular-file', detail: 'not a regular file' };
  }
  return { file: fileSource(descriptor, name, before, contentKey) };
}

function fileSource(descriptor: number, name: string, before: BigIntStats, contentKey: Uint8Array): FileSource {
  const sizeBytes = Number(before.size);
  const hash = createHmac('sha256', contentKey);
  let hashedBytes = 0;
  let farthestByte = 0;
  let head: Buffer | undefined;
  let closed = false;
  let small: Buffer | undefined;

  const readAt = (buffer: Buffer, length: number, position: number): number => {
    let got = 0;
    while (got < length) {
      const count = readSync(descriptor, buffer, got, length - got, position + got);
      if (count === 0) break;
      got += count;
    }
    farthestByte = Math.max(farthestByte, position + got);
    return got;
  };
  const hashInOrder = (bytes: Buffer, position: number): void => {
    if (position > hashedBytes || position + bytes.length <= hashedBytes) return;
    hash.update(position === hashedBytes ? bytes : bytes.subarray(hashedBytes - position));
    hashedBytes = position + bytes.length;
  };
  const readFresh = (offset: number, length: number): Buffer => {
    if (sizeBytes <= SMALL_BYTES) {
      small ??= readRange(0, sizeBytes);
      return small.subarray(offset, offset + length);
    }
    return readRange(offset, length);
  };
  const readRange = (offset: number, length: number): Buffer => {
    const wanted = Math.max(0, Math.min(length, sizeBytes - offset));
    const buffer = Buffer.allocUnsafe(wanted);
    const bytes = buffer.subarray(0, readAt(buffer, wanted, offset));
    hashInOrder(bytes, offset);
    return bytes;
  };
  function* inOrder(): Generator<Buffer> {
    if (sizeBytes <= SMALL_BYTES) {
      for (let at = 0; at < sizeBytes; at += CHUNK_BYTES) yield readFresh(at, CHUNK_BYTES);
      return;
    }
    // Two buffers in turn: the consumer holds one while it asks for the next.
    const buffers = [Buffer.allocUnsafe(CHUNK_BYTES), Buffer.allocUnsafe(CHUNK_BYTES)] as const;
    let position = 0;
    for (let turn = 0; position < sizeBytes; turn = 1 - turn) {
      const buffer = buffers[turn === 0 ? 0 : 1];
      const got = readAt(buffer, Math.min(CHUNK_BYTES, sizeBytes - position), position);
      if (got === 0) return;
      const bytes = buffer.subarray(0, got);
      hashInOrder(bytes, position);
      position += got;
      yield bytes;
    }
  }
  return {
    name,
    sizeBytes,
    async head() {
      head ??= readFresh(0, HEAD_BYTES);
      return head;
    },
    async *chunks() {
      yield* inOrder();
    },
    random: async () => ({ sizeBytes, read: readFresh }),
    bytesRead: () => Math.min(farthestByte, sizeBytes),
    timedBytes: Math.min(sizeBytes, Number(before.blocks) * BLOCK_BYTES * SPARSE_FACTOR),
    contentDigest: (budget) => finishHash(hash, hashedBytes, sizeBytes, readFresh, budget),
    changed() {
      const after = fstatSync(descriptor, { bigint: true });
      return after.size !== before.size || after.mtimeNs !== before.mtimeNs;
    },
    close() {
      if (!closed) closeSync(descriptor);
      closed = true;
    },
  };
}

function finishHash(
  hash: Hmac,
  from: number,
  sizeBytes: number,
  read: (offset: number, length: number) => Buffer,
  budget: Budget,
): string {
  for (let at = from; at < sizeBytes; ) {
    const bytes = read(at, 4 * CHUNK_BYTES);
    if (bytes.length === 0) break;
    budget.checkTime();
    at += bytes.length;
  }
  return hash.digest('hex');
}
