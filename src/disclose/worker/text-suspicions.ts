import type { Detector } from '../../detect/index.ts';
import type { Place } from '../../model/index.ts';
import type { Agreement } from '../agreement.ts';
import { explainedInText } from '../explained.ts';
import type { Stop } from '../stop.ts';
import { checkTokens } from './check-tokens.ts';
import type { CollectedFindings } from './collect-findings.ts';
import type { KnownToGuess } from './column-state.ts';
import type { PlaceNames } from './place-names.ts';
import { type SuspectPlace, type Suspicions, suspicions } from './suspicions.ts';

/** Suspicions in all text outside of the agreement's columns, by what kind of place it is. */
export interface TextSuspicions {
  look(text: string, place: Place): void;
  stops(known: KnownToGuess): Stop[];
}

export function textSuspicions(
  agreement: Agreement,
  detector: Detector,
  findings: CollectedFindings,
  names: PlaceNames,
): TextSuspicions {
  const byPlace = new Map<string, { readonly own: Suspicions; readonly kind: SuspectPlace }>();
  return {
    look(text, place) {
      const key = names.text(place, undefined);
      const standing = byPlace.get(key) ?? {
        own: suspicions(explainedInText(agreement)),
        kind: place.part === 'file-name' ? 'file-name' : 'text',
      };
      byPlace.set(key, standing);
      const plain = standing.own.look(text, undefined);
      if (plain === undefined) return;
      // What was written as it reads was searched already.
      const written = new Set(text.split('\n'));
      const others = plain.split('\n').filter((line) => !written.has(line));
      const found = detector.detectText(others.join('\n'));
      for (const { type, confidence } of found) findings.see(type, confidence, place, undefined, undefined, undefined);
    },
    stops(known) {
      return [...byPlace].flatMap(([place, { own, kind }]) => {
        const digests = [...own.digests()];
        const { length } = digests;
        return [
          ...own.stops(place, kind),
          ...(length > 0 ? checkTokens({ place, filled: length, tokens: length, sample: digests, ...known }) : []),
        ];
      });
    },
  };
}
