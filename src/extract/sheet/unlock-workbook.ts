import { unlockRc4 } from '../compound/unlock.ts';
import { KIND } from './binary-records.ts';

/** Records whose content stays in clear in an encrypted workbook ([MS-XLS] 2.2.10). */
const IN_CLEAR: ReadonlySet<number> = new Set<number>([
  KIND.bof,
  KIND.filePass,
  0x0194,
  0x0195,
  0x00e1,
  0x0196,
  0x0138,
]);
const BOUND_SHEET_CLEAR_BYTES = 4;
const BLOCK_BYTES = 1024;
/** The record that says how it is locked stands near the beginning. */
const HEAD_BYTES = 64 * 1024;
/** The cipher runs at some megabytes a second. */
const LOCKED_BYTES_MAX = 24 * 1024 * 1024;

/** The stream with its records in clear and the mark of encryption gone, where the password fits. Only RC4 is opened. */
export async function unlockWorkbook(stream: Buffer, password: string): Promise<Buffer | undefined> {
  if (stream.length > LOCKED_BYTES_MAX) return undefined;
  const pass = headers(stream).find(({ kind, at }) => kind === KIND.filePass && at < HEAD_BYTES);
  if (!pass || pass.length < 6 || pass.at + 10 > stream.length || stream.readUInt16LE(pass.at + 4) !== 1)
    return undefined;
  const info = stream.subarray(pass.at + 6, pass.at + 4 + pass.length);
  const open = (await unlockRc4(info, password))?.(stream, BLOCK_BYTES);
  if (!open) return undefined;
  for (const { kind, at, length } of headers(stream)) {
    const clear = IN_CLEAR.has(kind) ? length : kind === KIND.boundSheet ? BOUND_SHEET_CLEAR_BYTES : 0;
    stream.copy(open, at, at, at + 4 + clear);
  }
  open.writeUInt16LE(0, pass.at);
  return open;
}

/** Kind and length of every record; what is encrypted is never the header. */
function headers(stream: Buffer): { readonly kind: number; readonly at: number; readonly length: number }[] {
  const found: { kind: number; at: number; length: number }[] = [];
  for (let at = 0; at + 4 <= stream.length; ) {
    const length = stream.readUInt16LE(at + 2);
    found.push({ kind: stream.readUInt16LE(at), at, length });
    at += 4 + length;
  }
  return found;
}
