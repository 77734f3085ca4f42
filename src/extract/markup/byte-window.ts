/** Bytes that wait to be read, growing at the end and shrinking at the front. One copy for each byte, into the same memory. */
export interface ByteWindow {
  append(bytes: Buffer): void;
  /** What waits; valid until the next call of `append`, `drop` or `rewrite`. */
  bytes(): Buffer;
  /** What waits, one character for each byte: positions are the same as in `bytes`, and so are the characters of ASCII. */
  text(): string;
  /** The first `count` bytes have been read. */
  drop(count: number): void;
  /** Changes what waits; `change` is given one character for each byte. */
  rewrite(change: (text: string) => string): void;
}

export function createByteWindow(): ByteWindow {
  let room = Buffer.alloc(0);
  let length = 0;
  const append = (bytes: Buffer): void => {
    if (room.length < length + bytes.length) {
      const bigger = Buffer.allocUnsafe(Math.max(room.length * 2, length + bytes.length));
      room.copy(bigger, 0, 0, length);
      room = bigger;
    }
    bytes.copy(room, length);
    length += bytes.length;
  };
  return {
    append,
    bytes: () => room.subarray(0, length),
    text: () => room.toString('latin1', 0, length),
    drop(count) {
      if (count <= 0) return;
      room.copyWithin(0, count, length);
      length -= count;
    },
    rewrite(change) {
      const changed = Buffer.from(change(room.toString('latin1', 0, length)), 'latin1');
      length = 0;
      append(changed);
    },
  };
}
