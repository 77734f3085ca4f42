import { compoundNames, isCompoundFile } from './compound-file.ts';
import { decodeHead } from './encoding/decode-to-utf8.ts';
import type { Encoding } from './encoding/detect-encoding.ts';
import { detectEncoding } from './encoding/detect-encoding.ts';
import type { Format, Look } from './format.ts';
import { extensionOf } from './format.ts';
import type { Budget } from './limits.ts';
import { FORMATS } from './registry.ts';
import type { Source } from './source.ts';
import { HEAD_BYTES } from './source.ts';
import { endsAsZip, isProgram, isZip, zipNames } from './zip/zip-directory.ts';

/** First look at a source: what its first bytes say, and the names inside when it is a container with a directory. */
export async function lookAt(source: Source, budget: Budget): Promise<Look> {
  const head = await source.head();
  const whole = source.sizeBytes === undefined ? head.length < HEAD_BYTES : source.sizeBytes <= head.length;
  const extension = extensionOf(source.name);
  const parts =
    isZip(head) || (isProgram(head) && (await endsAsZip(source, budget)))
      ? await zipNames(source, budget)
      : isCompoundFile(head)
        ? await compoundNames(source, budget)
        : undefined;
  if (parts) return { head, whole, extension, parts };
  return lazyText(head, whole, extension);
}

/** Whether it is text is found out when a format asks: those that begin with a signature are asked before. */
function lazyText(head: Buffer, whole: boolean, extension: string): Look {
  let asked = false;
  let encoding: Encoding | undefined;
  let text: string | undefined;
  const ask = (): void => {
    if (asked) return;
    asked = true;
    encoding = detectEncoding(head, whole);
    text = encoding && decodeHead(head, encoding.name, encoding.markBytes);
  };
  return {
    head,
    whole,
    extension,
    get text() {
      ask();
      return text;
    },
    get encoding() {
      ask();
      return encoding?.name;
    },
  };
}

/** Content first: the first format of the registry that knows it. */
export function recognise(look: Look): Format | undefined {
  return FORMATS.find((format) => format.looksLike(look));
}

/** The format that the name promises, where that is another one and both are plain in saying so. */
export function isWrongExtension(format: Format, extension: string): boolean {
  if (extension === '' || format.extensions.length === 0 || format.extensions.includes(extension)) return false;
  return FORMATS.some((other) => other !== format && other.extensions.includes(extension));
}
