import type { NameSeal } from '../name-seal.ts';
import type { DecideFlags, Flag, FlagFilter, FlagPlace, Flags, FolderScope } from './flag-types.ts';

/** The flags with every path sealed on its way in and opened on its way out. */
export function sealedFlags(flags: Flags, seal: NameSeal): Flags {
  const openedPath = <T extends { readonly path: string }>(place: T): T => {
    const path = seal.unseal(place.path);
    return path === place.path ? place : { ...place, path };
  };
  const openedFlag = <T extends Flag>(flag: T): T => ({ ...flag, firstPlace: openedPath(flag.firstPlace) });
  const openedPlaces = (places: readonly FlagPlace[]): FlagPlace[] => places.map(openedPath);
  const sealedDecision = (decision: DecideFlags['decision']): DecideFlags['decision'] => {
    if (!('scope' in decision) || decision.scope?.kind !== 'folder') return decision;
    return { ...decision, scope: { ...decision.scope, path: seal.seal(decision.scope.path) } };
  };
  return {
    ...flags,
    size: (filter) => flags.size(sealedFilter(filter, seal)),
    counts: (filter) => flags.counts(filter && sealedFilter(filter, seal)),
    matching: (query) => flags.matching(sealedFilter(query, seal)),
    async list(query) {
      const { flags: page, ...rest } = await flags.list(query && sealedFilter(query, seal));
      return { flags: page.map(openedFlag), ...rest };
    },
    async get(flagId) {
      const flag = await flags.get(flagId);
      return flag && { ...openedFlag(flag), standing: openedPlaces(flag.standing), gone: openedPlaces(flag.gone) };
    },
    decide: (request) => flags.decide({ ...request, decision: sealedDecision(request.decision) }),
  };
}

/** A filter with the paths of its folders sealed. */
export function sealedFilter<T extends FlagFilter>(filter: T, seal: NameSeal): T {
  const { within, whollyWithin, folder } = filter;
  const sealed = (scope: FolderScope): FolderScope => ({ ...scope, path: seal.seal(scope.path) });
  return {
    ...filter,
    ...(within && { within: within.map(sealed) }),
    ...(whollyWithin && { whollyWithin: whollyWithin.map(sealed) }),
    ...(folder && { folder: sealed(folder) }),
  };
}
