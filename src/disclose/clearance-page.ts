import { maskIdentifierShapes } from '../model/index.ts';
import type { Agreement } from './agreement.ts';
import { unstatedWords } from './check-agreement.ts';
import type { Clearance } from './clear-exports.ts';
import type { ClearanceException } from './stop.ts';
import { CHECK_WORDS, groupStops, HEADLINES, placeOf, sentencesOf, summaryOf } from './stop-words.ts';

export interface ClearancePage {
  readonly clearance: Clearance;
  readonly agreement: Agreement;
  readonly exceptions: readonly ClearanceException[];
  readonly issuedAtMs: number;
  /** What a type of identifier is called in words. */
  readonly titleOf: (type: string) => string;
  /** The certificate's text, where one was made. */
  readonly certificate: string | undefined;
}

/** In the head of every page, which tells it from other files. */
export const PAGE_MARK = '<meta name="generator" content="Sharewarden clearance">';

interface ShownCertificate {
  readonly id: string;
  readonly signer: { readonly name: string; readonly keyId: string };
  readonly merkleRoot: string;
}

const STYLE = `
:root{color-scheme:light dark;--ink:#1b1b1b;--paper:#fff;--shade:#f3f3f3;--line:#c4c4c4;--good:#1a7f37;--bad:#b42318;--open:#8a5a00}
@media (prefers-color-scheme:dark){:root{--ink:#e6e6e6;--paper:#161616;--shade:#262626;--line:#4a4a4a;--good:#56c271;--bad:#ff8577;--open:#e0ad3f}}
*{box-sizing:border-box}
body{font:1rem/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:60rem;margin:2rem auto;padding:0 1rem;overflow-wrap:break-word}
h1{font-size:1.5rem;line-height:1.3;margin:0 0 1rem;padding:.75rem 1rem;border-left:.5rem solid;background:var(--shade)}
h1.cleared{border-color:var(--good)}h1.blocked{border-color:var(--bad)}h1.needs-exception{border-color:var(--open)}
h2{font-size:1.15rem;margin:2rem 0 .5rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;margin:0}dt{font-weight:600}dd{margin:0}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid var(--line)}
th,td.number{white-space:nowrap}td.number{text-align:right;font-variant-numeric:tabular-nums}
td,dd{overflow-wrap:anywhere}td{white-space:pre-line}td:first-child{overflow-wrap:break-word}
tr.block>:first-child{box-shadow:inset .25rem 0 var(--bad)}tr.exception>:first-child{box-shadow:inset .25rem 0 var(--open)}tr.passed>:first-child{box-shadow:inset .25rem 0 var(--good)}
@media (max-width:40rem){
body{margin:1rem auto}dl{grid-template-columns:1fr;gap:0}dd{margin:0 0 .5rem}
thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
table,tbody,tr,td{display:block}tr{border:1px solid var(--line);border-left-width:.25rem;margin:0 0 .75rem}
tr.block{border-left-color:var(--bad)}tr.exception{border-left-color:var(--open)}tr.passed{border-left-color:var(--good)}tr.block>:first-child,tr.exception>:first-child,tr.passed>:first-child{box-shadow:none}td{border:0}td.number{text-align:left}
td::before{content:attr(data-label);display:block;font-weight:600;font-size:.85em}
}
@media print{:root{--ink:#000;--paper:#fff;--shade:#eee;--line:#999}body{margin:0;max-width:none}tr{break-inside:avoid}}
`;

