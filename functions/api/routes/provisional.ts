import { z } from '@hono/zod-openapi';
import { sha256Hex } from '../../study/mechanism.ts';
import { answerWith } from '../caching.ts';
import type { Endpoint } from '../endpoint.ts';
import { ProvisionalSchema } from '../schemas.ts';
import { keepingOf, summaryOf } from '../study-of.ts';

const NoQuery = z.object({});

/** The values so far of cells that are being computed, which no summary has. */
export const provisionalEndpoint: Endpoint<typeof NoQuery> = {
  path: '/v1/studies/{name}/provisional',
  summary: 'Values so far of cells that are being computed, each beside its Monte Carlo standard error',
  description:
    'A cell has its place in the summary once it has all the data sets that it is asked for. Until then its values over the first of ' +
    'them, in the order of their numbers, are here. They change as more are computed; no claim is judged by them.',
  query: NoQuery,
  answers: { 'application/json': ProvisionalSchema },
  answer: async ({ c, catalogue, name }) => {
    const current = await summaryOf(catalogue, name, undefined);
    const { summary, provisional } = current;
    const body = `${JSON.stringify({ study: name, studyHash: summary.studyHash, cells: provisional })}\n`;
    const keeping = keepingOf(current, undefined);
    return answerWith(c, { body, type: 'application/json', hash: sha256Hex(body), keeping });
  },
};
