import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type CheckedForms, OperatorError, suggestion, systemErrorCode } from '../model/index.ts';
import { ruleEnvironment } from './cel-environment.ts';
import { compileRule } from './compile-rule.ts';
import type { Pack } from './layers.ts';
import { packSchema, ruleSchema } from './pack-schema.ts';
import { readYamlFile } from './yaml-file.ts';

/** A pack as read, with the text of every file for the digest. */
export interface ReadPack extends Pack {
  readonly texts: readonly { readonly name: string; readonly text: string }[];
}

/**
 * Reads the packs of several directories: a directory with `pack.yaml` is a pack; otherwise its sub-directories with one
 * are. Throws OperatorError naming file, line, rule and remedy.
 */
export function readPacks(directories: readonly string[], forms: CheckedForms): readonly ReadPack[] {
  const folders = directories.flatMap((directory) => packFolders(directory));
  if (folders.length === 0) {
    throw new OperatorError(
      directories.join(', ') || 'policies',
      'holds no policy pack',
      'Name a folder with a pack.yaml.',
    );
  }
  return folders.map((folder) => readPack(folder, forms));
}

function packFolders(directory: string): string[] {
  if (existsSync(join(directory, 'pack.yaml'))) return [directory];
  return entriesOf(directory)
    .map((name) => join(directory, name))
    .filter((folder) => existsSync(join(folder, 'pack.yaml')));
}

function readPack(folder: string, forms: CheckedForms): ReadPack {
  const environment = ruleEnvironment();
  const file = readYamlFile(join(folder, 'pack.yaml'), packSchema, { forms, kind: 'policy-pack' });
  const rulesFolder = join(folder, 'rules');
  const names = existsSync(rulesFolder) ? entriesOf(rulesFolder).filter((name) => !name.startsWith('.')) : [];
  const sources = names.map((name) => {
    if (!name.endsWith('.yaml')) {
      throw new OperatorError(
        join(rulesFolder, name),
        'is not a rule file',
        'Name rule files <id>.yaml, or move it away.',
      );
    }
    const source = readYamlFile(join(rulesFolder, name), ruleSchema, { forms, kind: 'policy-rule' });
    const expected = basename(name, '.yaml');
    if (source.value.id !== expected) {
      throw new OperatorError(
        `${source.path}:${source.lineOf(['id'])}`,
        `rule id ${source.value.id} is not the file name ${expected}${suggestion(source.value.id, [expected])}`,
        'Give the rule and its file one name.',
      );
    }
    return source;
  });
  return {
    file,
    rules: sources.map((source) => compileRule(environment, source)),
    texts: [file, ...sources].map(({ path, text }) => ({ name: `${file.value.id}/${basename(path)}`, text })),
  };
}

function entriesOf(directory: string): string[] {
  try {
    return readdirSync(directory).sort();
  } catch (error) {
    throw new OperatorError(
      directory,
      `policy folder cannot be read (${systemErrorCode(error)})`,
      'Check the path and its permissions.',
    );
  }
}
