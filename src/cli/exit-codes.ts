/** The codes that every command ends with. Scripts depend on them. */
export const EXIT = {
  /** Everything was read and nothing is against the rules. */
  ok: 0,
  /** Something is against the rules. */
  violations: 1,
  /** The command could not run: usage, configuration, state folder. */
  usage: 2,
  /** Nothing against the rules was found, but something was not read. */
  unread: 3,
  /** A defect of Sharewarden. */
  defect: 4,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
