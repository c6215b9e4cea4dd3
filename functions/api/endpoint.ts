import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { BlankEnv } from 'hono/types';
import type { Catalogue } from '../../results/catalogue/catalogue.ts';
import { readQuery } from './query.ts';
import { ProblemSchema } from './schemas.ts';

/** What a handler is given: its request, with the query checked. */
interface Asked<Query> {
  readonly c: Context;
  readonly catalogue: Catalogue;
  /** The study in the path; empty where the path has none. */
  readonly name: string;
  readonly query: Query;
}

/** One address of the interface: its documentation and what answers. */
export interface Endpoint<Query extends z.ZodObject> {
  /** As in OpenAPI, for instance `/v1/studies/{name}`. */
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  readonly query: Query;
  /** Of the path, beside the name of a study. */
  readonly parameters?: Readonly<Record<string, z.ZodType>>;
  /** Media types of a good answer, with the schema of those that are JSON. */
  readonly answers: Readonly<Record<string, z.ZodType>>;
  readonly answer: (asked: Asked<z.output<Query>>) => Promise<Response>;
}

const PROBLEM = { 'application/problem+json': { schema: ProblemSchema } };

const PathName = z
  .string()
  .openapi({ param: { name: 'name', in: 'path' }, description: 'Name of a study.', example: 'cube-root' });

/** Puts an endpoint into the app and into its OpenAPI document. */
export function addEndpoint<Query extends z.ZodObject>(
  app: OpenAPIHono<BlankEnv>,
  catalogue: Catalogue,
  endpoint: Endpoint<Query>,
): void {
  const { path, summary, description, query, parameters = {}, answers, answer } = endpoint;
  const hasName = path.includes('{name}');
  const route = createRoute({
    method: 'get',
    path,
    summary,
    ...(description === undefined ? {} : { description }),
    operationId: operationOf(path),
    tags: ['results'],
    request: { query, ...(hasName ? { params: z.object({ name: PathName, ...parameters }) } : {}) },
    responses: {
      200: {
        description: summary,
        content: Object.fromEntries(Object.entries(answers).map(([type, schema]) => [type, { schema }])),
      },
      304: { description: 'The reader has these bytes: If-None-Match names their ETag.' },
      400: { description: 'A parameter is not allowed.', content: PROBLEM },
      ...(hasName ? { 404: { description: 'There is no such study.', content: PROBLEM } } : {}),
      503: { description: 'It takes too long, or the store cannot be read; ask again.', content: PROBLEM },
    },
  });
  app.openAPIRegistry.registerPath(route);
  app.get(route.getRoutingPath(), (c) =>
    answer({ c, catalogue, name: c.req.param('name') ?? '', query: readQuery(query, c) }),
  );
}

/** `/v1/studies/{name}/cells` as `getStudiesNameCells`. */
const operationOf = (path: string): string =>
  `get${path
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '' && word !== 'v1')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')}`;
