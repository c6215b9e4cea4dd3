import { type Context, Hono } from 'hono';
import type { Catalogue } from '../../results/catalogue/catalogue.ts';
import { createMemory } from '../../results/catalogue/memory.ts';
import { createSingleFlight } from '../../results/catalogue/single-flight.ts';
import { TABLE_FORMATS } from '../../results/report/values-formats.ts';
import { answerWith, type Keeping } from '../api/caching.ts';
import { ProblemError } from '../api/problem.ts';
import { DOCUMENT_POLICY, WORKER_POLICY } from '../api/security.ts';
import { sha256Hex } from '../study/mechanism.ts';
import { nearest } from '../study/spec/nearest.ts';
import { ASSETS, PLAYGROUND_FILES } from './assets.ts';
import { servedLinks } from './links.ts';
import { methodsPage } from './methods.tsx';
import { missingPage } from './missing.tsx';
import type { OtherPlace } from './places.ts';
import { unanswerable } from './playground/played-study.ts';
import { unreplayable } from './playground/replay-view.tsx';
import { createPlaygroundServer } from './playground/server.ts';
import { parseSettings, type Settings, settingsQuery } from './playground/settings.ts';
import { playgroundPage, replayPage } from './playground.tsx';
import { type Found, openPages, type PageReader } from './reader.ts';
import { createRecentPages } from './recent-pages.ts';
import { parseView, type StudyView, viewQuery } from './study-view.ts';

/** Of pages that offer no file. */
const PLAIN = servedLinks({ playground: true, records: false });

/** The page of a run reads many records; all who follow it share what was made in this time. */
const RUN_FRESH_MS = 1000;

export interface PagesOptions {
  /** Places whose results may be compared with those of the store. */
  readonly others?: readonly OtherPlace[];
  /** Whether the store has the records behind its results; published results have none. */
  readonly records?: boolean;
}

/** The pages of the dashboard over a read model and the records behind it: HTML and the files that pages load, beside the public interface. */
export function createPages(catalogue: Catalogue, options: PagesOptions = {}): Hono {
  const { others = [], records = true } = options;
  const links = servedLinks({ playground: true, records });
  const app = new Hono();
  const reader = openPages(catalogue, others);
  const kept = createKeeper();
  const recent = createRecentPages(RUN_FRESH_MS);
  const playground = createPlaygroundServer();
  app.get('/', async (c) => page(c, await reader.home(queryOf(c), links), 'while running'));
  app.get('/compare', async (c) => page(c, await reader.compare(queryOf(c), links), 'while running'));
  app.get('/playground', async (c) => {
    const query = queryOf(c);
    const study = query.get('study');
    if (study !== null) return replayed(c, study, query);
    const settings = parseSettings(query);
    const refusal = unanswerable(settings);
    const key = `playground ${settingsQuery(settings)}`;
    return keptPage(c, await kept(key, () => played(settings, refusal)), 'while finished');
  });
  app.get('/methods', (c) => page(c, methodsPage(links), 'while finished'));
  app.get('/assets/:file', (c) => asset(c, c.req.param('file')));
  app.get('/studies/:name', (c) =>
    withStudy(c, reader, async (found) => {
      const view = viewOf(c, found);
      const make = (): string => reader.studyPage(found, view, links);
      return keptPage(c, await kept(`${found.version} study ${viewQuery(view)}`, make), keepingOf(found));
    }),
  );
  app.get('/studies/:name/cells/:key', (c) =>
    withStudy(c, reader, async (found) => {
      const key = c.req.param('key') ?? '';
      const replicate = replicateOf(c);
      const make = async (): Promise<string> => (await reader.cell(found, key, links, replicate)) ?? '';
      const made = await kept(`${found.version} cell ${replicate} ${key}`, make);
      return made.body === '' ? missing(c, reader, { cell: key }) : keptPage(c, made, keepingOf(found));
    }),
  );
  app.get('/studies/:name/run', async (c) => {
    const name = c.req.param('name');
    const made = await recent(name, () => reader.run(name, links));
    return made === null ? missing(c, reader) : page(c, made, 'while running');
  });
  app.get('/studies/:name/chart.svg', (c) =>
    withStudy(c, reader, (found) => {
      const body = reader.chart(found, viewOf(c, found));
      return file(c, { body, type: 'image/svg+xml; charset=utf-8', keeping: keepingOf(found) });
    }),
  );
  for (const format of TABLE_FORMATS) {
    app.get(`/studies/:name/values.${format}`, (c) =>
      withStudy(c, reader, (found) => {
        const body = reader.table(found, viewOf(c, found), format);
        return file(c, { body, type: TYPES[format], keeping: keepingOf(found) });
      }),
    );
  }
  app.get('/studies/:name/study.yaml', async (c) => {
    const found = await catalogue.file(c.req.param('name'), 'study.yaml');
    if (found === null) return missing(c, reader);
    return file(c, { body: found.bytes, type: 'text/yaml; charset=utf-8', keeping: 'while running' });
  });
  app.notFound((c) => missing(c, reader, { name: null }));
  return app;

  async function played(settings: Settings, refusal: string | null): Promise<string> {
    const found = refusal === null ? await playground.play(settings) : null;
    if (refusal === null && found === null) throw new ProblemError(BUSY);
    return playgroundPage({ links, settings, played: found, refusal });
  }

  async function replayed(c: Context, name: string, query: URLSearchParams): Promise<Response> {
    const found = await reader.study(name);
    if (found === null) return missing(c, reader, { name });
    const cell = query.get('cell') ?? '';
    const replicate = replicateOf(c);
    const request = replicate === null ? null : await reader.replay(found, cell, replicate);
    if (request === null) return missing(c, reader, { name, cell: `${cell}, data set ${replicate ?? '?'}` });
    const make = (): string =>
      replayPage({
        links,
        request,
        profile: found.summary.study.profile,
        found: playground.replay(request),
        refusal: unreplayable(request),
      });
    const key = `${found.version} replay ${replicate} ${cell}`;
    return keptPage(c, await kept(key, make), keepingOf(found));
  }
}

