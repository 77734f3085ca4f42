import { Readable } from 'node:stream';
import yauzl from 'yauzl';
import { type Limits, unlockedPackage } from '../../extract/index.ts';

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
  [/^xl\/(?:queryTables|connections|model|revisions|webextensions)/i, 'data connections'],
];
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
  for await (const entry of archive.eachEntry()) {
    const kind = HIDDEN_PARTS.find(([pattern]) => pattern.test(entry.fileName))?.[1];
    if (kind) hidden.set(kind, (hidden.get(kind) ?? 0) + 1);
    if (
      /^xl\/(?:workbook|worksheets\/[^/]+|tables\/[^/]+|drawings\/[^/]+|charts\/[^/]+)\.xml$/i.test(entry.fileName) &&
      literals.length < MOST_LITERALS
    )
      collect(await partText(archive, entry), literals);
  }
  return { hidden, literals };
}

async function partText(archive: yauzl.ZipFile, entry: yauzl.Entry): Promise<string> {
  const pieces: Buffer[] = [];
  let length = 0;
  const stream = Readable.from(await archive.openReadStreamPromise(entry));
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    pieces.push(chunk);
    length += chunk.length;
    if (length > LITERAL_BYTES_MAX) break;
  }
  return Buffer.concat(pieces).toString('utf8');
}

/** Text inside formulas, defined names, validation lists, filters, scenarios and hyperlinks; references alone say nothing. */
function collect(xml: string, literals: string[]): void {
  const holders =
    /<(?:\w+:)?(f|formula|formula1|formula2|definedName)(?:\s[^>]*)?>([^<]*)<|<(?:\w+:)?(?:filter|customFilter|inputCells|scenario|dataValidation|hyperlink|cNvPr|pt)\s([^>]*)>/g;
  for (const match of xml.matchAll(holders)) {
    const found =
      match[3] !== undefined ? attributeTexts(match[3]) : formulaTexts(match[2] ?? '', match[1] === 'definedName');
    for (const text of found) if (literals.length < MOST_LITERALS) literals.push(text);
  }
}

function attributeTexts(attributes: string): string[] {
  return [
    ...attributes.matchAll(
      /\b(?:val|comment|name|user|prompt|promptTitle|error|errorTitle|location|display|tooltip|descr|title)="([^"]+)"/g,
    ),
  ].map((match) => decoded(match[1] ?? ''));
}

function formulaTexts(formula: string, whole: boolean): string[] {
  const text = decoded(formula);
  const quoted = [...text.matchAll(/"((?:[^"]|"")+)"/g)].map((match) => match[1] ?? '');
  const numbers = whole
    ? [...text.matchAll(/(?<![A-Z$\d.])\d{5,}(?![\d.])/g)].map(([number]) => number)
    : [...text.matchAll(/(?<![A-Z$\d.])\d{9}(?!\d)/g)].map(([number]) => number);
  return [...quoted, ...numbers];
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
