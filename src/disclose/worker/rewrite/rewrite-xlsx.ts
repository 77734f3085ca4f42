import type { RowPlan } from '../row-plan.ts';
import {
  type Parts,
  packParts,
  partText,
  pruneContentTypes,
  pruneRelationships,
  setPart,
  unpackParts,
} from './office-package.ts';
import { RewriteRefused } from './rewrite-refused.ts';
import { rewriteSheet } from './rewrite-sheet.ts';
import type { Treatment } from './treatment.ts';
import { attribute, decodeXml, keepChildren, withoutElements } from './xml-text.ts';

const KEPT =
  /^(?:\[Content_Types\]\.xml|_rels\/\.rels|xl\/workbook\.xml|xl\/_rels\/workbook\.xml\.rels|xl\/worksheets\/[^/]+\.xml|xl\/sharedStrings\.xml|xl\/styles\.xml|xl\/theme\/[^/]+\.xml)$/i;
const WORKBOOK_CHILDREN = new Set(['workbookPr', 'bookViews', 'sheets', 'definedNames', 'calcPr']);
const REFERENCE = /^(?:'[^'"]+'|[\w.]+)!\$?[A-Z]{0,3}\$?\d*(?::\$?[A-Z]{0,3}\$?\d*)?$/;

/**
 * Cells take the form that the agreement asks for where they stand, so that formulas, styles and types of all others survive. Hidden
 * sheets, rows and columns, comments, drawings, tables, pivots, links, properties and custom XML do not come along.
 */
export function rewriteXlsx(bytes: Buffer, treatment: Treatment, plan: RowPlan): Uint8Array {
  const parts = unpackParts(bytes, (name) => KEPT.test(name));
  const workbook = partText(parts, 'xl/workbook.xml');
  if (hasMacros(partText(parts, '[Content_Types].xml')))
    throw new RewriteRefused('the workbook has macros', 'Save it as xlsx');
  if (!/<workbook[\s>]/.test(workbook))
    throw new RewriteRefused(
      'the workbook is written in an unusual way',
      'Open and save it with a spreadsheet program',
    );
  const targets = pruneRelationships(parts, 'xl/_rels/workbook.xml.rels', 'xl');
  const sheets = [...workbook.matchAll(/<sheet\b[^>]*>/g)].map(([tag]) => ({
    tag,
    name: attribute(tag, 'name') ?? '',
    visible: (attribute(tag, 'state') ?? 'visible') === 'visible',
    part: targets.get(attribute(tag, 'r:id') ?? /\b\w+:id="([^"]*)"/.exec(tag)?.[1] ?? ''),
  }));
  const shown = sheets.filter(({ visible, part }) => visible && part !== undefined);
  if (shown.length === 0)
    throw new RewriteRefused('the workbook has no visible sheet', 'Show the sheet that is to be handed on');
  const kept = new Set(shown.map(({ part }) => part));
  for (const name of [...parts.keys()]) if (/^xl\/worksheets\//i.test(name) && !kept.has(name)) parts.delete(name);
  const strings = readStrings(parts);
  const used = new Set<number>();
  for (const { part } of shown)
    if (part)
      setPart(
        parts,
        part,
        rewriteSheet(partText(parts, part), {
          treatment,
          plan,
          part,
          strings: strings.texts,
          used,
          removedSheets: sheets.some(({ visible }) => !visible),
        }),
      );
  if (strings.items.length > 0)
    setPart(parts, 'xl/sharedStrings.xml', writeStrings(partText(parts, 'xl/sharedStrings.xml'), used));
  setPart(
    parts,
    'xl/workbook.xml',
    rewriteWorkbook(
      workbook,
      new Set(shown.map(({ tag }) => tag)),
      shown.map(({ name }) => name),
    ),
  );
  if (parts.has('xl/styles.xml')) setPart(parts, 'xl/styles.xml', rewriteStyles(partText(parts, 'xl/styles.xml')));
  pruneRelationships(parts, 'xl/_rels/workbook.xml.rels', 'xl');
  pruneRelationships(parts, '_rels/.rels', '');
  pruneContentTypes(parts);
  return packParts(parts);
}

function rewriteWorkbook(xml: string, shownTags: ReadonlySet<string>, shownNames: readonly string[]): string {
  const names = new Set(shownNames);
  const children = keepChildren(xml, (name) => WORKBOOK_CHILDREN.has(name))
    .replace(/<sheet\b[^>]*>/g, (tag) => (shownTags.has(tag) ? tag : ''))
    .replace(/<bookViews>[\s\S]*?<\/bookViews>/, '')
    .replace(/<definedName\b([^>]*)>([^<]*)<\/definedName>/g, (whole, attributes: string, content: string) => {
      const text = decodeXml(content);
      const sheet = /^(?:'([^']+)'|([\w.]+))!/.exec(text);
      const plain =
        REFERENCE.test(text) &&
        names.has(sheet?.[1] ?? sheet?.[2] ?? '') &&
        !/\b(?:localSheetId|hidden|comment|description)=/.test(attributes);
      return plain ? whole : '';
    })
    .replace(/<definedNames>\s*<\/definedNames>/, '')
    .replace(/<calcPr\b[^>]*?(?:\/>|>[\s\S]*?<\/calcPr>)/, '');
  return children.replace(/<\/workbook>/, '<calcPr fullCalcOnLoad="1"/></workbook>');
}

/** A number format can carry text of its own. */
function rewriteStyles(xml: string): string {
  return withoutElements(xml, (name) => name === 'extLst').replace(
    /(<numFmt\b[^>]*formatCode=")([^"]*)"/g,
    (whole, before: string, code: string) =>
      /(?:\d[^\d]{0,2}){7}|@[\w-]+\./.test(decodeXml(code).replace(/0+|#+/g, '')) ? `${before}General"` : whole,
  );
}

interface Strings {
  readonly items: readonly string[];
  readonly texts: readonly string[];
}

function readStrings(parts: Parts): Strings {
  if (!parts.has('xl/sharedStrings.xml')) return { items: [], texts: [] };
  const items = [...partText(parts, 'xl/sharedStrings.xml').matchAll(/<si\b[^>]*?(?:\/>|>[\s\S]*?<\/si>)/g)].map(
    ([item]) => item,
  );
  return { items, texts: items.map(textOfItem) };
}

export function textOfItem(item: string): string {
  return [...withoutElements(item, (name) => name === 'rPh').matchAll(/<t\b[^>]*>([^<]*)<\/t>/g)]
    .map((match) => decodeXml(match[1] ?? ''))
    .join('');
}

/** Strings that no cell shows any more keep their place and lose their text. */
function writeStrings(xml: string, used: ReadonlySet<number>): string {
  let at = -1;
  return withoutElements(xml, (name) => name === 'extLst').replace(/<si\b[^>]*?(?:\/>|>[\s\S]*?<\/si>)/g, (item) => {
    at += 1;
    return used.has(at) ? withoutElements(item, (name) => name === 'rPh') : '<si><t></t></si>';
  });
}

/** By the types of the parts themselves; a default for an ending says nothing of what the package holds. */
function hasMacros(contentTypes: string): boolean {
  return [...contentTypes.matchAll(/<(?:\w+:)?Override\b[^>]*>/g)].some(([tag]) =>
    /vbaProject|macroEnabled/i.test(tag),
  );
}
