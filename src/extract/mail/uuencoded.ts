/** A file within the text of a message. */
export interface UuencodedFile {
  readonly name: string;
  readonly content: Buffer;
}

const BEGIN = /^begin [0-7]{3,4} (\S[^\r\n]{0,200})\r?\n/gm;

/**
 * Files that older mail programs wrote into the text, line by line between "begin" and "end" (POSIX.1-2017, uuencode,
 * https://pubs.opengroup.org/onlinepubs/9699919799/utilities/uuencode.html). Ends where a line is none of that code.
 */
export function* uuencodedFiles(text: string): Generator<UuencodedFile> {
  BEGIN.lastIndex = 0;
  for (let begin = BEGIN.exec(text); begin; begin = BEGIN.exec(text)) {
    const pieces: Buffer[] = [];
    let at = BEGIN.lastIndex;
    for (;;) {
      const end = text.indexOf('\n', at);
      const piece = lineBytes(text.slice(at, end < 0 ? text.length : end).replace(/\r$/, ''));
      if (!piece || piece.length === 0) break;
      pieces.push(piece);
      if (end < 0) break;
      at = end + 1;
    }
    if (pieces.length > 0) yield { name: begin[1] ?? 'file', content: Buffer.concat(pieces) };
    BEGIN.lastIndex = Math.max(at, BEGIN.lastIndex);
  }
}

const SPACE = 0x20;

/** A line begins with its length; each further character stands for six bits. Trailing blanks may have been cut off. */
function lineBytes(line: string): Buffer | undefined {
  const length = (line.charCodeAt(0) - SPACE) & 0x3f;
  if (line === '' || !/^[\x20-\x60]+$/.test(line) || line.length > 1 + Math.ceil(length / 3) * 4 + 1) return undefined;
  const bytes = Buffer.alloc(Math.ceil(length / 3) * 3);
  for (let group = 0; group * 3 < length; group += 1) {
    let bits = 0;
    for (let place = 0; place < 4; place += 1) {
      const code = line.charCodeAt(1 + group * 4 + place);
      bits = (bits << 6) | (Number.isNaN(code) ? 0 : (code - SPACE) & 0x3f);
    }
    bytes.writeUIntBE(bits, group * 3, 3);
  }
  return bytes.subarray(0, length);
}
