import { resolve } from 'node:path';
import { type Registers, readRegisters } from '../judge/index.ts';
import type { Settings } from './settings.ts';

/** The registers that the configuration names; none are known without a folder. @throws OperatorError for a bad row. */
export function registersOf({ config, base }: Settings, shares: readonly { readonly name: string }[]): Registers {
  if (config.registers === undefined) return {};
  const names = new Set([...(config.shares ?? []), ...shares].map(({ name }) => name));
  return readRegisters(resolve(base, config.registers), [...names]);
}
