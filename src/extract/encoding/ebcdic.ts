/**
 * EBCDIC code page 037 (IBM CDRA, https://www.ibm.com/docs/en/zos-basic-skills?topic=mainframe-ebcdic-character-set),
 * still found in extracts of mainframe wage systems. One character for each byte 0x00..0xFF.
 */
const CP037 = buildCp037();

function buildCp037(): string {
  const table = new Array<string>(256).fill(' ');
  const lay = (start: number, characters: string): void => {
    [...characters].forEach((character, index) => {
      table[start + index] = character;
    });
  };
  lay(0x05, '\t');
  lay(0x0d, '\r');
  lay(0x15, '\n');
  lay(0x25, '\n');
  lay(
    0x40,
    ' \u00a0âäàáãåçñ¢.<(+|&éêëèíîïìß!$*);¬-/ÂÄÀÁÃÅÇÑ¦,%_>?øÉÊËÈÍÎÏÌ`:#@\'="Øabcdefghi«»ðýþ±°jklmnopqrªºæ¸Æ¤µ~stuvwxyz¡¿ÐÝÞ®^£¥·©§¶¼½¾[]¯¨´×{ABCDEFGHI\u00adôöòóõ}JKLMNOPQR¹ûüùúÿ\\÷STUVWXYZ²ÔÖÒÓÕ0123456789³ÛÜÙÚ',
  );
  return table.join('');
}

export function decodeCp037(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += CP037[byte] ?? ' ';
  return text;
}

/** Mainframe text: mostly blanks at 0x40, letters at 0x81-0xA9 and 0xC1-0xE9, digits at 0xF0-0xF9. */
export function looksLikeEbcdic(bytes: Uint8Array): boolean {
  if (bytes.length < 32) return false;
  let likely = 0;
  let blanks = 0;
  for (const byte of bytes) {
    if (byte === 0x40) blanks += 1;
    if (
      byte === 0x40 ||
      byte === 0x15 ||
      byte === 0x25 ||
      byte === 0x0d ||
      byte === 0x4b ||
      byte === 0x60 ||
      byte === 0x61 ||
      byte === 0x6b
    )
      likely += 1;
    else if (byte >= 0xf0 && byte <= 0xf9) likely += 1;
    else if (
      (byte & 0x0f) >= 1 &&
      (byte & 0x0f) <= 9 &&
      ((byte >= 0x81 && byte <= 0xa9) || (byte >= 0xc1 && byte <= 0xe9))
    )
      likely += 1;
  }
  return likely / bytes.length > 0.9 && blanks / bytes.length > 0.03;
}
