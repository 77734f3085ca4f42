/**
 * Where something stands, in words that a custodian can follow: "roster.zip > pay.xlsx > sheet Pay, row 118, column SSN".
 * A place never holds a value that was found.
 */
export interface Place {
  /** Containers from the outside in (archive members, attachments, embedded files); empty for the file itself. */
  readonly members: readonly string[];
  /** The part of the document when it is not the body. */
  readonly part?: PlacePart;
  /** 1-based page or slide. */
  readonly page?: number;
  readonly sheet?: string;
  /** 1-based line in the text of this place. */
  readonly line?: number;
  /** 1-based row as the program that owns the format shows it. */
  readonly row?: number;
  /** The column's header, or its letter where there is none. */
  readonly column?: string;
}

export type PlacePart =
  | 'file-name'
  | 'metadata'
  | 'header'
  | 'footer'
  | 'footnote'
  | 'endnote'
  | 'comment'
  | 'tracked-insertion'
  | 'tracked-deletion'
  | 'text-box'
  | 'alt-text'
  | 'field'
  | 'chart'
  | 'hidden-text'
  | 'hidden-sheet'
  | 'hidden-row'
  | 'hidden-column'
  | 'hidden-slide'
  | 'speaker-notes'
  | 'annotation'
  | 'custom-xml'
  | 'mail-header'
  | 'source-markup'
  | 'raw-bytes';

/** The place in plain words. Pure; never longer than the parts it is given. */
export function describePlace(place: Place): string {
  const here: string[] = [];
  if (place.part) here.push(place.part.replaceAll('-', ' '));
  if (place.page !== undefined) here.push(`page ${place.page}`);
  if (place.sheet !== undefined) here.push(`sheet ${place.sheet}`);
  if (place.row !== undefined) here.push(`row ${place.row}`);
  if (place.column !== undefined) here.push(`column ${place.column}`);
  if (place.line !== undefined) here.push(`line ${place.line}`);
  return [...place.members, ...(here.length > 0 ? [here.join(', ')] : [])].join(' > ');
}
