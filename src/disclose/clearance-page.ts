import type { Agreement } from './agreement.ts';
import type { Clearance } from './clear-exports.ts';
import type { ClearanceException, ClearanceVerdict, Stop } from './stop.ts';

export interface ClearancePage {
  readonly clearance: Clearance;
  readonly agreement: Agreement;
  readonly exceptions: readonly ClearanceException[];
  readonly issuedAtMs: number;
  /** The certificate's text, where one was made. */
  readonly certificate: string | undefined;
}

interface ShownCertificate {
  readonly id: string;
  readonly signer: { readonly name: string; readonly keyId: string };
  readonly merkleRoot: string;
}

const HEADLINES: Readonly<Record<ClearanceVerdict, string>> = {
  cleared: 'Cleared: it may go to the recipient under this agreement',
  blocked: 'Blocked: it may not go',
  'needs-exception': 'Not cleared: a named person has to make an exception, or it has to be mended',
};

/** One line for each stop, for a terminal. */
export function clearanceLines(
  { verdict, stops, mended, files }: Clearance,
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
  for (const file of files)
    if (verdict === 'cleared')
      lines.push('', `${file.path}  ${file.sizeBytes} bytes, ${file.rows} rows`, `  SHA-256 ${file.sha256}`);
  return lines;
}

/** A page for people that prints on paper, without scripts and without anything from elsewhere. */
export function clearancePage({
  clearance,
  agreement,
  exceptions,
  issuedAtMs,
  certificate: certified,
}: ClearancePage): string {
  const certificate = certified === undefined ? undefined : (JSON.parse(certified) as ShownCertificate);
  const { verdict, stops, mended, files } = clearance;
  const rows = stops.map(
    (one) =>
      `<tr class="${one.gravity}"><td>${text(one.check)}</td><td>${text([one.file, one.place].filter(Boolean).join(' › '))}</td><td>${text(one.sentence)}.${text(rowWords(one))}</td><td>${text(exceptionFor(one, exceptions)?.reason ?? one.remedy)}</td></tr>`,
  );
  const cleared = files.map(
    (file) =>
      `<tr><td>${text(file.path)}</td><td>${file.sizeBytes}</td><td>${file.rows}</td><td>${text(
        Object.entries(file.types)
          .map(([type, count]) => `${type} ${count}`)
          .join(', ') || 'none',
      )}</td><td><code>${text(file.sha256)}</code></td></tr>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Clearance: ${text(verdict)}</title>
<style>
body{font:15px/1.5 system-ui,sans-serif;color:#1b1b1b;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem;margin:0 0 .5rem;padding:.75rem 1rem;border-left:.5rem solid;background:#f3f3f3}
h1.cleared{border-color:#1a7f37}h1.blocked{border-color:#b42318}h1.needs-exception{border-color:#9a6700}
h2{font-size:1.1rem;margin:1.5rem 0 .25rem}table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.35rem .5rem;border-bottom:1px solid #ccc}code{font-size:.8rem;word-break:break-all}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:0}dt{font-weight:600}dd{margin:0}
@media print{body{margin:0;max-width:none}tr{break-inside:avoid}}
</style></head><body>
<h1 class="${verdict}">${text(HEADLINES[verdict])}</h1>
<dl><dt>Agreement</dt><dd>${text(agreement.id)}</dd><dt>Recipient</dt><dd>${text(agreement.recipient)}</dd><dt>Purpose</dt><dd>${text(agreement.purpose)}</dd><dt>Legal basis</dt><dd>${text(agreement.basis)}</dd><dt>Expires</dt><dd>${text(agreement.expires)}</dd><dt>Checked</dt><dd>${new Date(issuedAtMs).toISOString()}</dd></dl>
${rows.length > 0 ? `<h2>What stands against it</h2><table><thead><tr><th>Check</th><th>Place</th><th>What</th><th>What to do</th></tr></thead><tbody>${rows.join('')}</tbody></table>` : '<p>Nothing stands against it.</p>'}
${mended.length > 0 ? `<h2>Mended in the copy</h2><ul>${mended.map((one) => `<li>${text(one.place)}: ${text(one.sentence)}</li>`).join('')}</ul>` : ''}
${cleared.length > 0 ? `<h2>Files</h2><table><thead><tr><th>File</th><th>Bytes</th><th>Rows</th><th>Identifiers by type</th><th>SHA-256</th></tr></thead><tbody>${cleared.join('')}</tbody></table>` : ''}
${certificate ? `<h2>Certificate</h2><dl><dt>Number</dt><dd>${text(certificate.id)}</dd><dt>Signer</dt><dd>${text(certificate.signer.name)}</dd><dt>Key</dt><dd><code>${text(certificate.signer.keyId)}</code></dd><dt>Merkle root</dt><dd><code>${text(certificate.merkleRoot)}</code></dd></dl>` : ''}
</body></html>
`;
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
