import { unread } from '../blocks.ts';
import type { Format } from '../format.ts';
import { imageKind } from '../images.ts';

/** Pictures: recognised, and never called clean, because nothing here reads their text. */
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
  async *read(_source, { place, look }) {
    yield unread(place, 'image-without-text', imageKind(look.head));
  },
};
