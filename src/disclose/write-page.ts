import { closeSync, lstatSync, openSync, readSync, renameSync, rmSync } from 'node:fs';
import { OperatorError } from '../model/index.ts';
import { PAGE_MARK } from './clearance-page.ts';
import { writeNew } from './hand-over.ts';

const HEAD_BYTES = 1_024;
const DRAFT_ENDING = '.sharewarden-draft';

/** @throws OperatorError where something stands that is no page of a clearance: that is never replaced */
export function refuseStrangePage(path: string): void {
  const state = lstatSync(path, { throwIfNoEntry: false });
  if (!state || (state.isFile() && headOf(path).includes(PAGE_MARK))) return;
  throw new OperatorError(path, 'is there already and is no page of a clearance', 'Name a file that is not');
}

/** Writes the page of a clearance, also over the one of an earlier attempt. @throws OperatorError */
export function writePage(path: string, html: string): void {
  refuseStrangePage(path);
  const draft = `${path}${DRAFT_ENDING}`;
  rmSync(draft, { force: true });
  writeNew(draft, html);
  renameSync(draft, path);
}

function headOf(path: string): string {
  const descriptor = openSync(path, 'r');
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    return head.toString('latin1', 0, readSync(descriptor, head));
  } finally {
    closeSync(descriptor);
  }
}
