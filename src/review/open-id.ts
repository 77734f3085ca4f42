import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  enableNonRepudiationChecks,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import { OperatorError } from '../model/index.ts';
import type { Identity, IdentityProvider } from './identity-provider.ts';

export interface OpenIdSettings {
  readonly name: string;
  /** https://login.example.org/realm; plain http only on this machine. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

interface Kept {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** OpenID Connect, authorization code with PKCE, state and nonce. https://openid.net/specs/openid-connect-core-1_0.html */
export async function openIdProvider({
  name,
  issuer,
  clientId,
  clientSecret,
}: OpenIdSettings): Promise<IdentityProvider> {
  const { protocol, hostname } = new URL(issuer);
  const isLocal = protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  const configuration = await discover(issuer, clientId, clientSecret, isLocal);
  return {
    name,
    async begin(redirectUrl) {
      const kept: Kept = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
      const to = buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUrl,
        scope: 'openid profile email',
        state: kept.state,
        nonce: kept.nonce,
        code_challenge: await calculatePKCECodeChallenge(kept.verifier),
        code_challenge_method: 'S256',
      });
      return { to: to.href, kept: Buffer.from(JSON.stringify(kept)).toString('base64url') };
    },
    async finish({ backUrl, kept: text }) {
      const kept = readKept(text);
      if (!kept) return undefined;
      return identityOf(configuration, backUrl, kept);
    },
  };
}

async function discover(issuer: string, clientId: string, secret: string, isLocal: boolean): Promise<Configuration> {
  try {
    // The library takes an ID token from the token endpoint without a look at its signature, because TLS vouches for it.
    const execute = [enableNonRepudiationChecks, ...(isLocal ? [allowInsecureRequests] : [])];
    return await discovery(new URL(issuer), clientId, secret, undefined, { execute });
  } catch {
    throw new OperatorError(
      issuer,
      'the identity provider does not answer as one',
      'Check review: openId: issuer, and the network',
    );
  }
}

/** Undefined for anything that is not an answer to what was kept: another state, a used code, a foreign signature. */
async function identityOf(configuration: Configuration, backUrl: string, kept: Kept): Promise<Identity | undefined> {
  try {
    const tokens = await authorizationCodeGrant(configuration, new URL(backUrl), {
      pkceCodeVerifier: kept.verifier,
      expectedState: kept.state,
      expectedNonce: kept.nonce,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (!claims) return undefined;
    // An address that the provider did not look at is what somebody says of themselves.
    const called = claims.preferred_username ?? (claims.email_verified === true ? claims.email : undefined);
    return { subject: `${claims.iss} ${claims.sub}`, ...(typeof called === 'string' && { name: called }) };
  } catch {
    return undefined;
  }
}

function readKept(text: string): Kept | undefined {
  try {
    const kept: Partial<Kept> = JSON.parse(Buffer.from(text, 'base64url').toString());
    const { state, nonce, verifier } = kept;
    return state && nonce && verifier ? { state, nonce, verifier } : undefined;
  } catch {
    return undefined;
  }
}
