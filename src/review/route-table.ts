import { refused } from './answer.ts';
import type { Assets } from './assets.ts';
import { openApi } from './open-api.ts';
import { EVERY_ROLE, type Route } from './route.ts';
import { ACCOUNT_ROUTES } from './routes/account-routes.ts';
import { ASSESSMENT_ENTRY_ROUTES } from './routes/assessment-entry-routes.ts';
import { ASSESSMENT_ROUTES } from './routes/assessment-routes.ts';
import { DECISION_ROUTES } from './routes/decision-routes.ts';
import { EXPOSURE_ROUTES } from './routes/exposure-routes.ts';
import { FILE_ROUTES } from './routes/file-routes.ts';
import { HOME_ROUTES } from './routes/home-routes.ts';
import { MESSAGE_ROUTES } from './routes/message-routes.ts';
import { OPERATION_ROUTES } from './routes/operation-routes.ts';
import { PROVIDER_ROUTES } from './routes/provider-routes.ts';
import { QUALITY_ROUTES } from './routes/quality-routes.ts';
import { QUEUE_ROUTES } from './routes/queue-routes.ts';
import { REPORT_ROUTES } from './routes/report-routes.ts';
import { REVEAL_ROUTES } from './routes/reveal-routes.ts';
import { USER_ROUTES } from './routes/user-routes.ts';
import { TEXTS } from './texts.ts';

/** The one table of who may do what: every route of the server, with its roles. */
export function routesOf(assets: Assets): readonly Route[] {
  const routes: readonly Route[] = [
    assetRoute(assets),
    ...PROVIDER_ROUTES,
    ...ACCOUNT_ROUTES,
    ...HOME_ROUTES,
    ...QUEUE_ROUTES,
    ...EXPOSURE_ROUTES,
    ...DECISION_ROUTES,
    ...FILE_ROUTES,
    ...REVEAL_ROUTES,
    ...MESSAGE_ROUTES,
    ...QUALITY_ROUTES,
    ...ASSESSMENT_ROUTES,
    ...ASSESSMENT_ENTRY_ROUTES,
    ...REPORT_ROUTES,
    ...USER_ROUTES,
    ...OPERATION_ROUTES,
  ];
  return [...routes, descriptionRoute(routes)];
}

function descriptionRoute(routes: readonly Route[]): Route {
  return {
    method: 'GET',
    path: '/openapi.json',
    title: 'This interface, described for programs',
    allow: EVERY_ROLE,
    async answer({ review }) {
      const described = openApi(routes, review.versions.sharewarden ?? '0');
      return { kind: 'file', type: 'application/json', body: JSON.stringify(described, null, 2) };
    },
  };
}

function assetRoute({ files }: Assets): Route {
  return {
    method: 'GET',
    path: '/assets/:version/:name',
    title: 'Style, script and icon',
    allow: 'everyone',
    async answer({ params }) {
      const file = files.get(params.name ?? '');
      return file ? { kind: 'asset', ...file } : refused(404, TEXTS.refused.missing, TEXTS.refused.missingRemedy);
    },
  };
}
