import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { OperatorError } from '../model/index.ts';
import { isBusy } from '../record/index.ts';
import { type Answer, refused } from './answer.ts';
import { mayReveal } from './file-view.ts';
import { findViewer } from './find-viewer.ts';
import { apiPath } from './open-api.ts';
import type { Frame, RenderPage } from './render-page.ts';
import type { ReviewContext } from './review-context.ts';
import type { Asked, Fields, Route, Viewer } from './route.ts';
import { formTokenOf, isFormToken, newSecret } from './session-secret.ts';
import { TEXTS } from './texts.ts';
import { typedTexts } from './typed-texts.ts';
import { inWebWords } from './web-remedy.ts';

export interface MountOptions {
  readonly review: ReviewContext;
  readonly render: RenderPage;
  /** True where the browser speaks HTTPS: then the cookie is never sent without. */
  readonly isSecure: boolean;
  readonly assetVersion: string;
}

const PER_MINUTE = 600;
/** In the order of the menu. */
const MENU = [
  '/',
  '/queue',
  '/assessments',
  '/quality',
  '/quarantine',
  '/reveals',
  '/reports',
  '/disclosures',
  '/users',
  '/operation',
];

/** The only place that gives the server a route: what is not in the table does not exist, and each entry says who may. */
export function mountRoutes(app: FastifyInstance, routes: readonly Route[], options: MountOptions): void {
  for (const route of routes) {
    const config = { rateLimit: { max: route.perMinute ?? PER_MINUTE, timeWindow: '1 minute' } };
    const { method } = route;
    app.route({ method, url: route.path, config, handler: (q, r) => handle(route, q, r, 'page') });
    if (route.allow !== 'everyone' && route.api)
      app.route({ method, url: apiPath(route.path), config, handler: (q, r) => handle(route, q, r, 'api') });
  }

  async function handle(
    route: Route,
    request: FastifyRequest,
    reply: FastifyReply,
    by: 'page' | 'api',
  ): Promise<unknown> {
    const cookies = cookieNames(options.isSecure);
    const secret = request.cookies[cookies.session];
    const visit = request.cookies[cookies.visit] ?? newSecret();
    let viewer: Viewer | undefined;
    let answer: Answer;
    try {
      viewer = await findViewer(options.review, secret);
      answer = await answerTo(route, toAsked(options, request, viewer), (viewer && secret) || visit, by);
    } catch (error) {
      answer = explained(error);
    }
    if (answer.kind === 'go' && answer.session) setSession(reply, answer.session, options);
    if (answer.kind === 'go' && answer.kept !== undefined) keepForReturn(reply, answer.kept, options);
    const isStranger = !viewer && answer.kind === 'page' && by === 'page';
    if (isStranger && request.cookies[cookies.visit] !== visit)
      reply.setCookie(cookies.visit, visit, cookieOf(options));
    return send(
      reply,
      answer,
      by,
      {
        ...(viewer && { viewer }),
        formToken: formTokenOf((viewer && secret) || visit),
        // Before a password of one's own every page leads back to its form.
        menu: viewer && !viewer.account.mustChangePassword ? menuOf(routes, viewer, options.review) : [],
        path: route.path,
        assetVersion: options.assetVersion,
        nowMs: options.review.now(),
        typed: typedTexts((request.body ?? {}) as Fields),
      },
      options.render,
    );
  }
}

async function answerTo(route: Route, asked: Asked, secret: string, by: 'page' | 'api'): Promise<Answer> {
  const { viewer, form } = asked;
  const token = form['form-token'];
  const isForged = route.method === 'POST' && !isFormToken(typeof token === 'string' ? token : undefined, secret);
  if (route.allow === 'everyone')
    return isForged ? refused(403, TEXTS.refused.form, TEXTS.refused.formRemedy) : route.answer(asked);
  if (!viewer) {
    if (by === 'api' || route.method === 'POST') return refused(401, TEXTS.refused.signIn, TEXTS.refused.back);
    return { kind: 'go', to: '/sign-in' };
  }
  if (!route.allow.includes(viewer.account.role)) {
    await noteRefusal(asked, viewer, route, 'role');
    return refused(403, TEXTS.refused.role, TEXTS.refused.roleRemedy);
  }
  if (isForged) {
    await noteRefusal(asked, viewer, route, 'form');
    return refused(403, TEXTS.refused.form, TEXTS.refused.formRemedy);
  }
  if (viewer.account.mustChangePassword && !route.beforePassword)
    return by === 'api' ? refused(403, TEXTS.refused.mustChoose, TEXTS.refused.back) : { kind: 'go', to: '/account' };
  return route.answer({ ...asked, viewer });
}

