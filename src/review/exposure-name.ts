import { shownPath, shownText } from '../model/index.ts';
import type { FlagPlace, RecordedFile } from '../record/index.ts';
import { TEXTS } from './texts.ts';
import { figure } from './words.ts';

/** What an exposure is called: a file of it that the viewer sees, and how many others there are. */
export interface ExposureName {
  readonly file: string;
  /** `workbook`, `e-mail message`; absent where the kind has no word. */
  readonly kind?: string;
  readonly others: number;
}

/** The file that was found first, so that the name stays when decisions change the order of the list. */
export function namingPlace<Place extends Pick<FlagPlace, 'fileId'>>(places: readonly Place[]): Place | undefined {
  return places.reduce<Place | undefined>(
    (first, place) => (first && first.fileId < place.fileId ? first : place),
    undefined,
  );
}

export function exposureName(
  { path }: Pick<FlagPlace, 'path'>,
  file: RecordedFile | undefined,
  others: number,
): ExposureName {
  const shown = file ? shownPath(file) : shownText(path);
  const kind = file && TEXTS.exposure.kinds[file.reading.format];
  return { file: shown.slice(shown.lastIndexOf('/') + 1), ...(kind !== undefined && { kind }), others };
}

/** Why several files are one exposure; undefined for one file. The scan lays copies, versions and extracts of the same records together. */
export function togetherWords(places: number, contents: number): string | undefined {
  if (places < 2) return undefined;
  return `${figure(places)} ${contents === 1 ? TEXTS.exposure.copiesTogether : TEXTS.exposure.peopleTogether}`;
}
