import { createHmac } from 'node:crypto';
import type { Detector } from '../detect/index.ts';
import { type Limits, openForReading } from '../extract/index.ts';
import {
  describePlace,
  type Finding,
  maskIdentifierShapes,
  type PlacePart,
  type TableBlock,
  type TextBlock,
} from '../model/index.ts';
import type { Agreement } from './agreement.ts';
import { collectFindings } from './collect-findings.ts';
import type { FormSetting } from './forms.ts';
import { hashAsRead } from './hash-file.ts';
import { findHeaderRow } from './match-header.ts';
import { looksLikeData, measureTable, type TableMeasure } from './measure-table.ts';
import { packageContent } from './package-parts.ts';
import { rowSketch } from './row-sketch.ts';
import { type Stop, stop } from './stop.ts';

export interface MeasureRequest {
  readonly path: string;
  /** Base name as the recipient sees it. */
  readonly name: string;
  readonly agreement: Agreement;
  readonly limits: Limits;
}

/** What may leave the worker of a file: no text, no value. */
export interface FileMeasure {
  readonly format: string;
  readonly sizeBytes: number;
  readonly contentSha256?: string;
  readonly stops: readonly Stop[];
  /** Findings of medium and high confidence by type. */
  readonly types: Readonly<Record<string, number>>;
  readonly rows: number;
  readonly unreadParts: number;
  /** Sorted keyed fingerprints of rows, eight bytes each. */
  readonly rowFingerprints: Uint8Array;
  readonly riskyRows: readonly number[];
}

/** Parts that a reader of the document does not see. */
const HIDDEN: ReadonlySet<PlacePart> = new Set([
  'comment',
  'tracked-insertion',
  'tracked-deletion',
  'alt-text',
  'hidden-text',
  'hidden-sheet',
  'hidden-row',
  'hidden-column',
  'hidden-slide',
  'speaker-notes',
  'annotation',
  'custom-xml',
  'source-markup',
  'raw-bytes',
]);
/** Rows after which what was found so far is counted, so that memory does not grow with the file. */
const SESSION_ROWS = 10_000;
const SESSION_TEXT_BYTES = 8 << 20;
const FINDINGS_PER_TYPE = 200_000;
const FIRST_TABLE_ROWS_HELD = 25;
const KNOWN_SSNS_MAX = 5_000;

