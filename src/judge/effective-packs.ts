import { OperatorError } from '../model/index.ts';
import type { Pack } from './layers.ts';

/**
 * The packs that are in force on a day like 2026-06-30; without a day, on the day on which the youngest pack began.
 * @throws OperatorError where an edition and the one that replaces it are in force at the same time, or none of the state layer is.
 */
export function packsInForce<Each extends Pack>(packs: readonly Each[], day?: string): readonly Each[] {
  for (const pack of packs) refuseBackwards(pack);
  packs.forEach((pack, index) => {
    for (const other of packs.slice(index + 1)) if (areEditions(pack, other)) refuseOverlap(pack, other);
  });
  const asked =
    day ??
    packs
      .map(({ file }) => file.value.issuance.effective)
      .sort()
      .at(-1) ??
    '';
  const inForce = packs.filter((pack) => begins(pack) <= asked && asked <= ends(pack));
  const [state] = packs.filter(({ file }) => file.value.layer === 'state');
  if (state === undefined || inForce.some(({ file }) => file.value.layer === 'state')) return inForce;
  throw new OperatorError(
    `${state.file.path}:${state.file.lineOf(['issuance', 'effective'])}`,
    `no state pack is in force on ${asked}`,
    'Add the pack that is, or mend issuance.effective and issuance.effective_until.',
  );
}

function begins({ file }: Pack): string {
  return file.value.issuance.effective;
}

function ends({ file }: Pack): string {
  return file.value.issuance.effective_until ?? '9999-12-31';
}

/** There is one state policy at a time; of lower layers only packs that name each other follow each other. */
function areEditions(pack: Pack, other: Pack): boolean {
  const [a, b] = [pack.file.value, other.file.value];
  if (a.id === b.id || a.layer !== b.layer) return false;
  if (a.layer === 'state') return true;
  const names = (one: typeof a, two: typeof a) =>
    one.issuance.rescinds.includes(two.issuance.number) || one.issuance.replaced_by === two.issuance.number;
  return names(a, b) || names(b, a);
}

function refuseOverlap(pack: Pack, other: Pack): void {
  const [earlier, later] = begins(pack) <= begins(other) ? [pack, other] : [other, pack];
  if (ends(earlier) < begins(later)) return;
  const until = earlier.file.value.issuance.effective_until;
  throw new OperatorError(
    `${later.file.path}:${later.file.lineOf(['issuance', 'effective'])}`,
    `pack ${later.file.value.id} is effective from ${begins(later)}, while ${earlier.file.value.id} is ${until ? `effective until ${until}` : 'without an end'}`,
    `Give issuance.effective_until in ${earlier.file.path}, or load one of the two.`,
  );
}

function refuseBackwards(pack: Pack): void {
  if (begins(pack) <= ends(pack)) return;
  const at = `${pack.file.path}:${pack.file.lineOf(['issuance', 'effective_until'])}`;
  throw new OperatorError(at, 'effective_until lies before effective', 'Mend the two days.');
}
