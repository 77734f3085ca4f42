import type { FlagNight, FlagNightEvent } from '../../model/index.ts';

const NEW_DATA_WORDS: readonly (readonly [keyof FlagNight, string])[] = [
  ['newPeople', 'people'],
  ['newValues', 'values'],
  ['newPlaces', 'places'],
  ['widerPlaces', 'places with more readers'],
];

/** Why a scan changed a flag, in one plain sentence. */
export function nightWords(kind: FlagNightEvent, night: FlagNight): string {
  switch (kind) {
    case 'opened':
      return `${counted(night.presentPlaces, 'place is', 'places are')} against the rule`;
    case 'worse':
    case 'reopened': {
      const counts = NEW_DATA_WORDS.flatMap(([key, words]) =>
        Number(night[key]) > 0 ? `${night[key]} new ${words}` : [],
      );
      const more = [...counts, ...(night.newTypes.length > 0 ? [`more of ${night.newTypes.join(', ')}`] : [])];
      return more.length > 0 ? more.join('; ') : `against the rule again, now ${night.severity}`;
    }
    case 'better':
      return `${counted(night.gonePlaces, 'place is', 'places are')} no longer against the rule`;
    case 'moved':
      return `${counted(night.movedPlaces, 'place has', 'places have')} another name`;
    case 'regraded':
      return `${night.before} before, ${night.severity} now`;
    case 'expired':
      return 'the last day of the decision has passed';
    case 'remediated':
      return 'a scan met none of its places against the rule any more';
    default: {
      const never: never = kind;
      return never;
    }
  }
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
