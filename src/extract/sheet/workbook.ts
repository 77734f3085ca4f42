import type { ReadContext } from '../format.ts';
import { attribute, attributesOf, createMarkupScanner } from '../markup/markup-scanner.ts';
import type { Package } from '../ooxml/package-parts.ts';
import { partSource, partText, xmlText } from '../ooxml/package-parts.ts';
import type { NumberFormat } from './number-format.ts';
import { createNumberFormat, generalFormat } from './number-format.ts';
import { inlineText } from './sheet-reader.ts';
import type { StringStore } from './string-store.ts';

export interface WorkbookSheet {
  readonly name: string;
  readonly part: string;
  readonly hidden: boolean;
}

export interface Workbook {
  readonly sheets: readonly WorkbookSheet[];
  readonly date1904: boolean;
  readonly protectedOnly: boolean;
  /** Names with what they stand for: a name can hold a constant. */
  readonly definedNames: readonly string[];
}

export async function readWorkbook(pack: Package, context: ReadContext): Promise<Workbook> {
  const text = await partText(pack, 'xl/workbook.xml', context);
  const targets = await relationTargets(pack, 'xl/workbook.xml', context);
  const sheets: WorkbookSheet[] = [];
  const definedNames: string[] = [];
  let name: string | undefined;
  let date1904 = false;
  let protectedOnly = false;
  const scanner = createMarkupScanner({
    open(tag, attributes) {
      const local = tag.slice(tag.indexOf(':') + 1);
      if (local === 'sheet') {
        const id = attributesOf(attributes).find(([key]) => /(?:^|:)id$/.test(key))?.[1] ?? '';
        const part = targets.get(id);
        const state = attribute(attributes, 'state');
        if (part)
          sheets.push({
            name: attribute(attributes, 'name') ?? '',
            part,
            hidden: state === 'hidden' || state === 'veryHidden',
          });
      } else if (local === 'workbookPr') date1904 = /date1904="(?:1|true)"/.test(attributes);
      else if (local === 'workbookProtection' || local === 'fileSharing') protectedOnly = true;
      else if (local === 'definedName') {
        name = attribute(attributes, 'name');
        const comment = attribute(attributes, 'comment');
        if (comment) definedNames.push(`${name}: ${comment}`);
      }
    },
    close: () => {
      name = undefined;
    },
    text(value) {
      if (name !== undefined && !name.startsWith('_xlnm.')) definedNames.push(`${name}: ${value}`);
    },
  });
  scanner.write(text);
  scanner.end();
  return { sheets, date1904, protectedOnly, definedNames };
}

/** Targets of a part's relationships by id, as lower-case part names. */
export async function relationTargets(
  pack: Package,
  part: string,
  context: ReadContext,
): Promise<ReadonlyMap<string, string>> {
  const slash = part.lastIndexOf('/');
  const folder = part.slice(0, slash + 1);
  const text = await partText(pack, `${folder}_rels/${part.slice(slash + 1)}.rels`, context);
  const targets = new Map<string, string>();
  for (const match of text.matchAll(/<(?:\w+:)?Relationship\s([^>]*)>/g)) {
    const attributes = new Map(attributesOf(match[1] ?? ''));
    const id = attributes.get('Id');
    const target = attributes.get('Target');
    if (id && target && attributes.get('TargetMode') !== 'External') targets.set(id, resolvePart(folder, target));
  }
  return targets;
}

function resolvePart(folder: string, target: string): string {
  const segments: string[] = [];
  for (const segment of (target.startsWith('/') ? target.slice(1) : folder + target).split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '.' && segment !== '') segments.push(segment);
  }
  return segments.join('/').toLowerCase();
}

/** Number format for each cell style, by its index. */
export async function readCellFormats(pack: Package, date1904: boolean, context: ReadContext): Promise<NumberFormat[]> {
  const text = await partText(pack, 'xl/styles.xml', context);
  const codes = new Map<number, string>();
  const made = new Map<number, NumberFormat>();
  const formats: NumberFormat[] = [];
  let inCellFormats = false;
  const formatFor = (id: number): NumberFormat => {
    let format = made.get(id);
    if (!format) {
      format = createNumberFormat(codes.get(id) ?? id, date1904);
      made.set(id, format);
    }
    return format;
  };
  const scanner = createMarkupScanner({
    open(tag, attributes) {
      const local = tag.slice(tag.indexOf(':') + 1);
      if (local === 'numFmt')
        codes.set(Number(attribute(attributes, 'numFmtId')), attribute(attributes, 'formatCode') ?? '');
      else if (local === 'cellXfs') inCellFormats = true;
      else if (local === 'xf' && inCellFormats) formats.push(formatFor(Number(attribute(attributes, 'numFmtId') ?? 0)));
    },
    close(tag) {
      if (tag.endsWith('cellXfs')) inCellFormats = false;
    },
    text: () => {},
  });
  scanner.write(text);
  scanner.end();
  return formats.length > 0 ? formats : [generalFormat];
}

/** Fills the store with the shared strings, streaming; gives those that it has no room for. */
export async function* readSharedStrings(
  pack: Package,
  context: ReadContext,
  store: StringStore,
): AsyncIterable<string> {
  const source = partSource(pack, 'xl/sharedstrings.xml', context);
  if (!source) return;
  const overflow: string[] = [];
  let carry = '';
  let prefix: string | undefined;
  for await (const piece of xmlText(source)) {
    let text = carry + piece;
    if (prefix === undefined) {
      const root = /<(?:(\w+):)?sst[\s>]/.exec(text);
      if (root) prefix = root[1] ?? '';
    }
    if (prefix) text = text.replaceAll(`<${prefix}:`, '<').replaceAll(`</${prefix}:`, '</');
    carry = takeStrings(text, store, overflow);
    if (overflow.length > 0) yield overflow.splice(0).join('\n');
  }
}

/** Adds what is complete and gives the rest. */
function takeStrings(text: string, store: StringStore, overflow: string[]): string {
  let at = 0;
  for (;;) {
    const tag = text.indexOf('<si', at);
    if (tag < 0) return text.slice(Math.max(at, text.length - 8));
    const open = text.indexOf('>', tag);
    if (open < 0) return text.slice(tag);
    if (text.charCodeAt(open - 1) === 47) {
      store.add('');
      at = open + 1;
      continue;
    }
    const end = text.indexOf('</si>', open);
    if (end < 0) return text.slice(tag);
    const inner = text.slice(open + 1, end);
    const string = plainString(inner) ?? inlineText(inner);
    if (!store.add(string)) overflow.push(string);
    at = end + 5;
  }
}

/** The usual `<t>text</t>` without anything to decode. */
function plainString(inner: string): string | undefined {
  if (!inner.startsWith('<t>') || !inner.endsWith('</t>')) return undefined;
  const text = inner.slice(3, -4);
  return text.includes('<') || text.includes('&') || text.includes('_x') ? undefined : text;
}