/** A page for people that prints on paper, without scripts and without anything from elsewhere. */
export function clearancePage({
  clearance,
  agreement,
  exceptions,
  issuedAtMs,
  titleOf,
  certificate,
}: ClearancePage): string {
  const { verdict, stops, mended, remarks, files, unstated } = clearance;
  const signed = certificate === undefined ? undefined : (JSON.parse(certificate) as ShownCertificate);
  const summary = summaryOf(stops, exceptions);
  const stopRows = groupStops(stops, exceptions).map((group) => {
    const { exception, check, remedy } = group;
    const { gravity } = group.stops[0];
    const isPassed = gravity === 'exception' && exception !== undefined;
    return {
      class: isPassed ? 'passed' : gravity,
      cells: [
        CHECK_WORDS[check],
        placeOf(group),
        sentencesOf(group).join('\n\n'),
        isPassed
          ? `Passed by ${exception.by} until ${exception.expires}: ${exception.reason}`
          : `${remedy}${gravity === 'exception' ? ' Or have a named person make an exception.' : ''}`,
      ],
    };
  });
  const fileRows = files.map(({ path, sizeBytes, rows, types, sha256 }) => ({
    cells: [
      maskIdentifierShapes(path),
      sizeBytes,
      rows === 0 ? '' : rows,
      Object.entries(types)
        .map(([type, count]) => `${titleOf(type)}: ${count}`)
        .join('\n') || 'none',
      sha256,
    ],
  }));
  const passed = verdict === 'cleared' && stops.length > 0;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">${PAGE_MARK}<meta name="viewport" content="width=device-width,initial-scale=1"><title>Clearance: ${text(verdict)}</title>
<style>${STYLE}</style></head><body>
<h1 class="${verdict}">${text(HEADLINES[verdict])}</h1>
${summary ? `<p>${text(summary)}.</p>\n` : ''}${facts([
  ['Agreement', agreement.id],
  ['Recipient', agreement.recipient],
  ['Purpose', agreement.purpose],
  ['Legal basis', agreement.basis],
  ['Expires', agreement.expires],
  ['Checked', `${new Date(issuedAtMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`],
])}
${section(passed ? 'Passed by exception' : 'What stands against it', table(['Check', 'Place', 'What', passed ? 'Exception' : 'What to do'], stopRows)) || '<p>Nothing stands against it.</p>'}
${section('Mended in the copy', list(mended.map(({ place, sentence }) => `${place}: ${sentence}`)))}
${section('Take note', list(remarks))}
${section('Not checked: the agreement does not say that …', list(unstated.map(unstatedWords)))}
${section('Files', table(['File', 'Bytes', 'Rows', 'Identifiers by type', 'SHA-256'], fileRows))}
${section(
  'Certificate',
  signed
    ? facts([
        ['Number', signed.id],
        ['Signer', signed.signer.name],
        ['Key', signed.signer.keyId],
        ['Digest of the list of files', signed.merkleRoot],
      ])
    : '',
)}
</body></html>
`;
}

interface ShownRow {
  readonly class?: string;
  readonly cells: readonly (string | number)[];
}

function table(heads: readonly string[], rows: readonly ShownRow[]): string {
  if (rows.length === 0) return '';
  const cell = (value: string | number, at: number): string =>
    `<td data-label="${text(heads[at] ?? '')}"${typeof value === 'number' ? ' class="number"' : ''}>${text(typeof value === 'number' ? value.toLocaleString('en-US') : value)}</td>`;
  return `<table><thead><tr>${heads.map((head) => `<th>${text(head)}</th>`).join('')}</tr></thead><tbody>${rows
    .map((row) => `<tr${row.class ? ` class="${row.class}"` : ''}>${row.cells.map(cell).join('')}</tr>`)
    .join('')}</tbody></table>`;
}

function list(lines: readonly string[]): string {
  return lines.length === 0 ? '' : `<ul>${lines.map((line) => `<li>${text(line)}</li>`).join('')}</ul>`;
}

function facts(pairs: readonly (readonly [string, string])[]): string {
  return `<dl>${pairs.map(([name, value]) => `<dt>${text(name)}</dt><dd>${text(value)}</dd>`).join('')}</dl>`;
}

function section(title: string, body: string): string {
  return body === '' ? '' : `<h2>${text(title)}</h2>${body}`;
}

function text(value: string): string {
  return value.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
