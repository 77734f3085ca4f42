import { maskIdentifierShapes } from './identifier-shapes.ts';
import type { Place } from './place.ts';

/** Names inside a file (archive members, sheets, columns) are content: they leave the worker without identifiers. Pure. */
export function maskPlace(place: Place): Place {
  const { members, sheet, column } = place;
  if (members.length === 0 && sheet === undefined && column === undefined) return place;
  return {
    ...place,
    members: members.map(maskIdentifierShapes),
    ...(sheet === undefined ? {} : { sheet: maskIdentifierShapes(sheet) }),
    ...(column === undefined ? {} : { column: maskIdentifierShapes(column) }),
  };
}
