import type { EncryptionMethod, UnreadReason } from './outcome.ts';
import type { Place } from './place.ts';

/** What a reader hands on, in the order of the document. */
export type TextPart = TextBlock | TableBlock;

/** Everything a reader can say: text, tables, what it could not read, and what it noticed. */
export type Extracted = TextPart | UnreadPart | ReadingNote;

/** A run of text. Blocks of one place follow each other; detection joins them while `continues` is true. */
export interface TextBlock {
  readonly kind: 'text';
  /** `line` is the number of the block's first line where the format has lines. */
  readonly place: Place;
  /** Valid UTF-8, at most 1 MiB, cut at a line end where there is one. */
  readonly utf8: Uint8Array;
  /** The next text block goes on where this one stops, in the same place. */
  readonly continues: boolean;
}

/** Rows of one table. A long table comes in several blocks with the same `table` number. */
export interface TableBlock {
  readonly kind: 'table';
  /** Without row and column. */
  readonly place: Place;
  /** Distinguishes the tables of one file; rows of a table follow each other. */
  readonly table: number;
  /** Names that the format itself gives its columns (JSON keys, XML elements, database columns). A first row that looks like a header is a row. */
  readonly columns?: readonly string[];
  /** 1-based number of `rows[0]` as a custodian sees it. */
  readonly firstRow: number;
  /** 0-based columns that the program does not show; a finding there stands in part `hidden-column`. */
  readonly hiddenColumns?: readonly number[];
  /** Cells as shown; rows may be ragged. */
  readonly rows: readonly (readonly string[])[];
  /** The same rows where they lie in the bytes, for those who need few of them as strings. Valid until the next part is asked for. */
  readonly spans?: CellSpans;
}

/** Cells of rows as stretches of UTF-8. Cell `i` is `bytes[starts[i], ends[i])`; row `r` has the cells `rowFirst[r]` to `rowFirst[r + 1]`. */
export interface CellSpans {
  readonly bytes: Uint8Array;
  readonly rowCount: number;
  readonly rowFirst: Int32Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** A part that was not read, and why. */
export interface UnreadPart {
  readonly kind: 'unread';
  readonly place: Place;
  readonly reason: UnreadReason;
  /** Plain words without any content of the file. */
  readonly detail?: string;
  readonly encryption?: EncryptionMethod;
}

/** Something worth telling that did not keep the part from being read. */
export interface ReadingNote {
  readonly kind: 'note';
  readonly place: Place;
  readonly note:
    | 'wrong-extension'
    | 'second-reader-used'
    | 'document-protection-only'
    | 'encoding-guessed'
    | 'repaired'
    /** A password of the operator's list opened it: encrypted at rest, key known. The detail is the `EncryptionMethod`. */
    | 'opened-by-password'
    /** A small picture that a mail shows within its text. */
    | 'decorative-picture'
    | 'only-zero-bytes'
    /** Findings that the operator allows; the detail says how many of which type. */
    | 'allowed'
    /** More people than are laid together in one file; the detail says how many records were left. */
    | 'more-people';
  readonly detail?: string;
}

/** One row of spans as strings. */
export function rowOfSpans({ bytes, rowFirst, starts, ends }: CellSpans, row: number): string[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const cells: string[] = [];
  for (let at = rowFirst[row] as number; at < (rowFirst[row + 1] as number); at += 1)
    cells.push(text.toString('utf8', starts[at], ends[at]));
  return cells;
}
