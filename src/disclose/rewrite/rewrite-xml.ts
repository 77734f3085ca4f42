import { columnOf } from '../match-header.ts';
import { RewriteRefused, utf8Of } from './rewrite-file.ts';
import type { Treatment } from './treatment.ts';
import { decodeXml, encodeXml } from './xml-text.ts';

const TOKEN = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<[^<>]*>|[^<]+/g;

/** Text and attributes take the form of the column that their element or name is; unknown ones are emptied. Comments go. */
export function rewriteXml(bytes: Buffer, treatment: Treatment): Uint8Array {
  const text = utf8Of(bytes);
  if (/<!DOCTYPE|<!ENTITY/i.test(text))
    throw new RewriteRefused('the file defines entities of its own', 'Export it without a DOCTYPE');
  const open: string[] = [];
  const value = (name: string | undefined, given: string): string | undefined => {
    if (given.trim() === '' || name === undefined) return undefined;
    const column = columnOf(treatment.agreement, name.replace(/^.*:/, ''));
    return column?.form === 'drop' ? '' : treatment.cell(column, given);
  };
  let length = 0;
  const out = text.replace(TOKEN, (token) => {
    length += token.length;
    if (token.startsWith('<!--')) return '';
    if (token.startsWith('<?')) return token.startsWith('<?xml ') ? token : '';
    if (token.startsWith('<![CDATA[')) {
      const changed = value(open.at(-1), token.slice(9, -3));
      return changed === undefined ? token : encodeXml(changed);
    }
    if (!token.startsWith('<')) {
      const changed = value(open.at(-1), decodeXml(token));
      return changed === undefined ? token : encodeXml(changed);
    }
    if (token.startsWith('</')) {
      open.pop();
      return token;
    }
    const name = /^<([^\s/>]+)/.exec(token)?.[1];
    if (name === undefined) throw new RewriteRefused('the file is not well-formed XML', 'Export it again');
    if (!token.endsWith('/>')) open.push(name);
    return token.replace(
      /\s([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g,
      (whole, key: string, double?: string, single?: string) => {
        if (/^xml(?:ns)?(?::|$)/.test(key)) return whole;
        const changed = value(key, decodeXml(double ?? single ?? ''));
        return changed === undefined ? whole : ` ${key}="${encodeXml(changed)}"`;
      },
    );
  });
  if (open.length > 0 || length !== text.length)
    throw new RewriteRefused('the file is not well-formed XML', 'Export it again');
  return Buffer.from(out);
}
