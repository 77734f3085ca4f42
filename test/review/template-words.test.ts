import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fastGlob from 'fast-glob';
import { describe, expect, it } from 'vitest';

const PAGES = resolve(import.meta.dirname, '../../pages');
const TOLD = /\b(?:aria-label|title|placeholder|alt|content)="([^"]*)"/g;

/** Words that a template says itself, between its tags and in what its attributes tell people. */
function ownWords(template: string): string[] {
  // What stands inside of <% %> is code; a blank keeps what is left and right of it apart.
  const html = template.replace(/<%[\s\S]*?%>/g, ' ').replace(/<meta[^>]*>/g, ' ');
  const attributes = [...html.matchAll(TOLD)].map(([, words]) => words ?? '');
  return [...attributes, html.replace(/<[^>]*>/g, ' ')].flatMap((text) => text.match(/\p{L}{2,}/gu) ?? []);
}

describe('a template', () => {
  const templates = fastGlob.sync('*.eta', { cwd: PAGES });

  it.each(templates)('%s says nothing that does not stand among the texts', (name) => {
    expect(ownWords(readFileSync(join(PAGES, name), 'utf8'))).toEqual([]);
  });

  it('that says something itself is seen', () => {
    expect(ownWords('<p class="soft"><%= it.t.word %> people</p><a title="More">x</a>')).toEqual(['More', 'people']);
  });
});
