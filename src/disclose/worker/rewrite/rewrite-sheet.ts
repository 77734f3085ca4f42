import type { AgreementColumn } from '../../agreement.ts';
import { SUPPRESSED } from '../../forms.ts';
import { findHeaderRow, HEADER_SEARCH_ROWS, type MatchedHeader, matchHeader } from '../../match-header.ts';
import { spellsOut } from '../formula-literals.ts';
import type { RowPlan } from '../row-plan.ts';
import { type FormulaTaint, formulaTaint } from './formula-taint.ts';
import { RewriteRefused } from './rewrite-refused.ts';
import { textOfItem } from './rewrite-xlsx.ts';
import type { Treatment } from './treatment.ts';
import { attribute, decodeXml, encodeXml, keepChildren } from './xml-text.ts';

export interface SheetSetting {
  readonly treatment: Treatment;
  readonly plan: RowPlan;
  /** The sheet's part, which tells its records from those of others. */
  readonly part: string;
  readonly strings: readonly string[];
  /** Shared strings that the copy still shows; filled here. */
  readonly used: Set<number>;
  readonly removedSheets: boolean;
}

const CHILDREN = new Set([
  'dimension',
  'sheetViews',
  'sheetFormatPr',
  'cols',
  'sheetData',
  'mergeCells',
  'printOptions',
  'pageMargins',
  'rowBreaks',
  'colBreaks',
]);
const ROW = /<row\b([^>]*?)(?:\/>|>([\s\S]*?)<\/row>)/g;
const CELL = /<c\b([^>]*?)(?:\/>|>([\s\S]*?)<\/c>)/g;

interface Cell {
  readonly whole: string;
  readonly attributes: string;
  readonly column: number;
  readonly text: string;
  readonly shared: number | undefined;
  readonly formula: string | undefined;
}

export function rewriteSheet(xml: string, setting: SheetSetting): string {
  if (!/<sheetData[\s/>]/.test(xml))
    throw new RewriteRefused('a sheet is written in an unusual way', 'Open and save it with a spreadsheet program');
  const { treatment, plan } = setting;
  const hiddenColumns = hiddenColumnsOf(xml);
  const head: string[][] = [];
  const headRows: number[] = [];
  let order = 0;
  for (const match of xml.matchAll(ROW)) {
    order += 1;
    if (head.length >= HEADER_SEARCH_ROWS) break;
    head.push(textsOf(cellsOf(match[2] ?? '', setting.strings)));
    headRows.push(rowNumber(match[1] ?? '', order));
  }
  const headerAt = findHeaderRow(treatment.agreement, head);
  const header = headerAt < 0 ? undefined : matchHeader(treatment.agreement, head[headerAt] ?? []);
  const headerRow = headRows[headerAt] ?? 0;
  const rowsGo = plan.leavesOutRows() || setting.removedSheets || /<row\b[^>]*\shidden="(?:1|true)"/.test(xml);
  const taint = formulaTaint(
    formulasOf(xml, setting.strings),
    changedColumns(header, treatment, plan, hiddenColumns),
    rowsGo,
  );
  let at = 0;
  const body = xml.replace(ROW, (whole, attributes: string, inner: string | undefined) => {
    at += 1;
    const number = rowNumber(attributes, at);
    if (/\shidden="(?:1|true)"/.test(attributes)) return '';
    if (inner === undefined) return whole;
    const cells = cellsOf(inner, setting.strings);
    const decision =
      header && number > headerRow ? plan.next(setting.part, shownIn(cells, header, treatment)) : undefined;
    if (decision?.leaveOut) return '';
    const kept = cells.map((cell) => {
      if (hiddenColumns.has(cell.column)) return '';
      if (!header || number < headerRow) return textCell(cell, setting, taint);
      const column = header.columns[cell.column];
      if (number === headerRow) return column && column.form !== 'drop' ? keep(cell, setting) : empty(cell);
      if (!column || column.form === 'drop') return empty(cell);
      if (decision?.suppressed.has(column)) return written(cell, SUPPRESSED);
      if (treatment.leaves(column)) return untouched(cell, setting, taint);
      const next = treatment.cell(column, cell.text);
      return next === undefined
        ? cell.formula === undefined
          ? keep(cell, setting)
          : empty(cell)
        : written(cell, next);
    });
    return `<row${attributes}>${kept.join('')}</row>`;
  });
  return keepChildren(body, (name) => CHILDREN.has(name))
    .replace(/<col\b[^>]*\shidden="(?:1|true)"[^>]*>/g, '')
    .replace(/<cols>\s*<\/cols>/, '');
}

