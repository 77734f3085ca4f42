import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { OperatorError } from '../model/index.ts';
import { type Config, readConfig } from './config.ts';
import { BUILT_IN_PATTERNS, BUILT_IN_POLICIES } from './product.ts';
import { openStateFolder, type StateFolder } from './state-folder.ts';

/** Configuration file, environment and flags in one, in rising order. */
export interface Settings {
  readonly config: Config;
  /** The folder that relative paths of the configuration are meant from. */
  readonly base: string;
  readonly patternFolders: readonly string[];
  readonly policyFolders: readonly string[];
  readonly threads: number;
  state(): StateFolder;
  /** The postgres:// address of the record; undefined for the file in the state folder. @throws OperatorError */
  store(): string | undefined;
}

interface GlobalFlags {
  readonly state?: string;
  readonly store?: string;
  readonly config?: string;
  readonly threads?: string;
}

const DEFAULT_CONFIG = 'sharewarden.yaml';

/** @throws OperatorError for a configuration that cannot be used. */
export function settingsOf(command: Command): Settings {
  const flags = command.optsWithGlobals<GlobalFlags>();
  const given = flags.config ?? process.env.SHAREWARDEN_CONFIG;
  const path = given ?? (existsSync(DEFAULT_CONFIG) ? DEFAULT_CONFIG : undefined);
  const config = path ? readConfig(path) : {};
  const base = path ? dirname(resolve(path)) : process.cwd();
  const fromBase = (folders: readonly string[] = []) => folders.map((folder) => resolve(base, folder));
  return {
    config,
    base,
    patternFolders: [BUILT_IN_PATTERNS, ...fromBase(config.patterns)],
    policyFolders: [BUILT_IN_POLICIES, ...fromBase(config.policies)],
    threads: threadCount(flags.threads ?? process.env.SHAREWARDEN_THREADS, config.threads),
    state: () => openStateFolder(flags.state, process.env),
    store: () => storeAddress(flags.store ?? process.env.SHAREWARDEN_STORE ?? config.store),
  };
}

function threadCount(text: string | undefined, configured: number | undefined): number {
  if (text === undefined) return configured ?? Math.min(availableParallelism(), 8);
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 64) return count;
  throw new OperatorError('--threads', `"${text}" is not a number of threads`, 'Give a whole number from 1 to 64');
}

function storeAddress(given: string | undefined): string | undefined {
  if (given === undefined || given === '') return undefined;
  if (/^postgres(ql)?:\/\//i.test(given)) return given;
  throw new OperatorError(
    '--store',
    'this is no address of a PostgreSQL server',
    'Give postgres://user@host/database, or leave it out and name the folder of the SQLite record with --state',
  );
}
