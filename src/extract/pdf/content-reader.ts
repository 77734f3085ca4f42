import type { Operands } from './content-operands.ts';
import { createContentScanner } from './content-operands.ts';
import type { Matrix } from './matrix.ts';
import { IDENTITY, multiply, uprightOf } from './matrix.ts';
import type { PdfFile } from './pdf-file.ts';
import type { PdfFont } from './pdf-font.ts';
import { loadFont } from './pdf-font.ts';
import type { PdfDictionary, PdfStream, PdfValue } from './pdf-values.ts';
import { isDictionary, isReference, isStream, unsure } from './pdf-values.ts';
import type { TextRun, UnitBuffer, Upright } from './text-run.ts';
import { makeRun } from './text-run.ts';

const FORMS_DEEP_MAX = 8;
const FORMS_MAX = 1000;
const RUNS_MAX = 200_000;
const STATES_MAX = 200;

/** What a page draws, as far as text and pictures go. */
export interface PageContent {
  readonly buffer: UnitBuffer;
  readonly runs: TextRun[];
  /** Areas of the pictures, in the space of the page or form that draws them. */
  readonly pictureAreas: number[];
  /** Objects drawn, of all kinds. */
  drawn: number;
}

/** Fonts of a document by the number of their object. */
export type FontCache = Map<number, PdfFont>;

interface GraphicsState {
  matrix: Matrix;
  textMatrix: Matrix;
  font: PdfFont | undefined;
  fontSize: number;
  characterSpace: number;
  wordSpace: number;
  horizontalScale: number;
  leading: number;
  rise: number;
  /** Position in the line, and where the line begins, before the text matrix. */
  x: number;
  y: number;
  lineX: number;
  lineY: number;
}

const START: GraphicsState = {
  matrix: IDENTITY,
  textMatrix: IDENTITY,
  font: undefined,
  fontSize: 0,
  characterSpace: 0,
  wordSpace: 0,
  horizontalScale: 1,
  leading: 0,
  rise: 0,
  x: 0,
  y: 0,
  lineX: 0,
  lineY: 0,
};

/** Reads the content streams of one page (ISO 32000-1:2008, 7.8 and 9.4). @throws UnsureReading */
export function readContent(
  file: PdfFile,
  content: Uint8Array,
  resources: PdfDictionary,
  fonts: FontCache,
): PageContent {
  const page: PageContent = {
    buffer: { units: new Uint16Array(8192), length: 0 },
    runs: [],
    pictureAreas: [],
    drawn: 0,
  };
  let forms = 0;
  const read = (
    bytes: Uint8Array,
    own: PdfDictionary,
    start: Matrix,
    holder: Upright,
    number: number,
    depth: number,
  ): void => {
    readStream(file, bytes, own, start, holder, number, fonts, page, (form, matrix) => {
      forms += 1;
      if (depth >= FORMS_DEEP_MAX || forms > FORMS_MAX) unsure('forms nested deeply');
      const inner = file.dictionary(form.dictionary.get('Resources'));
      const placed = uprightOf(matrix);
      // Text of a turned form is refused when there is any.
      const formHolder: Upright = placed
        ? {
            scaleX: placed.scaleX * holder.scaleX,
            scaleY: placed.scaleY * holder.scaleY,
            shiftX: placed.shiftX * holder.scaleX + holder.shiftX,
            shiftY: placed.shiftY * holder.scaleY + holder.shiftY,
          }
        : { scaleX: 0, scaleY: 0, shiftX: 0, shiftY: 0 };
      read(file.unpacked(form), inner ?? own, matrixOf(file, form.dictionary), formHolder, forms, depth + 1);
    });
  };
  read(content, resources, IDENTITY, { scaleX: 1, scaleY: 1, shiftX: 0, shiftY: 0 }, 0, 0);
  return page;
}

function matrixOf(file: PdfFile, dictionary: PdfDictionary): Matrix {
  const value = file.resolve(dictionary.get('Matrix'));
  if (value === null) return IDENTITY;
  const numbers = Array.isArray(value) ? value.map(file.resolve) : [];
  const [a, b, c, d, e, f] = numbers.map((item) => (typeof item === 'number' ? item : unsure('an odd matrix')));
  if (a === undefined || b === undefined || c === undefined || d === undefined || e === undefined || f === undefined)
    return unsure('an odd matrix');
  return [a, b, c, d, e, f];
}

