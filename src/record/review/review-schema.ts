/** The tables of the web app, as kysely sees them; part of `Schema`. */
export interface ReviewSchema {
  accounts: {
    name: string;
    role: string;
    /** JSON: names of areas. */
    areas: string;
    password_hash: string | null;
    /** Issuer and subject of the identity provider, where one signs the person in. */
    subject: string | null;
    disabled: number;
    /** 1 until the person has chosen a password of their own. */
    must_change: number;
    /** Wrong passwords in a row. */
    failures: number;
    locked_until_ms: number | null;
    created_ms: number;
    seen_ms: number | null;
  };
  sessions: {
    /** SHA-256 of the session's secret, hex. */
    id_hash: string;
    account: string;
    started_ms: number;
    seen_ms: number;
    agent: string;
  };
  saved_views: { account: string; name: string; query: string };
}
