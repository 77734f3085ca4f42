import { readFileSync, statSync } from 'node:fs';
import type { Detector } from '../../../detect/index.ts';
import type { Agreement } from '../../agreement.ts';
import { type CopyType, copyTypeOf, HELD_BYTES_MAX, TOO_BIG } from '../../copy-types.ts';
import type { FormSetting } from '../../forms.ts';
import { type RowPlan, rowPlan } from '../row-plan.ts';
import { type CopyOutput, openOutput } from './copy-streams.ts';
import { rewriteDelimited } from './rewrite-delimited.ts';
import { rewriteDocx } from './rewrite-docx.ts';
import { rewriteJson } from './rewrite-json.ts';
import { RewriteRefused } from './rewrite-refused.ts';
import { rewriteText } from './rewrite-text.ts';
import { rewriteXlsx } from './rewrite-xlsx.ts';
import { rewriteXml } from './rewrite-xml.ts';
import { createTreatment, type Treatment } from './treatment.ts';

interface RewriteRequest {
  readonly from: string;
  /** The copy, which must not exist yet. */
  readonly to: string;
  readonly agreement: Agreement;
  readonly maskColumns: readonly string[];
}

type Rewriter = (from: string, out: CopyOutput, treatment: Treatment, plan: RowPlan) => void;

const REWRITERS: Readonly<Record<CopyType, Rewriter>> = {
  csv: (from, out, treatment, plan) => rewriteDelimited(from, out, treatment, plan, 'csv'),
  tsv: (from, out, treatment, plan) => rewriteDelimited(from, out, treatment, plan, 'tsv'),
  json: (from, out, treatment, plan) => rewriteJson(from, out, treatment, plan, { lines: false }),
  jsonl: (from, out, treatment, plan) => rewriteJson(from, out, treatment, plan, { lines: true }),
  ndjson: (from, out, treatment, plan) => rewriteJson(from, out, treatment, plan, { lines: true }),
  xml: rewriteXml,
  txt: rewriteText,
  xlsx: (from, out, treatment, plan) => out.bytes(rewriteXlsx(held(from), treatment, plan)),
  docx: (from, out, treatment, plan) => out.bytes(rewriteDocx(held(from), treatment, plan)),
};

/** Writes the copy. Runs in a worker. @throws RewriteRefused where the file cannot be copied with changes; what is written then is of no use */
export function rewriteFile(
  request: RewriteRequest,
  detector: Detector,
  setting: FormSetting,
): { readonly masksText: boolean } {
  const { from, to, agreement, maskColumns } = request;
  const type = copyTypeOf(from);
  if (!type) throw new RewriteRefused('a fixed copy cannot be made of this type of file', 'Export it as csv');
  const rewrite = REWRITERS[type];
  const treatment = createTreatment(agreement, detector, setting, maskColumns);
  const plan = rowPlan(agreement);
  const lead = (path: string | undefined): void => {
    const out = openOutput(path);
    try {
      rewrite(from, out, treatment, plan);
    } finally {
      out.close();
    }
  };
  if (plan.isNeeded) lead(undefined);
  plan.decide();
  lead(to);
  return { masksText: treatment.hasMaskedText() };
}

/** Office packages are held in memory. */
function held(path: string): Buffer {
  if (statSync(path).size > HELD_BYTES_MAX) throw new RewriteRefused(TOO_BIG.problem, TOO_BIG.remedy);
  return readFileSync(path);
}
