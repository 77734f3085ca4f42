import { nearestName, OperatorError } from '../model/index.ts';
import type { Role } from '../record/index.ts';
import { isAccountName } from './account-name.ts';

export const ROLES: readonly Role[] = ['custodian', 'privacy-officer', 'auditor', 'administrator'];

/** @throws OperatorError for a name that no account can have. */
export function requireAccountName(name: string): void {
  if (isAccountName(name)) return;
  throw new OperatorError(
    `account ${name}`,
    'the name cannot be used',
    'Give 2 to 64 small letters, digits, dots, hyphens, underscores or @, beginning with a letter or digit',
  );
}

/** The areas that go with the role. @throws OperatorError for one that the configuration does not know, and for areas that bind nobody. */
export function requireAreas(role: Role, names: readonly string[], known: readonly string[]): readonly string[] {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const near = nearestName(unknown, known);
    const remedy = near ? `Did you mean "${near}"?` : 'List it under "areas" in sharewarden.yaml';
    throw new OperatorError('--area', `"${unknown}" is no area of the configuration`, remedy);
  }
  if (role === 'custodian' && names.length === 0)
    throw new OperatorError('--area', 'a custodian without an area sees nothing', 'Name the areas of the person');
  if (role !== 'custodian' && names.length > 0)
    throw new OperatorError('--area', 'areas bind custodians only', 'Leave it out for this role');
  return names;
}
