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
