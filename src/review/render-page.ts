import { Eta } from 'eta';
import { choiceWords } from '../breach/index.ts';
import type { Answer } from './answer.ts';
import type { Viewer } from './route.ts';
import { TEXTS } from './texts.ts';
import type { TypedText } from './typed-texts.ts';
import { dayInWords, figure, timeInWords } from './words.ts';

/** What a page needs beside its data. */
export interface Frame {
  readonly viewer?: Viewer;
  /** For the forms of the page. */
  readonly formToken: string;
  /** Paths of the menu, in order. */
  readonly menu: readonly string[];
  readonly path: string;
  /** Changes with the assets, so that a browser never shows old ones. */
  readonly assetVersion: string;
  readonly nowMs: number;
  /** Of the form that is answered. */
  readonly typed?: readonly TypedText[];
}

export type RenderPage = (answer: Extract<Answer, { kind: 'page' }>, frame: Frame) => string;

/** Templates are read once. Everything that is put into them is escaped; a template that does not is found by its test. */
export function createRenderer(pagesFolder: string): RenderPage {
  const eta = new Eta({ views: pagesFolder, cache: true, autoEscape: true });
  return ({ template, title, data, isFragment }, frame) => {
    const { viewer, ...rest } = frame;
    const given = {
      t: TEXTS,
      figure,
      choice: choiceWords,
      time: timeInWords,
      day: dayInWords,
      ...rest,
      title,
      ...(viewer && {
        who: { name: viewer.account.name, role: TEXTS.roles[viewer.account.role], id: viewer.account.role },
      }),
      d: data,
    };
    const body = eta.render(template, given);
    return isFragment ? body : eta.render('layout', { ...given, body });
  };
}
