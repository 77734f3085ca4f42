import { maskIdentifierShapes } from '../model/index.ts';
import { type Fields, one } from './route.ts';
import { TEXTS } from './texts.ts';

export interface TypedText {
  readonly label: string;
  readonly text: string;
}

const FIELDS = Object.entries(TEXTS.typed.fields);
const CHARACTERS = 6_000;

/** What a person wrote into a form that was not taken, so that it can be copied from the answer; never a password, never a number of a person. */
export function typedTexts(form: Fields): readonly TypedText[] {
  return FIELDS.flatMap(([name, label]) => {
    const text = one(form, name)?.trim().slice(0, CHARACTERS);
    return text === undefined || text === '' ? [] : [{ label, text: maskIdentifierShapes(text) }];
  });
}
