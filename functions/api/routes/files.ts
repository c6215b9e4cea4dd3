import { z } from '@hono/zod-openapi';
import type { SharedFile } from '../../../results/catalogue/catalogue.ts';
import { answerWith } from '../caching.ts';
import type { Endpoint } from '../endpoint.ts';
import { notFound } from '../problem.ts';
import { DOCUMENT_POLICY } from '../security.ts';
import { noStudy } from '../study-of.ts';

const NoQuery = z.object({});

/** An endpoint that hands a file of a study out as it is. */
function fileEndpoint(
  part: string,
  file: SharedFile,
  type: string,
  summary: string,
): Endpoint<typeof NoQuery> {
  return {
    path: `/v1/studies/{name}/${part}`,
    summary,
    query: NoQuery,
    answers: { [type.replace(/;.*/, '')]: type.includes('json') ? z.looseObject({}) : z.string() },
    answer: async ({ c, catalogue, name }) => {
      const entry = await catalogue.find(name);
      if (entry === null) throw await noStudy(catalogue, name);
      const found = await catalogue.file(name, file);
      if (found === null) throw notFound(`${name} has no ${file} yet.`, { parameter: 'name', value: name });
      return answerWith(c, {
        body: found.bytes,
        type,
        hash: found.hash,
        keeping: entry.status === 'complete' ? 'while finished' : 'while running',
        ...(type.startsWith('text/html') ? { headers: { 'Content-Security-Policy': DOCUMENT_POLICY } } : {}),
      });
    },
  };
}

/** Files of a study. */
export const fileEndpoints: readonly Endpoint<typeof NoQuery>[] = [
  fileEndpoint(
    'provenance',
    'provenance.json',
    'application/json',
    'What made the results, when, at what cost',
  ),
  fileEndpoint(
    'digests',
    'digests.json',
    'application/json',
    'A SHA-256 of every record, to verify a sample of them',
  ),
  fileEndpoint('report', 'report.html', 'text/html; charset=utf-8', 'The report: one page with its charts'),
  fileEndpoint('study.yaml', 'study.yaml', 'text/plain; charset=utf-8', 'The study file'),
];
