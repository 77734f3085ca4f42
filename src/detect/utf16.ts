import type { FoldedText } from './fold.ts';

/**
 * Turns rising byte offsets of UTF-8 into offsets of UTF-16 units. Each call goes on from the last one; a smaller offset starts
 * over. Linear when the offsets rise.
 */
export function utf16Counter(utf8: Uint8Array): (byteOffset: number) => number {
  let at = 0;
  let units = 0;
  return (byteOffset) => {
    if (byteOffset < at) {
      at = 0;
      units = 0;
    }
    for (; at < byteOffset && at < utf8.length; at += 1) {
      const byte = utf8[at] as number;
      if ((byte & 0xc0) !== 0x80) units += byte >= 0xf0 ? 2 : 1;
    }
    return units;
  };
}

/** Where the character at a folded offset begins in the original bytes. */
export function byteStartOf(folded: FoldedText, offset: number): number {
  return folded.starts ? (folded.starts[offset] ?? 0) : offset;
}

/** Where the character before a folded offset ends in the original bytes: what was left out after it does not count. */
export function byteEndOf(folded: FoldedText, utf8: Uint8Array, offset: number): number {
  if (!folded.starts || offset === 0) return offset;
  const start = folded.starts[offset - 1] ?? 0;
  const lead = utf8[start] ?? 0;
  return start + (lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4);
}
