import type { OpenAPIHono } from '@hono/zod-openapi';
import type { BlankEnv } from 'hono/types';
import { CODE_VERSION } from '../../results/provenance.ts';
import { sha256Hex } from '../study/mechanism.ts';
import { answerWith } from './caching.ts';

const DESCRIPTION = `Results of signbench studies: how estimators of human preferences converge, every number beside its Monte Carlo standard
error. Angles are in radians. Only GET, HEAD and OPTIONS; problems are told as application/problem+json.`;

/** Adds the OpenAPI 3.1 document of the endpoints added before. */
export function addOpenApi(app: OpenAPIHono<BlankEnv>): void {
  const document = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'signbench',
      version: CODE_VERSION,
      description: DESCRIPTION.replaceAll('\n', ' '),
      license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
    },
    servers: [{ url: '/' }],
    tags: [{ name: 'results', description: 'Studies and what was measured in them.' }],
    security: [],
  });
  const body = `${JSON.stringify(document, null, 2)}\n`;
  const hash = sha256Hex(body);
  app.get('/openapi.json', (c) =>
    answerWith(c, { body, type: 'application/json', hash, keeping: 'while finished' }),
  );
}
