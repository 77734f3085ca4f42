import { SUPPRESSED } from '../../forms.ts';
import { findHeaderRow, matchHeader } from '../../match-header.ts';
import type { RowPlan } from '../row-plan.ts';
import { packParts, partText, pruneContentTypes, pruneRelationships, setPart, unpackParts } from './office-package.ts';
import { RewriteRefused } from './rewrite-refused.ts';
import { MASK, type Treatment } from './treatment.ts';
import { decodeXml, encodeXml, withoutElements, withoutTags } from './xml-text.ts';

const KEPT =
  /^(?:\[Content_Types\]\.xml|_rels\/\.rels|word\/(?:document|styles|numbering|header\d*|footer\d*|footnotes|endnotes)\.xml|word\/theme\/[^/]+\.xml|word\/_rels\/document\.xml\.rels)$/i;
const STORY = /^word\/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml$/i;
/** Gone with what stands in them: deleted text, pictures and what they embed, earlier formatting, field codes, form data. */
const OUT = new Set([
  'w:del',
  'w:moveFrom',
  'w:drawing',
  'w:pict',
  'w:object',
  'mc:AlternateContent',
  'w:instrText',
  'w:delInstrText',
  'w:delText',
  'w:sdtPr',
  'w:ffData',
  'w:rPrChange',
  'w:pPrChange',
  'w:tblPrChange',
  'w:trPrChange',
  'w:tcPrChange',
  'w:sectPrChange',
  'w:tblGridChange',
  'w:numberingChange',
  'w:commentReference',
  'w:commentRangeStart',
  'w:commentRangeEnd',
  'w:bookmarkStart',
  'w:bookmarkEnd',
  'w:annotationRef',
  'w:altChunk',
  'w:customXmlPr',
  'w:smartTagPr',
  'w:moveFromRangeStart',
  'w:moveFromRangeEnd',
  'w:moveToRangeStart',
  'w:moveToRangeEnd',
  'w:permStart',
  'w:permEnd',
  'w:contentPart',
  'w:tblCaption',
  'w:tblDescription',
  'w:docPartObj',
]);
const UNWRAPPED = new Set(['w:ins', 'w:moveTo', 'w:hyperlink', 'w:smartTag', 'w:customXml', 'w:fldSimple']);

/** Text is masked where it stands and keeps its formatting; cells of a table with a known header take their form. */
export function rewriteDocx(bytes: Buffer, treatment: Treatment, plan: RowPlan): Uint8Array {
  const parts = unpackParts(bytes, (name) => KEPT.test(name));
  if (!/<w:document[\s>]/.test(partText(parts, 'word/document.xml')))
    throw new RewriteRefused('the document is written in an unusual way', 'Open and save it with a word processor');
  for (const name of [...parts.keys()])
    if (STORY.test(name)) setPart(parts, name, rewriteStory(partText(parts, name), name, treatment, plan));
  pruneRelationships(parts, 'word/_rels/document.xml.rels', 'word');
  pruneRelationships(parts, '_rels/.rels', '');
  pruneContentTypes(parts);
  return packParts(parts);
}

function rewriteStory(xml: string, part: string, treatment: Treatment, plan: RowPlan): string {
  const visible = withoutTags(
    withoutElements(xml.replace(/<!--[\s\S]*?-->/g, ''), (name) => OUT.has(name)),
    (name) => UNWRAPPED.has(name),
  )
    .replace(
      /<w:r\b[^>]*>(?:(?!<\/w:r>)[\s\S])*?<w:(?:vanish|webHidden|specVanish)\b(?![^>]*w:val="(?:0|false)")[^>]*>[\s\S]*?<\/w:r>/g,
      '',
    )
    .replace(/\sw:(?:rsid\w*|author|date|initials)="[^"]*"/g, '');
  let number = 0;
  const tables = visible.replace(/<w:tbl>(?:(?!<w:tbl>)[\s\S])*?<\/w:tbl>/g, (table) => {
    number += 1;
    return rewriteTable(table, `${part} ${number}`, treatment, plan);
  });
  return maskStory(tables, treatment);
}

