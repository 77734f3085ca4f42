import { userInfo } from 'node:os';
import type { Command } from 'commander';
import type { Targets } from '../../../breach/index.ts';
import { OperatorError } from '../../../model/index.ts';
import type { Settings } from '../../settings.ts';

/** Flags of every command that writes. */
export interface EntryFlags {
  readonly because: string;
  readonly by?: string;
  readonly seen?: string;
  readonly json: boolean;
}

/** Adds the flags of every command that writes. */
export function withEntryFlags(command: Command): Command {
  return command
    .requiredOption('--because <words>', 'why: it stays in the record')
    .option('--by <name>', 'who does this (default: the account that runs this)')
    .option('--seen <version>', 'version you looked at; refused if somebody changed it since')
    .option('--json', 'for programs', false);
}

/** Who, why, when, and the version seen. @throws OperatorError */
export function entryOf(flags: EntryFlags) {
  return {
    who: flags.by ?? userInfo().username,
    why: flags.because,
    nowMs: Date.now(),
    ...(flags.seen !== undefined && { expectedVersion: wholeNumber('--seen', flags.seen) }),
  };
}

export function wholeNumber(flag: string, text: string): number {
  if (/^\d{1,12}$/.test(text)) return Number(text);
  throw new OperatorError(flag, `"${text}" is not a whole number`, 'Give for example 12');
}

/** The agency's own targets, from the configuration. */
export function targetsOf(settings: Settings): Targets {
  return settings.config.breach ?? {};
}

/** One line for a person, or one document for a program. */
export function say(json: boolean, line: string, document: unknown): void {
  console.log(json ? JSON.stringify(document) : line);
}
