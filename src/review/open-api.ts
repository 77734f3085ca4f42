import { z } from 'zod';
import type { Route } from './route.ts';

/** The API as a document for programs, from the table of routes itself. https://spec.openapis.org/oas/v3.1.0 */
export function openApi(routes: readonly Route[], version: string): object {
  const paths = routes.flatMap((route) => {
    if (route.allow === 'everyone' || !route.api) return [];
    const named = [...route.path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '');
    const parameters = [
      ...named.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
      ...Object.entries(route.api.query ?? {}).map(([name, description]) => ({
        name,
        in: 'query',
        description,
        schema: { type: 'string' },
      })),
    ];
    const refusal = (description: string) => ({ description, content: { 'application/json': { schema: REFUSAL } } });
    const get = {
      summary: route.title,
      description: `Allowed to: ${route.allow.join(', ')}. Custodians get what lies in their areas.`,
      parameters,
      responses: {
        200: {
          description: 'The data of the page',
          content: { 'application/json': { schema: schemaOf(route.api.response) } },
        },
        401: refusal('Not signed in'),
        403: refusal('The role does not allow it'),
        404: refusal('There is none, or it lies in another area'),
        503: refusal('The record is busy'),
      },
    };
    return [[apiPath(route.path).replace(/:(\w+)/g, '{$1}'), { get }] as const];
  });
  return {
    openapi: '3.1.0',
    info: { title: 'Sharewarden', version },
    components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: '__Host-sharewarden' } } },
    security: [{ session: [] }],
    paths: Object.fromEntries(paths),
  };
}

/** JSON Schema 2020-12, as OpenAPI 3.1 takes it; the word that names the dialect stands once for the document. */
function schemaOf(response: z.ZodType): object {
  const { $schema: _, ...schema } = z.toJSONSchema(response);
  return schema;
}

const REFUSAL = {
  type: 'object',
  properties: { problem: { type: 'string' }, remedy: { type: 'string' } },
  required: ['problem', 'remedy'],
};

/** `/exposures/:exposureId` is `/api/exposures/:exposureId` */
export function apiPath(path: string): string {
  return path === '/' ? '/api/home' : `/api${path}`;
}
