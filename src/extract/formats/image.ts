import { unread } from '../blocks.ts';
import type { Format } from '../format.ts';
import { imageKind } from '../images.ts';
import { Cut, Damaged } from '../limits.ts';
import { drawingParts } from '../picture/drawing.ts';
import { pictureTexts } from '../picture/picture-text.ts';
import { wholeOf } from '../source.ts';

/**
 * Pictures: recognised, and never called clean, because nothing here reads their dots. What was written about one into its file
 * is read. Drawings of Windows (emf, wmf) are read by the records that write text.
 */
export const image: Format = {
  name: 'image',
  extensions: [
    'png',
    'jpg',
    'jpeg',
    'jfif',
    'gif',
    'tif',
    'tiff',
    'bmp',
    'webp',
    'heic',
    'jp2',
    'djvu',
    'emf',
    'wmf',
    'ico',
    'psd',
    'pcx',
  ],
  looksLike: ({ head }) => imageKind(head) !== undefined,
  async *read(source, context) {
    const kind = imageKind(context.look.head);
    if (kind === 'emf' || kind === 'wmf') {
      yield* drawingParts(context.place, await wholeOf(source, context.budget), 'nothing', context.budget);
      return;
    }
    yield unread(context.place, 'image-without-text', kind);
    try {
      yield* pictureTexts(context.place, await source.random(context.budget), context.budget);
    } catch (error) {
      // Too big to hold, or cut off within its archive: it counts as not read as it is.
      if (!(error instanceof Damaged || (error instanceof Cut && !error.everything))) throw error;
    }
  },
};
