import type { z } from 'zod';
import {
  agreementRow,
  approvedDestinationRow,
  authorizedUserRow,
  legalHoldRow,
  loggedDisclosureRow,
  lostMediumRow,
  placeRow,
  retentionRow,
} from './register-rows.ts';

/** One register: the file `<name>.csv` or `<name>.yaml` of the registers folder. */
export interface RegisterFile {
  readonly says: string;
  /** A row of the template, commented out. */
  readonly example: string;
  readonly row: z.ZodObject;
}

/** The registers that rules ask for. A file that is not there leaves its register unknown. */
export const REGISTER_FILES = {
  'authorized-users': {
    says: 'who may reach confidential information, with the day of the signed attestation and of the training',
    example: 'jdoe,wdb,2026-01-12,2026-01-10,2026-01-12,',
    row: authorizedUserRow,
  },
  shares: {
    says: 'what kind of place a folder is, who holds what lies there, whether reading is logged; the longest path decides',
    example: 'case-files,Partners/College,approved,,Sample College,school,no,',
    row: placeRow,
  },
  agreements: {
    says: 'agreements, consents, releases and requests on file, by the folder that they cover',
    example: 'UC-2026-01,agreement,uc-wage,,case-files,Wage Data,2026-01-02,2027-01-01,2027-03-31',
    row: agreementRow,
  },
  'approved-destinations': {
    says: 'who outside may receive confidential information, named as the holder in the register of shares',
    example: 'Sample College,2026-01-02,2026-12-31',
    row: approvedDestinationRow,
  },
  'disclosure-log': {
    says: 'who received education records and for what interest (34 CFR 99.32)',
    example: 'Sample College,case-files,Partners/College,2026-02-03,evaluation of training',
    row: loggedDisclosureRow,
  },
  'retention-calendar': {
    says: 'the last day on which records of a folder must be kept; the longest path decides, two equally long ones that disagree are said',
    example: 'case-files,Closed/2021,2026-06-30,2 CFR 200.334',
    row: retentionRow,
  },
  'legal-holds': {
    says: 'folders under a hold for litigation, audit or claim; a hold wins over every disposal',
    example: 'case-files,Closed/2021/Smith,audit 2026-04,',
    row: legalHoldRow,
  },
  'lost-media': {
    says: 'shares that stand for a lost or stolen medium',
    example: 'usb-backup,2026-02-03',
    row: lostMediumRow,
  },
} as const satisfies Readonly<Record<string, RegisterFile>>;

export type RegisterName = keyof typeof REGISTER_FILES;

export const REGISTER_NAMES = Object.keys(REGISTER_FILES) as readonly RegisterName[];

/** A template for every register by file name: columns and one commented example. The name keeps it from being read. */
export function registerTemplates(): readonly { readonly name: string; readonly text: string }[] {
  return REGISTER_NAMES.map((name) => {
    const { says, example, row } = REGISTER_FILES[name];
    return {
      name: `${name}.csv.template`,
      text: `# ${says}\n# Fill in and save as ${name}.csv. Without that file the register is unknown; with it, whoever is not in it is not registered.\n${Object.keys(row.shape).join(',')}\n# ${example}\n`,
    };
  });
}
