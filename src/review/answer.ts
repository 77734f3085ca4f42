/** What a route answers; the server turns it into a page, or into JSON where the question came by the API. */
export type Answer =
  | {
      readonly kind: 'page';
      /** Template in the pages folder, without ending. */
      readonly template: string;
      readonly title: string;
      /** Plain data: the template draws it, the API sends it. */
      readonly data: object;
      readonly status?: number;
      /** Without the frame of a page, to be put into one. */
      readonly isFragment?: boolean;
    }
  | {
      readonly kind: 'go';
      readonly to: string;
      readonly session?: SessionChange;
      /** Kept in the browser until it comes back from the identity provider; null forgets it. */
      readonly kept?: string | null;
    }
  | { readonly kind: 'file'; readonly type: string; readonly body: string | Uint8Array; readonly name?: string }
  | { readonly kind: 'asset'; readonly type: string; readonly body: string | Uint8Array }
  | { readonly kind: 'refused'; readonly status: RefusalStatus; readonly why: string; readonly remedy: string };

export type RefusalStatus = 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 503;

/** `start`: the secret of the new session · `end`: forget it. */
export type SessionChange = { readonly start: string } | 'end';

export function page(template: string, title: string, data: object): Answer {
  return { kind: 'page', template, title, data };
}

/** A page without its frame, for a place in the page that asked. */
export function fragment(template: string, title: string, data: object): Answer {
  return { kind: 'page', template, title, data, isFragment: true };
}

export function go(to: string, session?: SessionChange): Answer {
  return { kind: 'go', to, ...(session !== undefined && { session }) };
}

export function refused(status: RefusalStatus, why: string, remedy: string): Answer {
  return { kind: 'refused', status, why, remedy };
}