function readStream(
  file: PdfFile,
  bytes: Uint8Array,
  resources: PdfDictionary,
  start: Matrix,
  holder: Upright,
  holderNumber: number,
  fonts: FontCache,
  page: PageContent,
  drawForm: (form: PdfStream, matrix: Matrix) => void,
): void {
  let state: GraphicsState = { ...START, matrix: start };
  const saved: GraphicsState[] = [];
  const named = (kind: string, name: string): PdfValue | undefined => file.dictionary(resources.get(kind))?.get(name);

  const newLine = (x: number, y: number): void => {
    state.lineX += x;
    state.lineY += y;
    state.x = state.lineX;
    state.y = state.lineY;
  };

  const setFont = (name: string, size: number): void => {
    const value = named('Font', name);
    const number = isReference(value) ? value.number : undefined;
    let font = number === undefined ? undefined : fonts.get(number);
    if (!font) {
      const dictionary = file.dictionary(value);
      if (!dictionary) unsure('a font that is not there');
      font = loadFont(file, dictionary);
      if (number !== undefined) fonts.set(number, font);
    }
    if (size <= 0) unsure('an odd font size');
    state.font = font;
    state.fontSize = size;
  };

  const show = (operands: Operands): void => {
    const { strings } = operands;
    const { font, fontSize, horizontalScale } = state;
    if (!font) unsure('text without a font');
    state.x -= (operands.firstGap * fontSize * horizontalScale) / 1000;
    if (strings.length === 0) return;
    const total = multiply(
      multiply([horizontalScale, 0, 0, 1, state.x, state.y + state.rise], state.textMatrix),
      state.matrix,
    );
    const text = uprightOf(total);
    if (!text || holder.scaleX <= 0) unsure('turned text');
    const run = makeRun(page.buffer, strings, {
      font,
      fontSize,
      characterSpace: state.characterSpace,
      wordSpace: state.wordSpace,
      text,
      holder,
      holderNumber,
    });
    page.runs.push(run);
    page.drawn += 1;
    if (page.runs.length > RUNS_MAX) unsure('many pieces of text');
    const lastGap = strings.gaps[strings.ends.length - 1] ?? 0;
    state.x += (run.endOrigin - (lastGap * fontSize) / 1000) * horizontalScale;
  };

  const draw = (name: string): void => {
    const object = file.resolve(named('XObject', name));
    if (!isStream(object)) unsure('an object to draw that is not there');
    page.drawn += 1;
    const subtype = file.resolve(object.dictionary.get('Subtype'));
    if (subtype === 'Form') drawForm(object, state.matrix);
    else if (subtype === 'Image') page.pictureAreas.push(boxArea(state.matrix));
    else unsure('an object to draw of another kind');
  };

  const scanner = createContentScanner(bytes);
  for (let operator = scanner.next(); operator !== ''; operator = scanner.next()) {
    const { operands } = scanner;
    switch (operator) {
      case 'q':
        saved.push({ ...state });
        if (saved.length > STATES_MAX) unsure('states nested deeply');
        break;
      case 'Q':
        state = saved.pop() ?? state;
        break;
      case 'cm':
        state.matrix = multiply(operands.matrix(), state.matrix);
        break;
      case 'BT':
        state.textMatrix = IDENTITY;
        state.x = state.y = state.lineX = state.lineY = 0;
        break;
      case 'Tc':
        state.characterSpace = operands.number();
        break;
      case 'Tw':
        state.wordSpace = operands.number();
        break;
      case 'Tz':
        state.horizontalScale = operands.number() / 100;
        break;
      case 'TL':
        state.leading = operands.number();
        break;
      case 'Ts':
        state.rise = operands.number();
        break;
      case 'Tf':
        setFont(operands.name(), operands.number());
        break;
      case 'Td':
      case 'TD': {
        const [x, y] = operands.pair();
        if (operator === 'TD') state.leading = -y;
        newLine(x, y);
        break;
      }
      case 'Tm':
        state.textMatrix = operands.matrix();
        state.x = state.y = state.lineX = state.lineY = 0;
        break;
      case 'T*':
        newLine(0, -state.leading);
        break;
      case "'":
        newLine(0, -state.leading);
        show(operands.oneString(0));
        break;
      case '"':
        [state.wordSpace, state.characterSpace] = operands.pair();
        newLine(0, -state.leading);
        show(operands.oneString(2));
        break;
      case 'Tj':
        show(operands.oneString(0));
        break;
      case 'TJ':
        show(operands.listed());
        break;
      case 'Do':
        draw(operands.name());
        break;
      case 'gs': {
        const parameters = file.dictionary(named('ExtGState', operands.name()));
        if (parameters?.has('Font')) unsure('a font by a graphics state');
        break;
      }
      case 'BDC':
      case 'DP': {
        const properties = operands.lastName();
        const dictionary = properties === undefined ? undefined : file.resolve(named('Properties', properties));
        if (isDictionary(dictionary) && dictionary.has('ActualText')) unsure('text that stands for other text');
        break;
      }
      case 'BI':
        unsure('a picture within the content');
        break;
      default:
        if (PAINTING.has(operator)) page.drawn += 1;
        else if (!OTHER.has(operator)) unsure('an operator that is not known');
    }
    scanner.clear();
  }
}

const PAINTING = new Set('S s f F f* B B* b b* n sh'.split(' '));
const OTHER = new Set(
  'w J j M d ri i m l c v y h re W W* ET Tr CS cs SC SCN sc scn G g RG rg K k MP BMC EMC BX EX'.split(' '),
);

/** Area of the box around the unit square, where a picture is drawn. */
function boxArea([a, b, c, d]: Matrix): number {
  const side = (x: number, y: number): number => Math.max(0, x, y, x + y) - Math.min(0, x, y, x + y);
  return side(a, c) * side(b, d);
}
