/**
 * The shape of a cell as a number: its characters with all digits alike, all capitals alike and all small letters alike. Two
 * shapes get the same number only by accident (about one in 2^32), and a validator still looks at what is accepted by shape.
 */
export function signatureOf(cell: string): number {
  let hash = 0x811c9dc5 ^ cell.length;
  for (let i = 0; i < cell.length; i += 1) {
    const code = cell.charCodeAt(i);
    const kind =
      code >= 0x30 && code <= 0x39
        ? 0x30
        : code >= 0x41 && code <= 0x5a
          ? 0x41
          : code >= 0x61 && code <= 0x7a
            ? 0x61
            : code;
    hash = Math.imul(hash ^ kind, 0x01000193);
    hash ^= hash >>> 13;
  }
  return hash;
}

const DIGITS = [
  '0000000000',
  '9999999999',
  '1234567890',
  '5271938460',
  '8406172935',
  '4444444444',
  '2020202020',
  '6194037258',
];

/** Other cells of the same shape: whether a regex takes all of them tells whether the shape alone decides. */
export function cellsLike(cell: string): string[] {
  return DIGITS.map((digits, round) =>
    [...cell]
      .map((char, at) => {
        if (char >= '0' && char <= '9') return digits[(at * 7 + round) % 10] as string;
        if (char >= 'A' && char <= 'Z') return 'QAZXKRBM'[(at + round) % 8] as string;
        return char >= 'a' && char <= 'z' ? ('qazxkrbm'[(at + round) % 8] as string) : char;
      })
      .join(''),
  );
}
