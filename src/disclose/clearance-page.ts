import { maskIdentifierShapes } from '../model/index.ts';
import type { Agreement } from './agreement.ts';
import { STATUS_WORDS } from './check-agreement.ts';
import type { Clearance } from './clear-exports.ts';
import type { Requirement } from './legal-bases.ts';
import type { Check, ClearanceException, ClearanceVerdict, Stop } from './stop.ts';

export interface ClearancePage {
  readonly clearance: Clearance;
  readonly agreement: Agreement;
  readonly exceptions: readonly ClearanceException[];
  readonly issuedAtMs: number;
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

const CHECK_WORDS: Readonly<Record<Check, string>> = {
  agreement: 'Agreement',
  unread: 'Not read',
  'hidden-content': 'Hidden content',
  'column-not-permitted': 'Column not permitted',
  'no-header': 'No header row',
  'type-not-permitted': 'Identifier not permitted',
  'file-name': 'File name',
  'wrong-form': 'Wrong form',
  'guessable-pseudonym': 'Pseudonym that can be guessed',
  'unknown-pseudonym': 'Pseudonym of unknown making',
  'unexplained-number': 'Number of unknown meaning',
  'possible-type': 'Possible identifier',
  'forbidden-combination': 'Forbidden combination',
  'small-cell': 'Small cell',
  'whole-group': 'All or none of a group',
  'undeclared-count': 'Possible small count',
  'recoverable-cell': 'Suppressed cell given away',
  'small-class': 'People who stand out',
  'one-outcome-class': 'Groups of one outcome',
};

const HEADLINES: Readonly<Record<ClearanceVerdict, string>> = {
  cleared: 'Cleared: it may go to the recipient under this agreement',
  blocked: 'Blocked: it may not go',
  'needs-exception': 'Not cleared: a named person has to make an exception, or it has to be mended',
};

/** One line for each stop, for a terminal. */
export function clearanceLines(
  { verdict, stops, mended, remarks, files, unstated }: Clearance,
  exceptions: readonly ClearanceException[],
): string[] {
  const lines = [HEADLINES[verdict]];
  if (mended.length > 0)
    lines.push(`Mended in the copy: ${mended.length} ${mended.length === 1 ? 'finding' : 'findings'} of the original.`);
  for (const one of stops)
    lines.push(
      '',
      `${one.gravity === 'block' ? 'STOP' : exceptionFor(one, exceptions) ? 'passed by exception' : 'needs an exception'}  ${[one.file, one.place].filter(Boolean).join(' > ')}`,
      `  ${one.sentence}.${rowWords(one)}`,
      `  ${one.remedy}.`,
    );
  for (const remark of remarks) lines.push('', `note  ${remark}.`);
  for (const requirement of unstated) lines.push('', `not checked  ${unstatedWords(requirement)}`);
  for (const file of files)
    if (verdict === 'cleared')
      lines.push('', `${file.path}  ${file.sizeBytes} bytes, ${file.rows} rows`, `  SHA-256 ${file.sha256}`);
  return lines;
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
td,dd{overflow-wrap:anywhere}td:first-child{overflow-wrap:break-word}
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
export function clearancePage({ clearance, agreement, exceptions, issuedAtMs, certificate }: ClearancePage): string {
  const { verdict, stops, mended, remarks, files, unstated } = clearance;
  const signed = certificate === undefined ? undefined : (JSON.parse(certificate) as ShownCertificate);
  const stopRows = stops.map((one) => {
    const exception = exceptionFor(one, exceptions);
    return {
      class: one.gravity === 'exception' && exception ? 'passed' : one.gravity,
      cells: [
        CHECK_WORDS[one.check],
        [one.file, one.place].filter(Boolean).join(' › '),
        `${one.sentence}.${rowWords(one)}`,
        exception
          ? `Passed by ${exception.by} until ${exception.expires}: ${exception.reason}`
          : `${one.remedy}${one.gravity === 'exception' ? ', or have a named person make an exception' : ''}.`,
      ],
    };
  });
  const fileRows = files.map(({ path, sizeBytes, rows, types, sha256 }) => ({
    cells: [
      maskIdentifierShapes(path),
      sizeBytes,
      rows,
      Object.entries(types)
        .map(([type, count]) => `${type} ${count}`)
        .join(', ') || 'none',
      sha256,
    ],
  }));
  const passed = verdict === 'cleared' && stops.length > 0;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">${PAGE_MARK}<meta name="viewport" content="width=device-width,initial-scale=1"><title>Clearance: ${text(verdict)}</title>
<style>${STYLE}</style></head><body>
<h1 class="${verdict}">${text(HEADLINES[verdict])}</h1>
${facts([
  ['Agreement', agreement.id],
  ['Recipient', agreement.recipient],
  ['Purpose', agreement.purpose],
  ['Legal basis', agreement.basis],
  ['Expires', agreement.expires],
  ['Checked', `${new Date(issuedAtMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`],
])}
${section(passed ? 'Passed by exception' : 'What stands against it', table(['Check', 'Place', 'What', passed ? 'Exception' : 'What to do'], stopRows)) || '<p>Nothing stands against it.</p>'}
${section('Mended in the copy', list(mended.map(({ place, sentence }) => `${place}: ${sentence}`)))}
${section('Concluded', list(remarks))}
${section('Not said by the agreement, so not checked', list(unstated.map(unstatedWords)))}
${section('Files', table(['File', 'Bytes', 'Rows', 'Identifiers by type', 'SHA-256'], fileRows))}
${section(
  'Certificate',
  signed
    ? facts([
        ['Number', signed.id],
        ['Signer', signed.signer.name],
        ['Key', signed.signer.keyId],
        ['Merkle root', signed.merkleRoot],
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

function unstatedWords({ asks, clause, status, remedy }: Requirement): string {
  return `The agreement does not say that it ${asks} (${clause}, ${STATUS_WORDS[status]}). ${remedy}.`;
}

function exceptionFor({ check }: Stop, exceptions: readonly ClearanceException[]): ClearanceException | undefined {
  return exceptions.find((exception) => exception.check === check);
}

function rowWords({ rows, count }: Stop): string {
  if (rows.length === 0) return '';
  return ` Rows ${rows.join(', ')}${count > rows.length ? ', …' : ''}`;
}

function text(value: string): string {
  return value.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
