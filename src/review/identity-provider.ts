/** An OpenID provider that signs people in. Accounts are made by an administrator: the provider only says who somebody is. */
export interface IdentityProvider {
  /** As the sign-in page calls it. */
  readonly name: string;
  /** Address to send the browser to, and what to keep until it comes back. */
  begin(redirectUrl: string): Promise<{ readonly to: string; readonly kept: string }>;
  /** Who came back; undefined where the answer does not fit what was kept. */
  finish(given: { readonly backUrl: string; readonly kept: string }): Promise<Identity | undefined>;
}

export interface Identity {
  /** Issuer and subject, which together never name anybody else. */
  readonly subject: string;
  /** Claim that names the account: preferred_username, else an e-mail address that the provider has verified. */
  readonly name?: string;
}
