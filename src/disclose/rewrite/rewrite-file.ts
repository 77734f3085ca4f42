import { readFileSync, statSync, writeFileSync } from 'node:fs';
import type { Detector } from '../../detect/index.ts';
import type { Agreement } from '../agreement.ts';
import type { FormSetting } from '../forms.ts';
import { rewriteDelimited } from './rewrite-delimited.ts';
import { rewriteDocx } from './rewrite-docx.ts';
import { rewriteJson, rewriteJsonLines } from './rewrite-json.ts';
import { rewriteText } from './rewrite-text.ts';
import { rewriteXlsx } from './rewrite-xlsx.ts';
import { rewriteXml } from './rewrite-xml.ts';
import { createTreatment, type Treatment } from './treatment.ts';

export type RewriteOutcome =
  | { readonly kind: 'written' }
  | { readonly kind: 'refused'; readonly problem: string; readonly remedy: string };

/** The file cannot be copied with changes, in words without content. */
export class RewriteRefused extends Error {
  readonly remedy: string;
  constructor(problem: string, remedy: string) {
    super(problem);
    this.name = 'RewriteRefused';
    this.remedy = remedy;
  }
}

interface RewriteRequest {
  readonly from: string;
  /** The copy, which must not exist yet. */
  readonly path: string;
  readonly agreement: Agreement;
  readonly leaveOutRows: readonly number[];
  readonly maskColumns: readonly string[];
}

/** Types of file that a fixed copy can be made of, by ending. */
const WHOLE: Readonly<
  Record<string, (bytes: Buffer, treatment: Treatment, leaveOut: ReadonlySet<number>) => Uint8Array>
> = {
  json: rewriteJson,
  jsonl: rewriteJsonLines,
  ndjson: rewriteJsonLines,
  xml: rewriteXml,
  txt: rewriteText,
  xlsx: rewriteXlsx,
  docx: rewriteDocx,
};
const HELD_BYTES_MAX = 160 * 1024 * 1024;

/** Writes the copy; a refusal leaves nothing that is of use. Runs in a worker. */
export async function rewriteFile(
  request: RewriteRequest,
  detector: Detector,
  setting: FormSetting,
): Promise<RewriteOutcome> {
  const { from, path, agreement } = request;
  const treatment = createTreatment(agreement, detector, setting, request.maskColumns);
  const leaveOut = new Set(request.leaveOutRows);
  const ending = /\.([a-z0-9]+)$/i.exec(from)?.[1]?.toLowerCase() ?? '';
  try {
    if (ending === 'csv' || ending === 'tsv') {
      await rewriteDelimited(from, path, treatment, leaveOut, ending);
      return { kind: 'written' };
    }
    const rewrite = WHOLE[ending];
    if (!rewrite)
      throw new RewriteRefused(
        'a fixed copy is made of csv, tsv, json, jsonl, xml, txt, xlsx and docx only',
        'Export it as one of these',
      );
    if (statSync(from).size > HELD_BYTES_MAX)
      throw new RewriteRefused(
        'the file is too big for a fixed copy of its type (160 MB)',
        'Export it as csv, which has no such limit',
      );
    if (leaveOut.size > 0 && ending !== 'jsonl' && ending !== 'ndjson' && ending !== 'xlsx')
      throw new RewriteRefused(
        'rows can be left out of csv, tsv, jsonl and xlsx only',
        'Export it as one of these, or generalise more',
      );
    writeFileSync(path, rewrite(readFileSync(from), treatment, leaveOut), { flag: 'wx', mode: 0o600 });
    return { kind: 'written' };
  } catch (error) {
    if (error instanceof RewriteRefused) return { kind: 'refused', problem: error.message, remedy: error.remedy };
    throw error;
  }
}

/** UTF-8 with or without a mark; anything else would not come back byte for byte. */
export function utf8Of(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  if (bytes.includes(0) || !Buffer.from(text).equals(bytes))
    throw new RewriteRefused('the file is not UTF-8', 'Save it as UTF-8 first');
  return text;
}
