import type { Audience } from './file-facts.ts';
import { maskIdentifierShapes } from './identifier-shapes.ts';

/** Who can read a file, account by account, as far as permissions, listings and group lists tell. System administrators aside. */
export interface Readers {
  /** Accounts that can read it, lower case, sorted; members of known groups among them. */
  readonly accounts: readonly string[];
  /** Groups by which accounts can read it, sorted. */
  readonly groups: readonly string[];
  /** Nobody else can. False where a group's members, an access list or a folder above are not known. */
  readonly complete: boolean;
}

export const UNKNOWN_READERS: Readers = { accounts: [], groups: [], complete: false };

const NAMES_SHOWN = 8;

/** Who can read a file, in words for a custodian: `3 accounts (jdoe, kburns, mlopez) by group casework`. */
export function readersInWords(audience: Audience, readers: Readers | undefined): string {
  switch (audience) {
    case 'public':
      return 'anyone, also outside the organization';
    case 'everyone':
      return 'every account of the organization';
    case 'unknown':
      return 'not known';
    case 'owner':
      return readers?.accounts[0] === undefined ? 'its owner only' : `${shownName(readers.accounts[0])} only`;
    case 'team':
      return readers === undefined ? 'a team; which accounts is not known' : teamInWords(readers);
    default: {
      const never: never = audience;
      return never;
    }
  }
}

function teamInWords({ accounts, groups, complete }: Readers): string {
  const shown = accounts.slice(0, NAMES_SHOWN).map(shownName).join(', ');
  const more = accounts.length > NAMES_SHOWN ? ` and ${accounts.length - NAMES_SHOWN} more` : '';
  const counted = accounts.length === 1 ? shown : `${accounts.length} accounts (${shown}${more})`;
  const by =
    groups.length === 0 ? '' : ` by ${groups.length === 1 ? 'group' : 'groups'} ${groups.map(shownName).join(', ')}`;
  const rest = complete ? '' : ', and perhaps others: an access list or the members of a group are not known';
  return `${accounts.length === 0 ? 'accounts that are not known' : counted}${by}${rest}`;
}

function shownName(name: string): string {
  return maskIdentifierShapes(name);
}
