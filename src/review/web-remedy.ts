import type { OperatorError } from '../model/index.ts';
import { TEXTS } from './texts.ts';

/** A mistake in the words of a page: what other rooms say to people at a command line is said here for people at a form. */
export function inWebWords({ thing, message, remedy }: OperatorError): {
  readonly why: string;
  readonly remedy: string;
} {
  const words = message.slice(thing.length + 2);
  const said = words.slice(0, words.length - remedy.length).trim();
  const named = TEXTS.remedies.things[thing];
  const why = named === undefined ? said : `${named} ${said}`;
  return { why: why.charAt(0).toUpperCase() + why.slice(1), remedy: webRemedy(remedy) };
}

/** A remedy that names a command or its flags, as a page says it. */
export function webRemedy(remedy: string): string {
  const flag = /(?:^|\s)(--[a-z][a-z-]*)/.exec(remedy)?.[1];
  const command = /(?:sharewarden|or:) ((?:breach|user|audit|scan|policy|agreements|keys)(?: [a-z]+)?)/.exec(
    remedy,
  )?.[1];
  if (flag === undefined && command === undefined) return remedy;
  return TEXTS.remedies.words[flag ?? ''] ?? TEXTS.remedies.words[command ?? ''] ?? TEXTS.remedies.operator;
}
