import { z } from '@hono/zod-openapi';
import type { StudyEntry } from '../../../results/catalogue/catalogue.ts';
import { sha256Hex } from '../../study/mechanism.ts';
import { answerWith, type Keeping } from '../caching.ts';
import type { Endpoint } from '../endpoint.ts';
import { StudyEntrySchema, StudyListSchema } from '../schemas.ts';
import { noStudy } from '../study-of.ts';

const NoQuery = z.object({});

/** Every study of the store. */
export const studiesEndpoint: Endpoint<typeof NoQuery> = {
  path: '/v1/studies',
  summary: 'The studies of the store, with their verdicts',
  query: NoQuery,
  answers: { 'application/json': StudyListSchema },
  answer: async ({ c, catalogue }) => {
    const studies = (await catalogue.list()).map(withLinks);
    return json(c, { studies }, 'while running');
  },
};

/** One study of the store. */
export const studyEndpoint: Endpoint<typeof NoQuery> = {
  path: '/v1/studies/{name}',
  summary: 'One study: what it asks, how far it is, where its results are',
  query: NoQuery,
  answers: { 'application/json': StudyEntrySchema },
  answer: async ({ c, catalogue, name }) => {
    const entry = await catalogue.find(name);
    if (entry === null) throw await noStudy(catalogue, name);
    return json(c, withLinks(entry), entry.status === 'complete' ? 'while finished' : 'while running');
  },
};

function json(c: Parameters<typeof answerWith>[0], value: unknown, keeping: Keeping): Response {
  const body = `${JSON.stringify(value)}\n`;
  return answerWith(c, { body, type: 'application/json', hash: sha256Hex(body), keeping });
}

const PARTS = [
  'summary',
  'cells',
  'replicates',
  'progress',
  'provisional',
  'provenance',
  'digests',
  'report',
] as const;

function withLinks(entry: StudyEntry): StudyEntry & { readonly links: Readonly<Record<string, string>> } {
  const self = `/v1/studies/${entry.name}`;
  return {
    ...entry,
    links: { self, ...Object.fromEntries(PARTS.map((part) => [part, `${self}/${part}`])) },
  };
}
