import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { type AdmissionOptions, countedAddress, createAdmission } from './admission.ts';
import { readAssets } from './assets.ts';
import { mountRoutes } from './mount-routes.ts';
import { createRenderer } from './render-page.ts';
import type { ReviewContext } from './review-context.ts';
import { routesOf } from './route-table.ts';
import { TEXTS } from './texts.ts';

export interface ServerOptions extends AdmissionOptions {
  /** PEM texts; without them the server speaks plain HTTP. */
  readonly https?: { readonly cert: string; readonly key: string };
}

/** Of a form: 5,000 selected flags fit. */
const BODY_BYTES = 512 * 1024;
const REQUEST_TIMEOUT_MS = 30_000;
/** Somebody who sends byte by byte is looked for this often, and has to have named the page by then. */
const SLOW = { connectionsCheckingInterval: 5_000, headersTimeout: 15_000 };
/** Per address, everything together. */
const PER_MINUTE = 1_200;
const TOO_MANY = { status: 429, why: TEXTS.refused.tooMany, remedy: TEXTS.refused.tooManyRemedy };

/** The server with every route of the table, not yet listening. */
export async function createServer(review: ReviewContext, options: ServerOptions): Promise<FastifyInstance> {
  const isSecure = options.https !== undefined || options.behindProxy;
  const admission = createAdmission(options);
  const app = fastify({
    logger: false,
    bodyLimit: BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    trustProxy: options.behindProxy && ((address: string) => admission.isProxy(address)),
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 200 },
    rewriteUrl: ({ url = '/' }) => (isDecodable(url) ? url : NOWHERE),
    ...(options.https ? { https: { ...options.https, ...SLOW, minVersion: 'TLSv1.2' as const } } : { http: SLOW }),
  }) as unknown as FastifyInstance;
  const render = createRenderer(review.pagesFolder);
  const assets = readAssets(review);
  await app.register(helmet, { ...headers(isSecure) });
  const keyGenerator = ({ ip }: FastifyRequest) => countedAddress(ip);
  await app.register(rateLimit, { global: false, max: PER_MINUTE, timeWindow: '1 minute', keyGenerator });
  const countAll = app.createRateLimit();
  await app.register(cookie);
  await app.register(formbody);
  app.removeContentTypeParser(['application/json', 'text/plain']);

  const refuse = (status: number, why: string, remedy: string) => ({
    status,
    body: render(
      { kind: 'page', template: 'refused', title: TEXTS.refused.title, data: { why, remedy } },
      { formToken: '', menu: [], path: '', assetVersion: assets.version, nowMs: review.now() },
    ),
  });
  app.addHook('onRequest', async (request, reply) => {
    const refusal = admission.refusalOf(request);
    const counted = await countAll(request);
    const isTooMany = !counted.isAllowed && counted.isExceeded;
    if (!refusal && !isTooMany) return;
    const { status, why, remedy } = refusal ?? TOO_MANY;
    const { body } = refuse(status, why, remedy);
    await reply.code(status).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(body);
  });
  app.addHook('onResponse', async (request, reply) => {
    review.log({
      request: request.id,
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: reply.statusCode,
      milliseconds: Math.round(reply.elapsedTime),
    });
  });
  app.setNotFoundHandler(async (_request, reply) => {
    const { body } = refuse(404, TEXTS.refused.missing, TEXTS.refused.missingRemedy);
    return reply.code(404).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(body);
  });
  app.setErrorHandler(async (error: { readonly statusCode?: number; readonly stack?: string }, request, reply) => {
    const status = error.statusCode !== undefined && error.statusCode < 500 ? error.statusCode : 500;
    if (status === 500) review.log({ request: request.id, problem: error.stack ?? 'unknown' });
    const { body } =
      status === 500
        ? refuse(500, TEXTS.refused.ours, `${TEXTS.refused.oursRemedy} ${request.id}`)
        : status === 429
          ? refuse(429, TOO_MANY.why, TOO_MANY.remedy)
          : refuse(status, TEXTS.refused.bad, TEXTS.refused.back);
    return reply.code(status).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(body);
  });
  mountRoutes(app, routesOf(assets), { review, render, isSecure, assetVersion: assets.version });
  return app;
}

/** An address that is none gets the answer of one that leads nowhere, with all that every answer carries. */
const NOWHERE = '/not-an-address';

function isDecodable(url: string): boolean {
  try {
    decodeURIComponent(url.split('?', 1)[0] ?? '');
    return true;
  } catch {
    return false;
  }
}

/** Nothing but our own files, no script or style in a page, no frame around it. */
function headers(isSecure: boolean) {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
    },
    strictTransportSecurity: isSecure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    // Without a referrer a browser names no origin for a form either; to other sites it still tells nothing.
    referrerPolicy: { policy: 'same-origin' as const },
    xFrameOptions: { action: 'deny' as const },
  };
}
