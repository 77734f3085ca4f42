import { refused } from './answer.ts';
import type { Assets } from './assets.ts';
import type { Route } from './route.ts';
import { ACCOUNT_ROUTES } from './routes/account-routes.ts';
import { ASSESSMENT_ENTRY_ROUTES } from './routes/assessment-entry-routes.ts';
import { ASSESSMENT_ROUTES } from './routes/assessment-routes.ts';
import { DECISION_ROUTES } from './routes/decision-routes.ts';
import { EXPOSURE_ROUTES } from './routes/exposure-routes.ts';
import { FILE_ROUTES } from './routes/file-routes.ts';
import { HOME_ROUTES } from './routes/home-routes.ts';
import { QUALITY_ROUTES } from './routes/quality-routes.ts';
import { QUEUE_ROUTES } from './routes/queue-routes.ts';
import { REVEAL_ROUTES } from './routes/reveal-routes.ts';
import { TEXTS } from './texts.ts';

/** The one table of who may do what: every route of the server, with its roles. */
export function routesOf(assets: Assets): readonly Route[] {
  return [
    assetRoute(assets),
    ...ACCOUNT_ROUTES,
    ...HOME_ROUTES,
    ...QUEUE_ROUTES,
    ...EXPOSURE_ROUTES,
    ...DECISION_ROUTES,
    ...FILE_ROUTES,
    ...REVEAL_ROUTES,
    ...QUALITY_ROUTES,
    ...ASSESSMENT_ROUTES,
    ...ASSESSMENT_ENTRY_ROUTES,
  ];
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
