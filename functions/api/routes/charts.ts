import { z } from '@hono/zod-openapi';
import { createMemory } from '../../../results/catalogue/memory.ts';
import { selectedSummary, selectionOf } from '../../../results/catalogue/selection.ts';
import { createSingleFlight } from '../../../results/catalogue/single-flight.ts';
import { CODE_VERSION } from '../../../results/provenance.ts';
import { sha256Hex } from '../../study/mechanism.ts';
import { answerWith } from '../caching.ts';
import { CHART_KINDS, type ChartKind } from '../chart-kinds.ts';
import { listName } from '../cursor.ts';
import type { Endpoint } from '../endpoint.ts';
import { EstimatorParameter, FactorParameter, SizesParameter, VersionParameter } from '../parameters.ts';
import { notFound } from '../problem.ts';
import { DOCUMENT_POLICY } from '../security.ts';
import { keepingOf, summaryOf } from '../study-of.ts';

const SCALES = ['log', 'linear'] as const;
const WIDTHS = ['340', '720'] as const;

const Query = z.object({
  measure: z.string().max(40, 'a measure of the study').optional().openapi({
    description: 'The measure drawn; the main one by default.',
    example: 'rmsAngle',
  }),
  estimator: EstimatorParameter,
  n: SizesParameter,
  factor: FactorParameter,
  scale: z
    .enum(SCALES, { error: `one of ${SCALES.join(', ')}` })
    .optional()
    .openapi({ description: 'Of the values; logarithmic by default where they allow it.' }),
  width: z
    .enum(WIDTHS, { error: `one of ${WIDTHS.join(', ')}` })
    .default('720')
    .openapi({ description: 'In pixels: for a telephone or a page, where the chart has both.' }),
  version: VersionParameter,
});

const DRAWN_BYTES = 32e6;

/** The charts of a study as SVG files. */
export function chartsEndpoint(): Endpoint<typeof Query> {
  const drawn = createMemory(DRAWN_BYTES).cache<string>();
  const drawing = createSingleFlight<string | null>();
  return {
    path: '/v1/studies/{name}/charts/{kind}',
    parameters: {
      kind: z
        .enum(CHART_KINDS.map((kind): `${ChartKind}.svg` => `${kind}.svg`))
        .openapi({ param: { name: 'kind', in: 'path' }, description: 'Which chart.' }),
    },
    summary: 'A chart as an SVG file, light and dark',
    query: Query,
    answers: { 'image/svg+xml': z.string() },
    answer: async ({ c, catalogue, name, query }) => {
      const given = c.req.param('kind') ?? '';
      const kind = CHART_KINDS.find((one) => given === `${one}.svg`);
      if (kind === undefined)
        throw notFound('There is no such chart.', {
          parameter: 'kind',
          value: given.slice(0, 120),
          allowed: CHART_KINDS.map((one) => `${one}.svg`),
        });
      const current = await summaryOf(catalogue, name, query.version);
      const key = `${kind} ${listName(`${current.hash} ${CODE_VERSION}`, query)}`;
      const found = drawn.get(key);
      const svg =
        found ??
        (await drawing(key, async () => {
          const summary = selectedSummary(
            current.summary,
            selectionOf(current.summary, { ...query, measure: undefined }),
          );
          // Drawing needs a DOM and a plotting library: only who asks for a chart waits for them.
          const { drawChart } = await import('../draw-chart.ts');
          const tables = (await catalogue.plan(name))?.tables;
          return drawChart(kind, summary, { ...query, width: Number(query.width), tables });
        }));
      if (svg === null)
        throw notFound(`${name} has nothing to draw in ${kind}.svg.`, {
          parameter: 'kind',
          value: `${kind}.svg`,
        });
      drawn.set(key, svg, 2 * svg.length);
      return answerWith(c, {
        body: svg,
        type: 'image/svg+xml; charset=utf-8',
        hash: sha256Hex(svg),
        keeping: keepingOf(current, query.version),
        headers: { 'Content-Security-Policy': DOCUMENT_POLICY },
      });
    },
  };
}
