import { resolve } from 'node:path';
import { nearestName, OperatorError } from '../model/index.ts';
import type { Area } from '../review/index.ts';
import type { Settings } from './settings.ts';

/** The areas of the configuration with their shares' roots. @throws OperatorError for a share that is not listed, or two areas of one name. */
export function areasOf({ config, base }: Settings): readonly Area[] {
  const shares = new Map((config.shares ?? []).map(({ name, path }) => [name, { name, root: resolve(base, path) }]));
  const areas = config.areas ?? [];
  return areas.map(({ name, folders }, index) => {
    if (areas.findIndex((area) => area.name === name) !== index)
      throw new OperatorError(`areas: ${name}`, 'the name is used twice', 'Give each area a name of its own');
    return {
      name,
      folders: folders.map(({ share: shareName, path = '' }) => {
        const share = shares.get(shareName);
        if (share) return { share, path: path.replace(/^\/+|\/+$/g, '') };
        const near = nearestName(shareName, [...shares.keys()]);
        throw new OperatorError(
          `areas: ${name}`,
          `"${shareName}" is no share of the configuration`,
          near ? `Did you mean "${near}"?` : 'List it under "shares"',
        );
      }),
    };
  });
}
