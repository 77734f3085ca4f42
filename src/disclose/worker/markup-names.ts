import { createReadStream } from 'node:fs';

/** Names and addresses that the tags of an XML file carry besides their content: each once, of what nobody reads. */
export async function markupNames(path: string, format: string): Promise<string[]> {
  if (format !== 'xml') return [];
  const names = new Set<string>();
  let rest = '';
  for await (const chunk of createReadStream(path, {
    encoding: 'utf8',
    highWaterMark: 1 << 20,
  }) as AsyncIterable<string>) {
    const text = rest + chunk;
    const end = text.lastIndexOf('>') + 1;
    for (const [, name, key, value] of text.slice(0, end).matchAll(NAMES)) {
      if (names.size >= NAMES_MAX) break;
      if (name !== undefined) names.add(spaced(name));
      else names.add(`${spaced(key ?? '')} ${value ?? ''}`);
    }
    rest = text.slice(end).slice(-TAG_CHARS_MAX);
  }
  return [...names];
}

const NAMES_MAX = 100_000;
const TAG_CHARS_MAX = 1 << 20;
/** Element names, and what namespaces are bound to; the values of other attributes are cells. */
const NAMES = /<([^\s<>/!?"'=]+)|\s(xmlns(?::[^\s=]*)?|xsi:[\w]+)\s*=\s*["']([^"']*)["']/g;

function spaced(name: string): string {
  return name.replace(/^.*:/, '').replace(/[_.]+/g, ' ').trim();
}
