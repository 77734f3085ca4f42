import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { RewriteRefused } from './rewrite-refused.ts';
import { attribute } from './xml-text.ts';

const UNPACKED_BYTES_MAX = 256 * 1024 * 1024;

/** Parts of an Office package by name. */
export type Parts = Map<string, Uint8Array>;

/** Unpacks the parts that a fixed copy keeps; all others never come near it. */
export function unpackParts(bytes: Buffer, isKept: (name: string) => boolean): Parts {
  let length = 0;
  try {
    return new Map(
      Object.entries(
        unzipSync(bytes, {
          filter: ({ name, originalSize }) => {
            if (!isKept(name)) return false;
            length += originalSize;
            if (length > UNPACKED_BYTES_MAX)
              throw new RewriteRefused('the file unpacks to more than 256 MB', 'Export it as csv');
            return true;
          },
        }),
      ),
    );
  } catch (error) {
    if (error instanceof RewriteRefused) throw error;
    throw new RewriteRefused('the container is damaged or encrypted', 'Save it again without a password');
  }
}

export function packParts(parts: Parts): Uint8Array {
  return zipSync(Object.fromEntries(parts), { level: 6, mtime: new Date('1980-01-02T00:00:00') });
}

export function partText(parts: Parts, name: string): string {
  const part = parts.get(name);
  if (!part) throw new RewriteRefused(`the container has no part ${name}`, 'Save it again with the office program');
  const text = strFromU8(part);
  if (/<!DOCTYPE/i.test(text))
    throw new RewriteRefused('the container defines entities of its own', 'Save it again with the office program');
  return text;
}

export function setPart(parts: Parts, name: string, text: string): void {
  parts.set(name, strToU8(text));
}

/** Keeps the types of parts that are still there. */
export function pruneContentTypes(parts: Parts): void {
  const name = '[Content_Types].xml';
  setPart(
    parts,
    name,
    partText(parts, name).replace(/<Override\b[^>]*>(?:\s*<\/Override>)?/g, (tag) =>
      parts.has((attribute(tag, 'PartName') ?? '').replace(/^\//, '')) ? tag : '',
    ),
  );
}

/** Keeps the relationships whose target is still there; external ones go. Returns targets by id. */
export function pruneRelationships(parts: Parts, name: string, folder: string): Map<string, string> {
  const targets = new Map<string, string>();
  if (!parts.has(name)) return targets;
  setPart(
    parts,
    name,
    partText(parts, name).replace(/<Relationship\b[^>]*>(?:\s*<\/Relationship>)?/g, (tag) => {
      const target = resolvePart(folder, attribute(tag, 'Target') ?? '');
      if (attribute(tag, 'TargetMode') === 'External' || !parts.has(target)) return '';
      targets.set(attribute(tag, 'Id') ?? '', target);
      return tag;
    }),
  );
  return targets;
}

function resolvePart(folder: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1);
  const steps: string[] = folder === '' ? [] : folder.split('/');
  for (const step of target.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.') steps.push(step);
  }
  return steps.join('/');
}