/** Numbers, dates and texts that stay keep their bytes; a result that was computed from something removed goes, its formula stays. */
function untouched(cell: Cell, setting: SheetSetting, taint: FormulaTaint): string {
  if (cell.formula === undefined) return keep(cell, setting);
  const literals = [...cell.formula.matchAll(/"((?:[^"]|"")*)"/g)].map((match) => match[1] ?? '');
  if (
    taint.isLost(cell.formula) ||
    spellsOut(cell.formula) ||
    literals.some((text) => setting.treatment.spans(text).length > 0 || /\d{3}\D?\d{2}\D?\d{4}/.test(text))
  )
    return empty(cell);
  if (!taint.isTainted(cell.column, cell.formula)) return cell.whole;
  return cell.whole.replace(/<v>[^<]*<\/v>/, '').replace(/(<c\b[^>]*?)\st="[^"]*"/, '$1');
}

function textCell(cell: Cell, setting: SheetSetting, taint: FormulaTaint): string {
  if (cell.formula !== undefined) return untouched(cell, setting, taint);
  const masked = cell.text.trim() === '' ? cell.text : setting.treatment.text(cell.text);
  return masked === cell.text ? keep(cell, setting) : written(cell, masked);
}

function keep(cell: Cell, { used }: SheetSetting): string {
  if (cell.shared !== undefined) used.add(cell.shared);
  return cell.whole;
}

function empty({ attributes }: Cell): string {
  return `<c${bareAttributes(attributes)}/>`;
}

function written(cell: Cell, text: string): string {
  return text === ''
    ? empty(cell)
    : `<c${bareAttributes(cell.attributes)} t="inlineStr"><is><t xml:space="preserve">${encodeXml(text)}</t></is></c>`;
}

/** Place and style; not the type, which changes. */
function bareAttributes(attributes: string): string {
  return ['r', 's']
    .map((name) => [name, attribute(attributes, name)] as const)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${value}"`)
    .join('');
}

function cellsOf(inner: string, strings: readonly string[]): Cell[] {
  let next = 0;
  return [...inner.matchAll(CELL)].map((match) => {
    const [whole, attributes = '', content = ''] = match;
    const place = attribute(attributes, 'r');
    const column = place === undefined ? next : columnIndex(place);
    next = column + 1;
    const type = attribute(attributes, 't') ?? 'n';
    const value = /<v\b[^>]*>([^<]*)<\/v>/.exec(content)?.[1];
    const shared = type === 's' && value !== undefined ? Number(value) : undefined;
    const text =
      shared !== undefined
        ? (strings[shared] ?? '')
        : type === 'inlineStr'
          ? textOfItem(content)
          : decodeXml(value ?? '');
    const formula = /<f\b[^>]*?(?:\/>|>([^<]*)<\/f>)/.exec(content);
    return { whole, attributes, column, text, shared, formula: formula ? decodeXml(formula[1] ?? '') : undefined };
  });
}

function textsOf(cells: readonly Cell[]): string[] {
  const texts: string[] = [];
  for (const { column, text } of cells) texts[column] = text;
  return Array.from(texts, (text) => text ?? '');
}

function* formulasOf(xml: string, strings: readonly string[]): Iterable<{ column: number; formula: string }> {
  if (!xml.includes('<f')) return;
  for (const match of xml.matchAll(ROW))
    if (match[2]?.includes('<f'))
      for (const { column, formula } of cellsOf(match[2], strings))
        if (formula !== undefined) yield { column, formula };
}

function changedColumns(
  header: MatchedHeader | undefined,
  treatment: Treatment,
  plan: RowPlan,
  hidden: ReadonlySet<number>,
): (column: number) => boolean {
  return (column) =>
    hidden.has(column) ||
    (header !== undefined && (!treatment.leaves(header.columns[column]) || plan.suppresses(header.columns[column])));
}

/** Cells by column of the agreement, as the copy would have them. */
function shownIn(
  cells: readonly Cell[],
  { columns }: MatchedHeader,
  treatment: Treatment,
): (column: AgreementColumn) => string | undefined {
  return (column) => {
    if (!columns.includes(column)) return undefined;
    const text = cells.find((cell) => columns[cell.column] === column)?.text ?? '';
    return treatment.cell(column, text) ?? text;
  };
}

function hiddenColumnsOf(xml: string): Set<number> {
  const hidden = new Set<number>();
  for (const [tag] of xml.matchAll(/<col\b[^>]*>/g)) {
    if (!/\shidden="(?:1|true)"/.test(tag)) continue;
    const last = Math.min(Number(attribute(tag, 'max') ?? 0), 16_384);
    for (let column = Number(attribute(tag, 'min') ?? 1); column <= last; column += 1) hidden.add(column - 1);
  }
  return hidden;
}

function rowNumber(attributes: string, order: number): number {
  return Number(attribute(attributes, 'r') ?? order);
}

export function columnIndex(place: string): number {
  return (
    [...place.replace(/[^A-Za-z]/g, '').toUpperCase()].reduce(
      (sum, letter) => sum * 26 + letter.charCodeAt(0) - 64,
      0,
    ) - 1
  );
}
