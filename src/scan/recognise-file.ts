import { extname } from 'node:path';
import type { Detector } from '../detect/index.ts';
import { contentDigestOf } from '../extract/index.ts';
import type { Allowance } from '../model/index.ts';
import { holdsFor, type ReadRequest } from './read-file.ts';

/**
 * Whether the reading that is known holds for this file: its bytes are the same, and where it was read under another name, neither
 * name says anything of its own. Costs one pass over the bytes. Runs in a worker.
 */
export function recogniseFile(
  { path, name, known }: ReadRequest,
  detector: Detector,
  { contentKey, allowances }: { readonly contentKey: Uint8Array; readonly allowances: readonly Allowance[] },
): boolean {
  if (known === undefined) return false;
  if (contentDigestOf(typeof path === 'string' ? path : Buffer.from(path), contentKey) !== known.contentDigest)
    return false;
  if (known.name === name) return true;
  return (
    extname(known.name).toLowerCase() === extname(name).toLowerCase() &&
    saysNothing(known.name, detector) &&
    saysNothing(name, detector) &&
    allowances.every((allowance) => holdsFor(allowance, name) === holdsFor(allowance, known.name))
  );
}

/** Names are searched as the content is: one with an identifier or a document's title in it belongs to the reading. */
function saysNothing(name: string, detector: Detector): boolean {
  const detection = detector.openFile();
  detection.add({ kind: 'text', place: { members: [], part: 'file-name' }, utf8: Buffer.from(name), continues: false });
  const { types, documentClasses } = detection.finish();
  return types.length === 0 && documentClasses.length === 0;
}