function rewriteTable(table: string, key: string, treatment: Treatment, plan: RowPlan): string {
  const rows = [...table.matchAll(/<w:tr\b[\s\S]*?<\/w:tr>/g)].map(([row]) =>
    [...row.matchAll(/<w:tc\b[\s\S]*?<\/w:tc>/g)].map(([cell]) => textOf(cell)),
  );
  const headerAt = findHeaderRow(treatment.agreement, rows);
  if (headerAt < 0) return table;
  const { columns } = matchHeader(treatment.agreement, rows[headerAt] ?? []);
  let rowAt = -1;
  return table.replace(/<w:tr\b[\s\S]*?<\/w:tr>/g, (row) => {
    rowAt += 1;
    if (rowAt < headerAt) return row;
    const texts = rows[rowAt] ?? [];
    const decision =
      rowAt === headerAt
        ? undefined
        : plan.next(key, (column) => {
            const at = columns.indexOf(column);
            if (at < 0) return undefined;
            const text = texts[at] ?? '';
            return treatment.cell(column, text) ?? text;
          });
    if (decision?.leaveOut) return '';
    let cellAt = -1;
    return row.replace(/<w:tc\b[\s\S]*?<\/w:tc>/g, (cell) => {
      cellAt += 1;
      const column = columns[cellAt];
      if (!column || column.form === 'drop') return withText(cell, '');
      if (rowAt === headerAt) return cell;
      if (decision?.suppressed.has(column)) return withText(cell, SUPPRESSED);
      const next = treatment.cell(column, textOf(cell));
      return next === undefined ? cell : withText(cell, next);
    });
  });
}

function textOf(xml: string): string {
  return [...xml.matchAll(/<w:t(?:\s[^>]*)?>([^<]*)<\/w:t>/g)].map((match) => decodeXml(match[1] ?? '')).join('');
}

/** The first run takes the text, the others lose theirs. */
function withText(xml: string, text: string): string {
  let first = true;
  return xml.replace(/<w:t(?:\s[^>]*)?>[^<]*<\/w:t>/g, () => {
    const own = first ? encodeXml(text) : '';
    first = false;
    return `<w:t xml:space="preserve">${own}</w:t>`;
  });
}

/** Masks across runs: what is found in the text of the whole story is cut out of the runs that it spans. */
function maskStory(xml: string, treatment: Treatment): string {
  const pieces: { start: number; text: string }[] = [];
  let story = '';
  for (const match of xml.matchAll(/<w:t(?:\s[^>]*)?>([^<]*)<\/w:t>|<\/w:p>|<\/w:tc>|<w:(?:tab|br|cr)\b[^>]*>/g)) {
    if (match[1] === undefined) {
      story += match[0] === '</w:p>' ? '\n' : '\t';
      continue;
    }
    const text = decodeXml(match[1]);
    pieces.push({ start: story.length, text });
    story += text;
  }
  const spans = [...treatment.spans(story)].sort((a, b) => a.start - b.start);
  if (spans.length === 0) return xml;
  let at = -1;
  return xml.replace(/<w:t(?:\s[^>]*)?>[^<]*<\/w:t>/g, (whole) => {
    at += 1;
    const piece = pieces[at];
    if (!piece) return whole;
    const end = piece.start + piece.text.length;
    const mine = spans.filter((span) => span.start < end && span.end > piece.start);
    if (mine.length === 0) return whole;
    let text = '';
    let from = piece.start;
    for (const span of mine) {
      text += story.slice(from, Math.max(span.start, from));
      if (span.start >= piece.start) text += MASK;
      from = Math.max(from, Math.min(span.end, end));
    }
    return `<w:t xml:space="preserve">${encodeXml(text + story.slice(from, end))}</w:t>`;
  });
}
