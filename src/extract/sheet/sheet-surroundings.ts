import type { MarkupScanner } from '../markup/markup-scanner.ts';
import { attribute, createMarkupScanner } from '../markup/markup-scanner.ts';
import type { SideTexts } from '../ooxml/side-texts.ts';

const TEXT_AROUND: Readonly<Record<string, 'header' | 'footer' | 'field'>> = {
  oddHeader: 'header',
  evenHeader: 'header',
  firstHeader: 'header',
  oddFooter: 'footer',
  evenFooter: 'footer',
  firstFooter: 'footer',
  formula1: 'field',
  formula2: 'field',
  formula: 'field',
  'xm:f': 'field',
};

/** Before and after the cells: hidden columns, headers and footers, drop-down lists, links, prompts, rules, filters, scenarios. */
export function createSurroundingsScanner(side: SideTexts, hiddenColumns: number[]): MarkupScanner {
  let inside: 'header' | 'footer' | 'field' | undefined;
  return createMarkupScanner({
    open(name, attributes) {
      inside = TEXT_AROUND[name];
      if (name === 'col' && /hidden="(?:1|true)"/.test(attributes)) {
        const from = Number(attribute(attributes, 'min')) || 1;
        const to = Math.min(Number(attribute(attributes, 'max')) || from, from + 500);
        for (let column = from; column <= to; column += 1) hiddenColumns.push(column - 1);
      } else if (name === 'dataValidation') {
        side.add(
          'field',
          attribute(attributes, 'prompt'),
          attribute(attributes, 'error'),
          attribute(attributes, 'promptTitle'),
        );
      } else if (name === 'hyperlink') {
        side.add(
          'field',
          attribute(attributes, 'tooltip'),
          attribute(attributes, 'location'),
          attribute(attributes, 'display'),
        );
      } else if (name === 'cfRule') {
        side.add('field', attribute(attributes, 'text'));
      } else if (name === 'inputCells' || name === 'filter' || name === 'customFilter') {
        side.add('field', attribute(attributes, 'val'));
      }
    },
    close() {
      inside = undefined;
    },
    text(text) {
      if (inside) side.add(inside, text);
    },
  });
}
