/**
 * Findings that the operator has looked at and allows: of one value, by its keyed fingerprint, or of a type in some files.
 * There is no field for the value, by design.
 */
export interface Allowance {
  /** Pattern id. */
  readonly type: string;
  /** 32 hex digits, as `sharewarden fingerprint` prints them; without it every finding of the type. */
  readonly fingerprint?: string;
  /** Glob over paths below the share's root; without it every file. */
  readonly path?: string;
  /** Plain words for `explain`. */
  readonly reason: string;
}
