import type { Detector } from '../../detect/index.ts';
import type { Place } from '../../model/index.ts';
import type { Agreement } from '../agreement.ts';
import { explainedInText } from '../explained.ts';
import type { Stop } from '../stop.ts';
import { checkTokens } from './check-tokens.ts';
import { type CollectedFindings, textPlace } from './collect-findings.ts';
import type { KnownToGuess } from './column-state.ts';
import { type Suspicions, suspicions } from './suspicions.ts';

/** Suspicions in all text outside of the agreement's columns, by what kind of place it is. */
export interface TextSuspicions {
  look(text: string, place: Place): void;
  stops(known: KnownToGuess): Stop[];
}

export function textSuspicions(agreement: Agreement, detector: Detector, findings: CollectedFindings): TextSuspicions {
  const byPlace = new Map<string, Suspicions>();
  return {
    look(text, place) {
      const key = textPlace(place);
      const own = byPlace.get(key) ?? suspicions(explainedInText(agreement));
      byPlace.set(key, own);
      const plain = own.look(text, undefined);
      if (plain === undefined) return;
      // What was written as it reads was searched already.
      const written = new Set(text.split('\n'));
      const others = plain.split('\n').filter((line) => !written.has(line));
      const found = detector.detectText(others.join('\n'));
      for (const { type, confidence } of found) findings.see(type, confidence, place, undefined, undefined, undefined);
    },
    stops(known) {
      return [...byPlace].flatMap(([place, own]) => {
        const digests = [...own.digests()];
        const { length } = digests;
        return [
          ...own.stops(place),
          ...(length > 0 ? checkTokens({ place, filled: length, tokens: length, sample: digests, ...known }) : []),
        ];
      });
    },
  };
}
