import { attribute } from '../markup/markup-scanner.ts';

/** Names of the styles that hide the sheets and slides they are given to. */
export interface OdfStyles {
  open(name: string, attributes: string): void;
  hidesSheet(style: string | undefined): boolean;
  hidesSlide(style: string | undefined): boolean;
}

/** Follows the automatic styles, which stand before the content that uses them. */
export function createOdfStyles(): OdfStyles {
  const hidden = { sheet: new Set<string>(), slide: new Set<string>() };
  let style = '';
  return {
    open(name, attributes) {
      if (name === 'style:style') style = attribute(attributes, 'style:name') ?? '';
      else if (name === 'style:table-properties' && attribute(attributes, 'table:display') === 'false')
        hidden.sheet.add(style);
      else if (
        name === 'style:drawing-page-properties' &&
        attribute(attributes, 'presentation:visibility') === 'hidden'
      )
        hidden.slide.add(style);
    },
    hidesSheet: (name) => name !== undefined && hidden.sheet.has(name),
    hidesSlide: (name) => name !== undefined && hidden.slide.has(name),
  };
}