function noteRefusal({ review, nowMs }: Asked, { account }: Viewer, route: Route, why: string): Promise<unknown> {
  return review.record.audit.append({
    atMs: nowMs,
    actor: account.name,
    action: 'refused',
    subject: `${route.method} ${route.path}`,
    data: { why },
  });
}

function toAsked({ review, isSecure }: MountOptions, request: FastifyRequest, viewer: Viewer | undefined): Asked {
  const kept = request.cookies[cookieNames(isSecure).kept];
  const bearer = /^Bearer (\S{1,500})$/.exec(request.headers.authorization ?? '')?.[1];
  return {
    review,
    params: request.params as Asked['params'],
    query: request.query as Fields,
    form: (request.body ?? {}) as Fields,
    nowMs: review.now(),
    agent: (request.headers['user-agent'] ?? '').replace(/[^\x20-\x7e]/g, '').slice(0, 120),
    ...(viewer && { viewer }),
    ...(kept !== undefined && { kept }),
    ...(bearer !== undefined && { bearer }),
  };
}

/** What the person can mend, or wait for; anything else is ours and goes on to the server's own handler. */
function explained(error: unknown): Answer {
  if (isBusy(error)) return refused(503, TEXTS.refused.busy, TEXTS.refused.busyRemedy);
  if (!(error instanceof OperatorError)) throw error;
  const { why, remedy } = inWebWords(error);
  return refused(409, why, remedy);
}

function send(reply: FastifyReply, answer: Answer, by: 'page' | 'api', frame: Frame, render: RenderPage): unknown {
  if (answer.kind !== 'asset') reply.header('cache-control', 'no-store');
  switch (answer.kind) {
    case 'page':
      reply.code(answer.status ?? 200);
      if (by === 'api') return reply.send(answer.data);
      return reply.type('text/html; charset=utf-8').send(render(answer, frame));
    case 'go':
      return reply.redirect(answer.to, 303);
    case 'file':
      if (answer.name !== undefined)
        reply.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(answer.name)}`);
      return reply.type(answer.type).send(answer.body);
    case 'asset':
      return reply.header('cache-control', 'public, max-age=31536000, immutable').type(answer.type).send(answer.body);
    case 'refused': {
      reply.code(answer.status);
      if (answer.status === 503) reply.header('retry-after', '60');
      if (by === 'api') return reply.send({ problem: answer.why, remedy: answer.remedy });
      const data = { why: answer.why, remedy: answer.remedy, typed: frame.typed ?? [] };
      const shown = { kind: 'page', template: 'refused', title: TEXTS.refused.title, data } as const;
      return reply.type('text/html; charset=utf-8').send(render(shown, frame));
    }
    default: {
      const never: never = answer;
      return never;
    }
  }
}

/** No entry leads to a refusal. */
function menuOf(routes: readonly Route[], viewer: Viewer, review: ReviewContext): readonly string[] {
  const { account } = viewer;
  const isUseful: Readonly<Record<string, boolean>> = {
    '/reveals': mayReveal(review, viewer),
    '/quarantine': review.quarantine !== undefined,
  };
  const mine = routes.filter(
    ({ method, allow }) => method === 'GET' && allow !== 'everyone' && allow.includes(account.role),
  );
  return MENU.filter((path) => mine.some((route) => route.path === path) && isUseful[path] !== false);
}

/** The prefix binds a cookie to this host and to HTTPS: https://developer.mozilla.org/docs/Web/HTTP/Headers/Set-Cookie#cookie_prefixes */
function cookieNames(isSecure: boolean) {
  const prefix = isSecure ? '__Host-' : '';
  return { session: `${prefix}sharewarden`, visit: `${prefix}sharewarden-visit`, kept: `${prefix}sharewarden-return` };
}

function cookieOf({ isSecure }: MountOptions) {
  return { path: '/', httpOnly: true, secure: isSecure, sameSite: 'lax' } as const;
}

function setSession(reply: FastifyReply, change: { readonly start: string } | 'end', options: MountOptions): void {
  const { session, visit } = cookieNames(options.isSecure);
  reply.clearCookie(visit, cookieOf(options));
  if (change === 'end') reply.clearCookie(session, cookieOf(options));
  else reply.setCookie(session, change.start, cookieOf(options));
}

/** For the ten minutes that somebody may take at the identity provider. */
const RETURN_SECONDS = 600;

function keepForReturn(reply: FastifyReply, kept: string | null, options: MountOptions): void {
  const name = cookieNames(options.isSecure).kept;
  if (kept === null) reply.clearCookie(name, cookieOf(options));
  else reply.setCookie(name, kept, { ...cookieOf(options), maxAge: RETURN_SECONDS });
}
