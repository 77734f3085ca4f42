import { resolve } from 'node:path';
import { type Registers, readRegisters } from '../judge/index.ts';
import { type AccessLists, isAccessList, type LocationRule, readAccessLists, type Share } from '../walk/index.ts';
import type { Settings } from './settings.ts';

/** The registers that the configuration names; none are known without a folder. @throws OperatorError for a bad row. */
export function registersOf({ config, base }: Settings, shares: readonly { readonly name: string }[]): Registers {
  if (config.registers === undefined) return {};
  const names = new Set([...(config.shares ?? []), ...shares].map(({ name }) => name));
  return readRegisters(resolve(base, config.registers), [...names], isAccessList);
}

/** Listings of who can read what beside the registers; none without a folder. @throws OperatorError for one that cannot be used. */
export function accessListsOf(
  { config, base }: Settings,
  shares: readonly Share[],
  { places }: Registers,
): { readonly access?: AccessLists } {
  if (config.registers === undefined) return {};
  const names = (places ?? []).flatMap(({ share, path, listedAs }) =>
    listedAs === undefined ? [] : [{ share, path, name: listedAs }],
  );
  return { access: readAccessLists(resolve(base, config.registers), shares, names) };
}

/** What the register of shares says of places, the longest path first: it comes after the rules of the configuration. */
export function registeredLocations({ places }: Registers): readonly LocationRule[] {
  return [...(places ?? [])]
    .sort((a, b) => b.path.length - a.path.length)
    .map(({ share, path, class: kind, audience }) => ({
      path: `${share}:${path === '' ? '**' : path.replace(/[\\*?[\]{}()!@+|]/g, '\\$&')}`,
      ...(kind && { class: kind }),
      ...(audience && { audience }),
    }));
}
