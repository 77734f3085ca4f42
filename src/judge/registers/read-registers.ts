import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorError, suggestion } from '../../model/index.ts';
import type { AuthorizedUser, LegalHold, Registers, RetentionEntry } from '../judge-input.ts';
import { type RegisterRow, readRegister } from './read-register.ts';
import {
  authorizedUserRow,
  dayEndMs,
  dayStartMs,
  legalHoldRow,
  lostMediumRow,
  REGISTER_FILES,
  retentionRow,
} from './register-rows.ts';

/**
 * Reads the registers of a folder. A register whose file is not there stays unknown, so its rules say cannot-tell.
 * `shares` are the names that rows may speak of: a misspelt one would leave a hold without effect.
 * @throws OperatorError with file, line and remedy; nothing is judged by half-loaded registers.
 */
export function readRegisters(folder: string, shares: readonly string[]): Registers {
  checkNames(folder);
  const pathOf = (name: (typeof REGISTER_FILES)[number]['name']): string => join(folder, `${name}.csv`);
  const users = readRegister(pathOf('authorized-users'), authorizedUserRow);
  const retention = readRegister(pathOf('retention-calendar'), retentionRow);
  const holds = readRegister(pathOf('legal-holds'), legalHoldRow);
  const lost = readRegister(pathOf('lost-media'), lostMediumRow);
  for (const rows of [retention, holds, lost]) checkShares(rows ?? [], shares);
  return {
    ...(users && { authorizedUsers: authorizedUsersOf(users) }),
    ...(retention && { retention: retention.map(({ row }) => retentionOf(row)) }),
    ...(holds && { legalHolds: holds.map(({ row }) => legalHoldOf(row)) }),
    ...(lost && { lostMedia: lost.map(({ row }) => row.share) }),
  };
}

/** A template for every register by file name: columns and one commented example. The name keeps it from being read. */
export function registerTemplates(): readonly { readonly name: string; readonly text: string }[] {
  const columns = {
    'authorized-users': authorizedUserRow,
    'retention-calendar': retentionRow,
    'legal-holds': legalHoldRow,
    'lost-media': lostMediumRow,
  };
  return REGISTER_FILES.map(({ name, says, example }) => ({
    name: `${name}.csv.template`,
    text: `# ${says}\n# Fill in and save as ${name}.csv. Without that file the register is unknown; with it, whoever is not in it is not registered.\n${Object.keys(columns[name].shape).join(',')}\n# ${example}\n`,
  }));
}

function checkNames(folder: string): void {
  const known = REGISTER_FILES.map(({ name }) => `${name}.csv`);
  for (const name of entriesOf(folder)) {
    if (!/\.(csv|ya?ml)$/i.test(name) || known.includes(name)) continue;
    const remedy = `Registers: ${known.join(', ')}${suggestion(name, known)}.`;
    throw new OperatorError(join(folder, name), 'is not a register', remedy);
  }
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new OperatorError(folder, `the registers folder cannot be read (${code})`, 'Check "registers" and the path.');
  }
}

function checkShares(rows: readonly RegisterRow<{ share: string }>[], shares: readonly string[]): void {
  for (const { row, at } of rows) {
    if (shares.includes(row.share)) continue;
    const remedy = `Shares: ${shares.join(', ')}${suggestion(row.share, shares)}.`;
    throw new OperatorError(at, `share "${row.share}" is not configured`, remedy);
  }
}

function authorizedUsersOf(rows: readonly RegisterRow<UserRow>[]): readonly AuthorizedUser[] {
  const seen = new Map<string, string>();
  return rows.map(({ row, at }) => {
    const earlier = seen.get(row.account);
    if (earlier !== undefined) {
      throw new OperatorError(at, `the account already stands at ${earlier}`, 'Keep one row for each account.');
    }
    if (row.authorized_from !== '' && row.authorized_to !== '' && row.authorized_from > row.authorized_to) {
      throw new OperatorError(at, 'authorized_to lies before authorized_from', 'Mend the two days.');
    }
    seen.set(row.account, at);
    return {
      account: row.account,
      ...(row.attestation_signed_on === '' ? {} : { attestedAtMs: dayStartMs(row.attestation_signed_on) }),
      ...(row.authorized_from === '' ? {} : { authorizedFromMs: dayStartMs(row.authorized_from) }),
      ...(row.authorized_to === '' ? {} : { authorizedToMs: dayEndMs(row.authorized_to) }),
    };
  });
}

type UserRow = ReturnType<typeof authorizedUserRow.parse>;

function retentionOf(row: ReturnType<typeof retentionRow.parse>): RetentionEntry {
  return { share: row.share, path: row.path, retainUntilMs: dayEndMs(row.retain_until) };
}

function legalHoldOf(row: ReturnType<typeof legalHoldRow.parse>): LegalHold {
  const place = { share: row.share, path: row.path };
  return row.released_on === '' ? place : { ...place, releasedAtMs: dayStartMs(row.released_on) };
}
