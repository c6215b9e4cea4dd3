import { z } from '@hono/zod-openapi';
import { answerWith } from '../caching.ts';
import type { Endpoint } from '../endpoint.ts';
import { VersionParameter } from '../parameters.ts';
import { SummarySchema } from '../schemas.ts';
import { keepingOf, summaryOf } from '../study-of.ts';

const Query = z.object({ version: VersionParameter });

/** summary.json, or of a study that is not whole what its records give so far. */
export const summaryEndpoint: Endpoint<typeof Query> = {
  path: '/v1/studies/{name}/summary',
  summary: 'The summary: every measured number beside its Monte Carlo standard error',
  query: Query,
  answers: { 'application/json': SummarySchema },
  answer: async ({ c, catalogue, name, query: { version } }) => {
    const current = await summaryOf(catalogue, name, version);
    const { bytes: body, hash } = current;
    return answerWith(c, { body, type: 'application/json', hash, keeping: keepingOf(current, version) });
  },
};
