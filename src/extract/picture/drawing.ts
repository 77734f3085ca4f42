import type { Extracted, Place } from '../../model/index.ts';
import { textBlocks, unread } from '../blocks.ts';
import { SCAN_BYTES_MIN } from '../images.ts';
import type { Budget } from '../limits.ts';
import type { MetafileText } from './metafile.ts';
import { readEmf, readWmf } from './metafile.ts';

/**
 * A drawing of Windows (emf, wmf) by the records that write text. It counts as not read where it holds a picture of dots that could
 * be a scan, or draws without writing. `within`: it stands in a document, where one without text and of few bytes is an ornament.
 * @throws Damaged
 */
export function* drawingParts(
  place: Place,
  bytes: Buffer,
  within: 'document' | 'nothing',
  budget: Budget,
): Generator<Extracted> {
  const isEmf = bytes.readUInt32LE(0) === 1;
  const read: MetafileText = isEmf ? readEmf(bytes, budget) : readWmf(bytes, budget);
  yield* textBlocks(place, read.text);
  const isOrnament = within === 'document' && bytes.length < SCAN_BYTES_MIN;
  if (read.pictureBytes >= SCAN_BYTES_MIN || (read.text === '' && !isOrnament)) {
    const kind = isEmf ? 'emf' : 'wmf';
    yield unread(place, 'image-without-text', read.shapesOnly ? `${kind}, text drawn as shapes` : kind);
  }
}
