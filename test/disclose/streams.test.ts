import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { textWindow } from '../../src/disclose/worker/rewrite/copy-streams.ts';
import { temporaryFolders } from '../end-to-end/run-cli.ts';
import { agreementYaml } from './exports.ts';
import { checksOf, clearHere } from './in-process.ts';

const folderFor = temporaryFolders();

describe('a text window', () => {
  it('gives the same however the text comes in', () => {
    const text = '  {"name":"Zoë \\" 1"} <a b=">"> end';
    const read = (pieces: readonly string[]): (string | undefined)[] => {
      const window = textWindow(pieces[Symbol.iterator]());
      const to = (words: string) => (all: string, from: number) => {
        const at = all.indexOf(words, from);
        return at < 0 ? -1 : at + words.length;
      };
      return [
        window.takeWhile((code) => code <= 32),
        window.peek(),
        String(window.startsWith('{"name"')),
        window.takeTo(to('"}')),
        window.takeWhile((code) => code <= 32),
        String(window.startsWith('<!--')),
        window.takeTo(to('"> ')),
        window.takeTo(to('nothing')),
        window.takeWhile(() => true),
        window.peek(),
      ];
    };
    const whole = read([text]);
    expect(whole.slice(3, 4)).toEqual(['{"name":"Zoë \\" 1"}']);
    for (let size = 1; size < text.length; size += 1)
      expect(read(text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [])).toEqual(whole);
  });
});

describe('a copy of several megabytes', () => {
  const rows = Array.from({ length: 24_000 }, (_, at) => [
    ['welding', 'nursing', 'café'][at % 3] ?? '',
    String(10 + (at % 60)),
    `${'x'.repeat(at % 97)}é`,
  ]);
  const NAMES = ['program', 'weeks', 'remark'];
  const agreement = agreementYaml('streams', '- { name: program }\n- { name: weeks }');
  const fixed = async (type: string, content: string): Promise<string> => {
    const folder = folderFor('streams');
    writeFileSync(join(folder, 'agreement.yaml'), agreement);
    writeFileSync(join(folder, `export.${type}`), content);
    const clearance = await clearHere({
      agreement: join(folder, 'agreement.yaml'),
      exports: [join(folder, `export.${type}`)],
      fixTo: join(folder, `copy.${type}`),
    });
    expect([clearance.verdict, checksOf(clearance)]).toEqual(['cleared', []]);
    return readFileSync(clearance.copy?.draft ?? '', 'utf8');
  };
  const record = (row: readonly string[], names: readonly string[]) =>
    names.map((name, at) => `"${name}": ${name === 'weeks' ? row[at] : JSON.stringify(row[at])}`).join(', ');
  const writers: Readonly<Record<string, (names: readonly string[]) => string>> = {
    csv: (names) => [names, ...rows.map((row) => row.slice(0, names.length))].map((row) => row.join(',')).join('\r\n'),
    json: (names) => `[${rows.map((row) => `{${record(row, names)}}`).join(',\n')}\n]\n`,
    jsonl: (names) => rows.map((row) => `{${record(row, names)}}\n`).join(''),
    xml: (names) =>
      `<?xml version="1.0"?>\n<all>\n${rows
        .map(
          (row) =>
            `<one>${NAMES.map((name, at) => `<${name}>${at < names.length ? row[at] : ''}</${name}>`).join('')}</one>\n`,
        )
        .join('')}</all>`,
  };

  it.each(Object.keys(writers))('is in %s what one of a few bytes would be', async (type) => {
    const write = writers[type] ?? (() => '');
    const content = write(NAMES);
    expect(content.length).toBeGreaterThan(2 ** 20);
    expect((await fixed(type, content)) === write(NAMES.slice(0, 2)), 'every byte that stays').toBe(true);
  });
});

describe('records whose keys come late and lie in each other', () => {
  it('are measured as one table each', async () => {
    const folder = folderFor('late');
    writeFileSync(
      join(folder, 'agreement.yaml'),
      agreementYaml('late', '- { name: zip, quasi: true }\n- { name: sex, quasi: true }\n- { name: weeks }'),
    );
    const people = Array.from({ length: 3000 }, (_, at) => ({
      zip: at % 2 === 0 ? '63101' : '65201',
      ...(at > 20 ? { weeks: at % 50 } : {}),
      stays: [{ weeks: 1 }, { weeks: 2 }],
      sex: 'F',
    }));
    writeFileSync(join(folder, 'export.json'), JSON.stringify(people));
    const clearance = await clearHere({
      agreement: join(folder, 'agreement.yaml'),
      exports: [join(folder, 'export.json')],
    });
    expect([clearance.verdict, checksOf(clearance)], JSON.stringify(clearance.stops)).toEqual(['cleared', []]);
  });
});
