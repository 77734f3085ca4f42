import type { ReadContext } from '../format.ts';
import { createByteWindow } from '../markup/byte-window.ts';
import { attribute, attributesOf, createMarkupScanner } from '../markup/markup-scanner.ts';
import type { Package } from '../ooxml/package-parts.ts';
import { partSource, partText, xmlBytes } from '../ooxml/package-parts.ts';
import { inlineText } from './cell-value.ts';
import type { NumberFormat } from './number-format.ts';
import { createNumberFormat, generalFormat } from './number-format.ts';
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
    const attributes = match[1] ?? '';
    const id = attribute(attributes, 'Id');
    const target = attribute(attributes, 'Target');
    if (id && target && attribute(attributes, 'TargetMode') !== 'External')
      targets.set(id, resolvePart(folder, target));
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
  for (const section of ['numFmts', 'cellXfs']) scanner.write(sectionOf(text, section));
  scanner.end();
  return formats.length > 0 ? formats : [generalFormat];
}

/** An element of a part with all that is in it; nothing where there is none. The rest of the styles says how cells look. */
function sectionOf(text: string, name: string): string {
  let at = text.indexOf(name);
  while (at >= 0 && !/^[\s>]/.test(text.slice(at + name.length, at + name.length + 1)))
    at = text.indexOf(name, at + name.length);
  if (at < 0) return '';
  const end = text.indexOf(`${name}>`, at + name.length);
  return text.slice(text.lastIndexOf('<', at), end < 0 ? text.length : end + name.length + 1);
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
  const waiting = createByteWindow();
  let prefix: string | undefined;
  for await (const piece of xmlBytes(source)) {
    waiting.append(piece);
    prefix ??= /<(?:(\w+):)?sst[\s>]/.exec(waiting.text())?.slice(1).join('');
    const named = prefix;
    if (named) waiting.rewrite((text) => text.replaceAll(`<${named}:`, '<').replaceAll(`</${named}:`, '</'));
    waiting.drop(takeStrings(waiting.text(), waiting.bytes(), store, overflow));
    if (overflow.length > 0) yield overflow.splice(0).join('\n');
  }
}

/** Adds what is complete and gives how far it got. */
function takeStrings(text: string, bytes: Buffer, store: StringStore, overflow: string[]): number {
  let at = 0;
  for (;;) {
    const tag = text.indexOf('<si', at);
    if (tag < 0) return Math.max(at, text.length - 8);
    const plain = plainStringEnd(text, tag);
    if (plain > 0) {
      const from = tag + '<si><t>'.length;
      if (!store.addUtf8(bytes, from, plain)) overflow.push(bytes.toString('utf8', from, plain));
      at = plain + '</t></si>'.length;
      continue;
    }
    const open = text.indexOf('>', tag);
    if (open < 0) return tag;
    if (text.charCodeAt(open - 1) === 47) {
      store.add('');
      at = open + 1;
      continue;
    }
    const end = text.indexOf('</si>', open);
    if (end < 0) return tag;
    const string = inlineText(bytes.toString('utf8', open + 1, end));
    if (!store.add(string)) overflow.push(string);
    at = end + 5;
  }
}

/** Where the text of the usual `<si><t>text</t></si>` without anything to decode ends; 0 for any other. */
function plainStringEnd(text: string, tag: number): number {
  if (!text.startsWith('<si><t>', tag)) return 0;
  let at = tag + 7;
  let code = text.charCodeAt(at);
  for (; code !== 60; code = text.charCodeAt(++at)) {
    if (code === 38 || at >= text.length || (code === 95 && text.charCodeAt(at + 1) === 120)) return 0;
  }
  return text.startsWith('</t></si>', at) ? at : 0;
}
