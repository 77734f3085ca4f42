import { Readable } from 'node:stream';
import yauzl from 'yauzl';
import { type Limits, unlockedPackage } from '../../extract/index.ts';
import { isEmptyPart } from './empty-part.ts';
import { formulaTexts, spellsOut } from './formula-literals.ts';
import { shownStrings } from './shown-strings.ts';

/** What an Office package carries besides what its reader sees. */
export interface PackageContent {
  /** Parts by kind, in plain words. */
  readonly hidden: ReadonlyMap<string, number>;
  /** Formulas, names and list entries that hold text of their own; to be searched. */
  readonly literals: readonly string[];
}

const HIDDEN_PARTS: readonly (readonly [RegExp, string])[] = [
  [/^xl\/pivotCache\//i, 'pivot cache'],
  [/^xl\/externalLinks\//i, 'cache of a linked workbook'],
  [/^customXml\/(?!_rels)/i, 'custom XML'],
  [/(?:^|\/)embeddings\//i, 'embedded file'],
  [/^(?:xl|word)\/(?:threadedComments\/|comments|persons\/|people)/i, 'comments'],
  [/vbaProject|macrosheets|dialogsheets|activeX|ctrlProps/i, 'macros or controls'],
  [/^docProps\/custom\.xml$/i, 'custom properties'],
  [/^docProps\/thumbnail/i, 'preview picture'],
  [/(?:^|\/)media\//i, 'picture, which nobody read'],
  [/^xl\/(?:queryTables|connections|model|revisions|webextensions)/i, 'data connections'],
];
/** Programs write these also where they hold nothing. */
const MAY_BE_EMPTY = /^(?:(?:xl|word)\/(?:threadedComments\/|comments|persons\/|people)|docProps\/custom\.xml$)/i;
const SEARCHED = /^xl\/(?:workbook|styles|tables\/[^/]+|drawings\/[^/]+|charts\/[^/]+)\.xml$/i;
const MOST_LITERALS = 20_000;
const LITERAL_BYTES_MAX = 64 * 1024 * 1024;

interface PackageFile {
  readonly path: string;
  readonly format: string;
  readonly limits: Limits;
  readonly passwords: readonly string[];
}

/** Looks through an OOXML package, also a locked one; nothing where the file is none. Runs in a worker: the literals stay there. */
export async function packageContent({ path, format, limits, passwords }: PackageFile): Promise<PackageContent> {
  const hidden = new Map<string, number>();
  const literals: string[] = [];
  if (!/^(?:xlsx|docx|pptx|xlsb)$/.test(format)) return { hidden, literals };
  const options = { autoClose: true, lazyEntries: true } as const;
  const unlocked = await unlockedPackage(path, passwords, limits);
  const archive = await (unlocked ? yauzl.fromBufferPromise(unlocked, options) : yauzl.openPromise(path, options));
  const note = (kind: string): void => void hidden.set(kind, (hidden.get(kind) ?? 0) + 1);
  const strings = shownStrings();
  let list = '';
  for await (const entry of archive.eachEntry()) {
    const kind = HIDDEN_PARTS.find(([pattern]) => pattern.test(entry.fileName))?.[1];
    if (kind) {
      const isNothing = MAY_BE_EMPTY.test(entry.fileName) && isEmptyPart((await partText(archive, entry)) ?? 'too big');
      if (!isNothing) note(kind);
    }
    const isSheet = /^xl\/worksheets\/[^/]+\.xml$/i.test(entry.fileName);
    const isList = /^xl\/sharedStrings\.xml$/i.test(entry.fileName);
    if (!isSheet && !isList && !SEARCHED.test(entry.fileName)) continue;
    const xml = await partText(archive, entry, isSheet ? strings.addSheet : undefined);
    strings.endSheet();
    if (xml === undefined) note('part of more than 64 MB');
    else if (isList) list = xml;
    else for (const text of collect(xml, note)) if (literals.length < MOST_LITERALS) literals.push(text);
  }
  const unshown = strings.unshown(list);
  if (unshown.length > 0) hidden.set('text that no cell shows', unshown.length);
  literals.push(...unshown.slice(0, MOST_LITERALS).map(decoded));
  return { hidden, literals };
}

/** @returns nothing where it is bigger than what is held */
async function partText(
  archive: yauzl.ZipFile,
  entry: yauzl.Entry,
  onPiece?: (text: string) => void,
): Promise<string | undefined> {
  const pieces: string[] = [];
  const decoder = new TextDecoder();
  let length = 0;
  const stream = Readable.from(await archive.openReadStreamPromise(entry));
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const text = decoder.decode(chunk, { stream: true });
    onPiece?.(text);
    length += chunk.length;
    if (length <= LITERAL_BYTES_MAX) pieces.push(text);
  }
  return length > LITERAL_BYTES_MAX ? undefined : pieces.join('');
}

/** Text inside formulas, defined names, validation lists, filters, scenarios and hyperlinks; references alone say nothing. */
function collect(xml: string, note: (kind: string) => void): string[] {
  const holders =
    /<(?:\w+:)?(f|formula|formula1|formula2|definedName)(?:\s[^>]*)?>([^<]*)<|<(?:\w+:)?(?:filter|customFilter|inputCells|scenario|dataValidation|hyperlink|cNvPr|pt|numFmt|cellStyle)\s([^>]*)>/g;
  const texts: string[] = [];
  for (const match of xml.matchAll(holders)) {
    if (match[3] !== undefined) {
      texts.push(...attributeTexts(match[3]));
      continue;
    }
    const formula = decoded(match[2] ?? '');
    texts.push(...formulaTexts(formula, match[1] === 'definedName'));
    if (match[1] === 'f' && spellsOut(formula)) note('formula that makes a value of its own');
  }
  return texts;
}

function attributeTexts(attributes: string): string[] {
  return [
    ...attributes.matchAll(
      /\b(?:val|comment|name|user|prompt|promptTitle|error|errorTitle|location|display|tooltip|descr|title|formatCode)="([^"]+)"/g,
    ),
  ].map((match) => decoded(match[1] ?? '').replace(/["\\]/g, ''));
}

function decoded(text: string): string {
  return text
    .replace(/&quot;/g, '"')
    .replace(/&apos;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&amp;/g, '&');
}
