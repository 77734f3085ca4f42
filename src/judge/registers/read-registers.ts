import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { OperatorError, suggestion, systemErrorCode } from '../../model/index.ts';
import type { Agreement, AuthorizedUser, LegalHold, RegisteredPlace, Registers } from '../judge-input.ts';
import { type RegisterRow, readRegister } from './read-register.ts';
import { REGISTER_FILES, REGISTER_NAMES, type RegisterName } from './register-files.ts';
import { dayEndMs, dayStartMs } from './register-rows.ts';

type Row<Name extends RegisterName> = z.output<(typeof REGISTER_FILES)[Name]['row']>;

/**
 * Reads the registers of a folder. A register whose file is not there stays unknown, so its rules say cannot-tell.
 * `shares` are the names that rows may speak of: a misspelt one would leave a hold without effect.
 * `otherFiles` are names in the folder that are read elsewhere.
 * @throws OperatorError with file, line and remedy; nothing is judged by half-loaded registers.
 */
export function readRegisters(
  folder: string,
  shares: readonly string[],
  otherFiles: (name: string) => boolean = () => false,
): Registers {
  checkNames(folder, otherFiles);
  const read = <Name extends RegisterName>(name: Name) =>
    readRegister<(typeof REGISTER_FILES)[Name]['row']>(join(folder, name), REGISTER_FILES[name].row);
  const users = read('authorized-users');
  const retention = read('retention-calendar');
  const holds = read('legal-holds');
  const lost = read('lost-media');
  const places = read('shares');
  const agreements = read('agreements');
  const destinations = read('approved-destinations');
  const disclosures = read('disclosure-log');
  for (const rows of [retention, holds, lost, places, agreements, disclosures]) checkShares(rows ?? [], shares);
  return {
    ...(users && { authorizedUsers: authorizedUsersOf(users) }),
    ...(retention && {
      retention: retention.map(({ row }) => ({
        share: row.share,
        path: row.path,
        retainUntilMs: dayEndMs(row.retain_until),
      })),
    }),
    ...(holds && { legalHolds: holds.map(({ row }) => legalHoldOf(row)) }),
    ...(lost && { lostMedia: lost.map(({ row }) => row.share) }),
    ...(places && { places: placesOf(places) }),
    ...(agreements && { agreements: agreements.map(agreementOf) }),
    ...(destinations && { approvedDestinations: destinations.map(destinationOf) }),
    ...(disclosures && {
      disclosureLog: disclosures.map(({ row: { party, share, path } }) => ({ party, share, path })),
    }),
  };
}

function checkNames(folder: string, otherFiles: (name: string) => boolean): void {
  const known = REGISTER_NAMES.flatMap((name) => [`${name}.csv`, `${name}.yaml`]);
  for (const name of entriesOf(folder)) {
    if (!/\.(csv|ya?ml)$/i.test(name) || known.includes(name) || otherFiles(name)) continue;
    const remedy = `Registers: ${REGISTER_NAMES.map((each) => `${each}.csv`).join(', ')}${suggestion(name, known)}.`;
    throw new OperatorError(join(folder, name), 'is not a register', remedy);
  }
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    throw new OperatorError(
      folder,
      `the registers folder cannot be read (${systemErrorCode(error)})`,
      'Check "registers" and the path.',
    );
  }
}

function checkShares(rows: readonly RegisterRow<{ share: string }>[], shares: readonly string[]): void {
  for (const { row, at } of rows) {
    if (shares.includes(row.share)) continue;
    const remedy = `Shares: ${shares.join(', ')}${suggestion(row.share, shares)}.`;
    throw new OperatorError(at, `share "${row.share}" is not configured`, remedy);
  }
}

function authorizedUsersOf(rows: readonly RegisterRow<Row<'authorized-users'>>[]): readonly AuthorizedUser[] {
  refuseTwice(rows, ({ account }) => account, 'the account', 'Keep one row for each account.');
  return rows.map(({ row, at }) => {
    refuseDisorder(at, ['authorized_from', row.authorized_from], ['authorized_to', row.authorized_to]);
    return {
      account: row.account,
      ...(row.attestation_signed_on === '' ? {} : { attestedAtMs: dayStartMs(row.attestation_signed_on) }),
      ...(row.authorized_from === '' ? {} : { authorizedFromMs: dayStartMs(row.authorized_from) }),
      ...(row.authorized_to === '' ? {} : { authorizedToMs: dayEndMs(row.authorized_to) }),
    };
  });
}

function placesOf(rows: readonly RegisterRow<Row<'shares'>>[]): readonly RegisteredPlace[] {
  refuseTwice(rows, ({ share, path }) => `${share}\0${path}`, 'the folder', 'Keep one row for each folder.');
  return rows.map(({ row, at }) => {
    const { share, path, audience, holder } = row;
    if (holder !== '' && row.holder_type === undefined) {
      throw new OperatorError(at, 'holder_type is empty though there is a holder', 'Say what kind of body it is.');
    }
    return {
      share,
      path,
      ...(row.class && { class: row.class }),
      ...(audience && { audience }),
      ...(holder !== '' && { holder }),
      ...(row.holder_type && { holderType: row.holder_type }),
      ...(row.access_log && { accessLog: row.access_log === 'yes' }),
      ...(row.listed_as !== '' && { listedAs: row.listed_as }),
    };
  });
}

function agreementOf({ row, at }: RegisterRow<Row<'agreements'>>): Agreement {
  refuseDisorder(at, ['signed_on', row.signed_on], ['ends_on', row.ends_on]);
  refuseDisorder(at, ['signed_on', row.signed_on], ['destroy_by', row.destroy_by]);
  return {
    covers: row.covers,
    ...(row.party !== '' && { party: row.party }),
    share: row.share,
    path: row.path,
    signedAtMs: dayStartMs(row.signed_on),
    yearPassedAtMs: dayStartMs(row.signed_on) + 366 * 86_400_000,
    ...(row.ends_on !== '' && { endsAtMs: dayEndMs(row.ends_on) }),
    ...(row.destroy_by !== '' && { destroyByMs: dayEndMs(row.destroy_by) }),
  };
}

function destinationOf({ row, at }: RegisterRow<Row<'approved-destinations'>>) {
  refuseDisorder(at, ['approved_on', row.approved_on], ['approved_until', row.approved_until]);
  return {
    destination: row.destination,
    ...(row.approved_on !== '' && { approvedFromMs: dayStartMs(row.approved_on) }),
    ...(row.approved_until !== '' && { approvedToMs: dayEndMs(row.approved_until) }),
  };
}

function legalHoldOf({ share, path, released_on: releasedOn }: Row<'legal-holds'>): LegalHold {
  return releasedOn === '' ? { share, path } : { share, path, releasedAtMs: dayStartMs(releasedOn) };
}

function refuseTwice<Each>(
  rows: readonly RegisterRow<Each>[],
  keyOf: (row: Each) => string,
  what: string,
  remedy: string,
): void {
  const seen = new Map<string, string>();
  for (const { row, at } of rows) {
    const earlier = seen.get(keyOf(row));
    if (earlier !== undefined) throw new OperatorError(at, `${what} already stands at ${earlier}`, remedy);
    seen.set(keyOf(row), at);
  }
}

function refuseDisorder(at: string, [first, from]: readonly [string, string], [second, to]: readonly [string, string]) {
  if (from === '' || to === '' || from <= to) return;
  throw new OperatorError(at, `${second} lies before ${first}`, 'Mend the two days.');
}
