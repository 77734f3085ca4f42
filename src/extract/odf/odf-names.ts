import type { PlacePart } from '../../model/index.ts';

/** Elements whose text stands apart from the running text. */
export const PARTS: Readonly<Record<string, PlacePart>> = {
  'office:annotation': 'comment',
  'text:deletion': 'tracked-deletion',
  'table:deletion': 'tracked-deletion',
  'table:cell-content-deletion': 'tracked-deletion',
  'draw:text-box': 'text-box',
  'svg:title': 'alt-text',
  'svg:desc': 'alt-text',
  'presentation:notes': 'speaker-notes',
  'style:header': 'header',
  'style:header-left': 'header',
  'style:header-first': 'header',
  'style:footer': 'footer',
  'style:footer-left': 'footer',
  'style:footer-first': 'footer',
  'text:hidden-text': 'hidden-text',
  'text:hidden-paragraph': 'hidden-text',
  'office:meta': 'metadata',
  'office:script': 'source-markup',
  'form:item': 'field',
  'chart:title': 'chart',
};

/** Attributes that hold text of their own. */
export const TEXT_ATTRIBUTES: readonly (readonly [string, PlacePart])[] = [
  ['office:string-value', 'field'],
  ['text:string-value', 'hidden-text'],
  ['form:current-value', 'field'],
  ['form:value', 'field'],
  ['form:label', 'field'],
  ['text:description', 'field'],
  ['office:title', 'field'],
];

/** Attributes of sheets and slides that hold text, by element. */
export const ELEMENT_ATTRIBUTES: Readonly<Record<string, readonly [attribute: string, part: PlacePart]>> = {
  'table:content-validation': ['table:condition', 'field'],
  'table:named-expression': ['table:expression', 'field'],
  'table:filter-condition': ['table:value', 'field'],
  'draw:page': ['draw:name', 'metadata'],
  'draw:frame': ['draw:name', 'metadata'],
  'text:bookmark': ['text:name', 'metadata'],
  'text:bookmark-start': ['text:name', 'metadata'],
  'text:reference-mark': ['text:name', 'metadata'],
  'text:reference-mark-start': ['text:name', 'metadata'],
  'text:section': ['text:name', 'metadata'],
};

export const LINE_ENDS: ReadonlySet<string> = new Set([
  'text:p',
  'text:h',
  'text:line-break',
  'svg:title',
  'svg:desc',
  'form:item',
  'dc:creator',
  'dc:date',
]);