/** More want a small playground computed than a server should keep waiting. */
const BUSY = {
  status: 503,
  title: 'Too many are computing',
  detail: 'The server computes for others now; ask again, or let your browser compute with scripts on.',
  retryAfterSeconds: 5,
} as const;

const TYPES = {
  csv: 'text/csv; charset=utf-8; header=present',
  tex: 'text/x-tex; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
} as const;

const queryOf = (c: Context): URLSearchParams => new URL(c.req.url).searchParams;

const viewOf = (c: Context, { summary }: Found): StudyView => parseView(queryOf(c), summary);

function replicateOf(c: Context): number | null {
  const text = queryOf(c).get('replicate') ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

const keepingOf = ({ finished }: Found): Keeping => (finished ? 'while finished' : 'while running');

const page = (c: Context, body: string, keeping: Keeping): Response =>
  answerWith(c, { body, type: 'text/html; charset=utf-8', hash: sha256Hex(body), keeping });

/** A page that was made, and the hash of its text. */
interface Made {
  readonly body: string;
  readonly hash: string;
}

const KEPT_BYTES = 64e6;

/** Makes a page once for each content and view, and keeps those asked for last; who asks meanwhile waits for the same. */
function createKeeper(): (key: string, make: () => string | Promise<string>) => Promise<Made> {
  const pages = createMemory(KEPT_BYTES).cache<Made>();
  const making = createSingleFlight<Made>();
  return async (key, make) => {
    const found = pages.get(key);
    if (found !== undefined) return found;
    return making(key, async () => {
      const body = await make();
      const made = { body, hash: sha256Hex(body) };
      pages.set(key, made, 2 * body.length);
      return made;
    });
  };
}

const keptPage = (c: Context, made: Made, keeping: Keeping): Response =>
  answerWith(c, { ...made, type: 'text/html; charset=utf-8', keeping });

/** A file that may carry a style of its own and loads nothing. */
function file(
  c: Context,
  {
    body,
    type,
    keeping,
  }: { readonly body: string | Uint8Array; readonly type: string; readonly keeping: Keeping },
): Response {
  const headers = { 'Content-Security-Policy': DOCUMENT_POLICY };
  return answerWith(c, { body, type, hash: sha256Hex(body), keeping, headers });
}

const WORKERS = new Set<string>([PLAYGROUND_FILES.worker, PLAYGROUND_FILES.gpuWorker]);

function asset(c: Context, name: string): Response | Promise<Response> {
  const found = ASSETS.get(name);
  if (found === undefined) return c.notFound();
  const { type, text: body } = found;
  const headers = WORKERS.has(name) ? { 'Content-Security-Policy': WORKER_POLICY } : {};
  return answerWith(c, { body, type, hash: sha256Hex(body), keeping: 'for ever', headers });
}

async function withStudy(
  c: Context,
  reader: PageReader,
  answer: (found: Found) => Response | Promise<Response>,
): Promise<Response> {
  const found = await reader.study(c.req.param('name') ?? '');
  return found === null ? missing(c, reader) : answer(found);
}

/** The nearest name and the list, for a study or a cell that is not there. */
async function missing(
  c: Context,
  reader: PageReader,
  { name = c.req.param('name') ?? '', cell }: { readonly name?: string | null; readonly cell?: string } = {},
): Promise<Response> {
  const cards = await reader.cards();
  const names = cards.map((card) => card.name);
  const near = cell === undefined && name !== null ? (nearest(name, names) ?? null) : name;
  const body = missingPage({ links: PLAIN, name, near, cards, ...(cell === undefined ? {} : { cell }) });
  return new Response(body, {
    status: 404,
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' },
  });
}