/** Reads a file to its end and says what stands against handing it on. Runs in a worker. */
export async function measureFile(
  request: MeasureRequest,
  detector: Detector,
  setting: FormSetting,
  fingerprintKey: Uint8Array,
): Promise<FileMeasure> {
  const { agreement, name } = request;
  const reading = await openForReading(request.path, { name, limits: request.limits, contentKey: fingerprintKey });
  const findings = collectFindings(agreement);
  const sketch = rowSketch((row) => createHmac('sha256', fingerprintKey).update('row\u0000').update(row).digest());
  const stops: Stop[] = [];
  const hidden = new Map<string, number>();
  const ssns = new Set<string>();
  const riskyRows: number[] = [];
  let session = open();
  let unreadParts = 0;
  let table:
    | {
        number: number;
        block: TableBlock;
        held: { row: number; cells: readonly string[] }[];
        measure: TableMeasure | undefined;
        decided: boolean;
      }
    | undefined;

  function open() {
    return {
      detection: detector.openFile({ findingsPerType: FINDINGS_PER_TYPE, asOf: setting.asOf }),
      rows: 0,
      bytes: 0,
      header: undefined as TableMeasure['header'] | undefined,
    };
  }
  const flush = (): void => {
    const { findings: found, types } = session.detection.finish();
    findings.add(found as readonly Finding[], types, session.header);
    session = open();
  };
  const decide = (): void => {
    if (!table || table.decided) return;
    table.decided = true;
    const { block, held } = table;
    const given = block.columns;
    const headerAt = given
      ? -1
      : findHeaderRow(
          agreement,
          held.map(({ cells }) => cells),
        );
    const names = given ?? (headerAt >= 0 ? held[headerAt]?.cells : undefined);
    const measure = names && measureTable(agreement, setting, tablePlace(block), names);
    if (measure && (given || measure.header.columns.some((column) => column !== undefined))) {
      table.measure = measure;
      if (headerAt > 0)
        addText(
          block,
          held
            .slice(0, headerAt)
            .map(({ cells }) => cells.join(' '))
            .join('\n'),
        );
    } else if (looksLikeData({ rows: held.map(({ cells }) => cells) }))
      stops.push(
        stop({
          check: 'no-header',
          place: tablePlace(block) || 'the table',
          count: 1,
          sentence: 'No row names a column of the agreement, so nothing says what the columns are',
          remedy: 'Put a header row with the names of the agreement above the data',
        }),
      );
    takeRows(held.slice(headerAt + 1));
    table.held = [];
  };
  const addText = ({ place }: TableBlock, text: string): void => {
    session.detection.add({ kind: 'text', place, utf8: Buffer.from(text), continues: false });
  };
  const takeRows = (rows: readonly { row: number; cells: readonly string[] }[]): void => {
    const first = rows[0];
    if (!table || !first) return;
    const { columns: _own, ...rest } = table.block;
    const names = table.measure?.header.names;
    session.header = table.measure?.header;
    session.detection.add({
      ...rest,
      ...(names ? { columns: names } : {}),
      firstRow: first.row,
      rows: rows.map(({ cells }) => cells),
    });
    for (const { row, cells } of rows) {
      table.measure?.addRow(row, cells);
      if (cells.some((cell) => cell !== '')) sketch.add(cells);
      if (ssns.size < KNOWN_SSNS_MAX)
        for (const cell of cells) if (/^\d{3}-?\d{2}-?\d{4}$/.test(cell)) ssns.add(cell.replaceAll('-', ''));
    }
    session.rows += rows.length;
    if (session.rows >= SESSION_ROWS) flush();
  };
  const closeTable = (): void => {
    decide();
    if (table) flush();
    const result = table?.measure?.finish(ssns);
    if (result) {
      stops.push(...result.stops);
      for (const row of result.riskyRows) riskyRows.push(row);
    }
    table = undefined;
  };
  const addTable = (block: TableBlock): void => {
    if (table?.number !== block.table) {
      closeTable();
      flush();
      table = { number: block.table, block, held: [], measure: undefined, decided: false };
    }
    const rows = block.rows.map((cells, index) => ({ row: block.firstRow + index, cells }));
    noteHidden(hidden, block, rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== '')).length);
    for (const column of block.hiddenColumns ?? [])
      if (rows.some(({ cells }) => (cells[column] ?? '').trim() !== ''))
        hidden.set(`hidden column ${column + 1}`, (hidden.get(`hidden column ${column + 1}`) ?? 0) + 1);
    if (table.decided) {
      table.block = block;
      takeRows(rows);
      return;
    }
    table.held.push(...rows);
    if (table.held.length >= FIRST_TABLE_ROWS_HELD) decide();
  };
  const addTextBlock = (block: TextBlock): void => {
    closeTable();
    noteHidden(hidden, block, Buffer.from(block.utf8).toString('latin1').trim() === '' ? 0 : 1);
    session.detection.add(block);
    session.bytes += block.utf8.length;
    if (session.bytes > SESSION_TEXT_BYTES && !block.continues) flush();
  };

  for await (const part of reading.parts) {
    if (part.kind === 'table') addTable(part);
    else if (part.kind === 'text') addTextBlock(part);
    else if (part.kind === 'unread') {
      unreadParts += 1;
      if (unreadParts <= 20)
        stops.push(
          stop({
            check: 'unread',
            place: maskIdentifierShapes(describePlace(part.place)) || 'the file',
            count: 1,
            sentence: `Not read: ${part.reason}${part.detail ? `, ${part.detail}` : ''}`,
            remedy: 'Nothing unread is cleared: hand on a form that can be read',
          }),
        );
    }
  }
  closeTable();
  const contentSha256 =
    unreadParts === 0 ? await hashAsRead(request.path, fingerprintKey, reading.contentDigest) : undefined;
  if (unreadParts === 0 && contentSha256 === undefined) {
    unreadParts = 1;
    stops.push(
      stop({
        check: 'unread',
        place: 'the file',
        count: 1,
        sentence: 'Not read: changed-while-read',
        remedy: 'Clear it again when nothing writes it',
      }),
    );
  }
  if (unreadParts === 0) {
    const content = await packageContent(request.path, reading.format);
    for (const [what, count] of content.hidden) hidden.set(what, (hidden.get(what) ?? 0) + count);
    for (const literal of content.literals)
      session.detection.add({
        kind: 'text',
        place: { members: [], part: 'hidden-text' },
        utf8: Buffer.from(literal),
        continues: false,
      });
  }
  flush();
  for (const [what, count] of hidden)
    stops.push(
      stop({
        check: 'hidden-content',
        place: what,
        count,
        sentence: `Content that a reader does not see: ${what}`,
        remedy: 'Take it out (--fix does)',
      }),
    );
  stops.push(...findings.stops());
  return {
    format: reading.format,
    sizeBytes: reading.sizeBytes,
    ...(contentSha256 ? { contentSha256 } : {}),
    stops,
    types: findings.types(),
    rows: sketch.rows(),
    unreadParts,
    rowFingerprints: sketch.finish(),
    riskyRows: [...new Set(riskyRows)],
  };
}

function noteHidden(hidden: Map<string, number>, { place }: TextBlock | TableBlock, count: number): void {
  if (count === 0) return;
  const sheet = place.sheet === undefined ? '' : ' in a sheet';
  const what =
    place.part && HIDDEN.has(place.part)
      ? `${place.part.replaceAll('-', ' ')}${place.part === 'hidden-sheet' ? '' : sheet}`
      : place.members.length > 0
        ? 'file inside the file'
        : undefined;
  if (what) hidden.set(what, (hidden.get(what) ?? 0) + count);
}

/** Sheets are numbered, not named: a name is content. */
function tablePlace(block: TableBlock): string {
  const { sheet, page } = block.place;
  return sheet !== undefined
    ? `table ${block.table} (sheet ${maskIdentifierShapes(sheet)})`
    : page !== undefined
      ? `page ${page}`
      : '';
}
