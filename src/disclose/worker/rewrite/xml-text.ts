/** A tag, comment, instruction or CDATA section of well-formed XML. */
const TOKEN = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<[^<>]*>/g;

export function decodeXml(text: string): string {
  return text
    .replace(/&#x([0-9a-f]+);/gi, (_, code: string) => codePoint(Number.parseInt(code, 16)))
    .replace(/&#(\d+);/g, (_, code: string) => codePoint(Number(code)))
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&apos;/g, "'")
    .replace(/&amp;/g, '&');
}

export function encodeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

/** Leaves out the named elements with all that stands in them. */
export function withoutElements(xml: string, isOut: (name: string, tag: string) => boolean): string {
  let out = '';
  let keptFrom = 0;
  let depth = 0;
  for (const match of xml.matchAll(TOKEN)) {
    const [tag] = match;
    const name = elementName(tag);
    if (name === undefined) continue;
    if (depth === 0) {
      if (tag.startsWith('</') || !isOut(name, tag)) continue;
      out += xml.slice(keptFrom, match.index);
      if (tag.endsWith('/>')) {
        keptFrom = match.index + tag.length;
        continue;
      }
      depth = 1;
      continue;
    }
    if (tag.endsWith('/>')) continue;
    depth += tag.startsWith('</') ? -1 : 1;
    if (depth === 0) keptFrom = match.index + tag.length;
  }
  return depth === 0 ? out + xml.slice(keptFrom) : out;
}

/** Leaves out the named tags and keeps what stands between them. */
export function withoutTags(xml: string, isOut: (name: string) => boolean): string {
  return xml.replace(TOKEN, (tag) => {
    const name = elementName(tag);
    return name !== undefined && isOut(name) ? '' : tag;
  });
}

/** The children of the document element: name and whole text of each; text between them is dropped. */
export function keepChildren(xml: string, isKept: (name: string) => boolean): string {
  let depth = 0;
  let from = 0;
  let out = '';
  for (const match of xml.matchAll(TOKEN)) {
    const [tag] = match;
    const name = elementName(tag);
    if (name === undefined) continue;
    const end = match.index + tag.length;
    const closes = tag.startsWith('</');
    if (depth === 0) out += xml.slice(0, end).replace(/<!--[\s\S]*?-->/g, '');
    else if (depth === 1 && closes) out += tag;
    else if (depth === 1) from = match.index;
    if (tag.endsWith('/>')) {
      if (depth === 1 && isKept(name)) out += tag;
      continue;
    }
    depth += closes ? -1 : 1;
    if (closes && depth === 1 && isKept(name)) out += xml.slice(from, end);
  }
  return out;
}

function elementName(tag: string): string | undefined {
  return /^<\/?([A-Za-z_][\w.:-]*)/.exec(tag)?.[1];
}

export function attribute(tag: string, name: string): string | undefined {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(tag);
  return found ? decodeXml(found[1] ?? found[2] ?? '') : undefined;
}

function codePoint(code: number): string {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
}
