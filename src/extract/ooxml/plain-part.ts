import type { Extracted, Place, PlacePart } from '../../model/index.ts';
import { inPart, textBlocks } from '../blocks.ts';
import { attributesOf, createMarkupScanner } from '../markup/markup-scanner.ts';
import type { PartReader } from './package-parts.ts';

/** Text that is collected before it is handed on. */
const PIECE_LENGTH = 64 * 1024;

export interface PlainPartOptions {
  /** Elements after which a line ends; by default every element does, so that two values never run together. */
  readonly lineElements?: ReadonlySet<string>;
  /** Elements whose text is not wanted. */
  readonly skip?: ReadonlySet<string>;
  /** Attributes whose values are text; `all` for every one. */
  readonly attributes?: ReadonlySet<string> | 'all';
  /** Elements whose name and text make a line `name: text`, for properties. */
  readonly named?: boolean;
}

/** Any part of which only the text matters: properties, charts, custom XML, drawings, settings. */
export function createPlainPartReader(place: Place, part: PlacePart, options: PlainPartOptions = {}): PartReader {
  const ready: Extracted[] = [];
  const target = inPart(place, part);
  const { attributes, lineElements, skip, named } = options;
  let text = '';
  /** The last character of `text`, kept beside it: to look for it in a text that grows copies the text. */
  let last = '';
  let skipping = 0;
  const add = (value: string): void => {
    if (value === '') return;
    text += value;
    last = value[value.length - 1] ?? '';
  };
  const flush = (): void => {
    if (text.trim() !== '') ready.push(...textBlocks(target, text));
    text = '';
    last = '';
  };
  const wants = (name: string): boolean => attributes === 'all' || attributes?.has(name) === true;
  const scanner = createMarkupScanner({
    open(name, raw) {
      if (skip?.has(name)) skipping += 1;
      if (skipping > 0) return;
      if (named && last !== '\n' && last !== '') add('\n');
      if (named) add(`${name.slice(name.indexOf(':') + 1)}: `);
      if (!attributes || raw === '') return;
      for (const [key, value] of attributesOf(raw)) {
        if (value !== '' && !key.startsWith('xmlns') && wants(key))
          add(`${last === '' || /\s/.test(last) ? '' : ' '}${value}\n`);
      }
    },
    close(name) {
      if (skip?.has(name) && skipping > 0) {
        skipping -= 1;
        return;
      }
      if (skipping > 0) return;
      if ((!lineElements || lineElements.has(name)) && last !== '\n' && last !== '') add('\n');
      if (text.length > PIECE_LENGTH) flush();
    },
    text(value) {
      if (skipping === 0 && (lineElements || value.trim() !== '')) add(value);
    },
  });
  return {
    write: (value) => scanner.write(value),
    end() {
      scanner.end();
      flush();
    },
    take: () => ready.splice(0),
  };
}
