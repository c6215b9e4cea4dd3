import { type Context, Hono } from 'hono';
import { NO_TABLES } from '../../kernels/populations/table.ts';
import type { Catalogue, CurrentSummary } from '../../results/catalogue/catalogue.ts';
import { designOf } from '../../results/charts/design.ts';
import { createPredict, type Predict } from '../../results/predictions/predict.ts';
import { renderPicture } from '../../results/report/report.ts';
import { TABLE_FORMATS, valuesText } from '../../results/report/values-formats.ts';
import { valuesModel } from '../../results/report/values-model.ts';
import { readOnly } from '../../results/store/read-only.ts';
import type { Store } from '../../results/store/store.ts';
import type { Summary } from '../../results/summary.ts';
import { answerWith, type Keeping } from '../api/caching.ts';
import { DOCUMENT_POLICY } from '../api/security.ts';
import { sha256Hex } from '../study/mechanism.ts';
import { planStudy } from '../study/plan.ts';
import { nearest } from '../study/spec/nearest.ts';
import { ASSETS } from './assets.ts';
import { cardOf, openCard, type StudyCard } from './card.ts';
import { cellPage } from './cell.tsx';
import { fallingIn, findCell, landscapeOf, worstOf } from './cell-view.ts';
import { comparePage } from './compare.tsx';
import { flagshipRank, homePage } from './home.tsx';
import { type Links, servedLinks } from './links.ts';
import { missingPage } from './missing.tsx';
import { runPage } from './run.tsx';
import { studyPage } from './study.tsx';
import { parseSearch } from './study-list.tsx';
import { drawnView, parseView } from './study-view.ts';

const LINKS: Links = servedLinks({ playground: false });

/** The pages of the dashboard over a read model: HTML and the files that pages load, beside the public interface. */
export function createPages(catalogue: Catalogue, store: Store): Hono {
  const app = new Hono();
  const reader = createReader(catalogue, readOnly(store));
  app.get('/', async (c) => html(c, await reader.home(queryOf(c)), 'while running'));
  app.get('/assets/:file', (c) => asset(c, c.req.param('file')));
  app.get('/studies/:name', async (c) => {
    const found = await reader.study(c.req.param('name'));
    if (found === null) return missing(c, reader);
    const { summary, predict, provenance, keeping } = found;
    const view = parseView(queryOf(c), summary);
    return html(c, studyPage({ links: LINKS, summary, predict, provenance, view }), keeping);
  });
  app.get('/studies/:name/cells/:key', async (c) => {
    const [name, key] = [c.req.param('name'), c.req.param('key')];
    const found = await reader.study(name);
    if (found === null) return missing(c, reader);
    const replicate = queryOf(c).get('replicate') ?? '';
    const page = await reader.cell(found, key, /^\d{1,9}$/.test(replicate) ? Number(replicate) : null);
    return page === null ? missing(c, reader, key) : html(c, page, found.keeping);
  });
  app.get('/studies/:name/run', async (c) => {
    const page = await reader.run(c.req.param('name'));
    return page === null ? missing(c, reader) : html(c, page, 'while running');
  });
  app.get('/compare', async (c) => html(c, await reader.compare(queryOf(c)), 'while running'));
  app.get('/studies/:name/chart.svg', async (c) => {
    const found = await reader.study(c.req.param('name'));
    if (found === null) return missing(c, reader);
    const { summary, predict, keeping } = found;
    const body = renderPicture(summary, predict, drawnView(parseView(queryOf(c), summary), summary));
    const headers = { 'Content-Security-Policy': DOCUMENT_POLICY };
    return answerWith(c, { body, type: 'image/svg+xml', hash: sha256Hex(body), keeping, headers });
  });
  for (const format of TABLE_FORMATS) {
    app.get(`/studies/:name/values.${format}`, async (c) => {
      const found = await reader.study(c.req.param('name'));
      if (found === null) return missing(c, reader);
      const { summary, predict, keeping } = found;
      const { shown, only } = drawnView(parseView(queryOf(c), summary), summary);
      const model = valuesModel(designOf(summary), predict, { shown, only, most: MOST_ROWS });
      const body = valuesText(model, format);
      return answerWith(c, { body, type: TYPES[format], hash: sha256Hex(body), keeping });
    });
  }
  app.get('/studies/:name/study.yaml', async (c) => {
    const file = await catalogue.file(c.req.param('name'), 'study.yaml');
    if (file === null) return missing(c, reader);
    return answerWith(c, {
      body: file.bytes,
      type: 'text/yaml; charset=utf-8',
      hash: file.hash,
      keeping: 'while running',
    });
  });
  return app;
}

/** Rows of a table as a file. */
const MOST_ROWS = 100_000;

const TYPES = {
  csv: 'text/csv; charset=utf-8; header=present',
  tex: 'text/x-tex; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
} as const;

const queryOf = (c: Context): URLSearchParams => new URL(c.req.url).searchParams;

function html(c: Context, body: string, keeping: Keeping): Response {
  return answerWith(c, { body, type: 'text/html; charset=utf-8', hash: sha256Hex(body), keeping });
}

function asset(c: Context, file: string): Response | Promise<Response> {
  const found = ASSETS.get(file);
  if (found === undefined) return c.notFound();
  const { type, text: body } = found;
  return answerWith(c, { body, type, hash: sha256Hex(body), keeping: 'for ever' });
}

type Reader = ReturnType<typeof createReader>;

/** The nearest name and the list, for a study that is not there. */
async function missing(c: Context, reader: Reader, cell?: string): Promise<Response> {
  const name = c.req.param('name') ?? '';
  const cards = await reader.cards();
  const names = cards.map((card) => card.name);
  const near = cell === undefined ? (nearest(name, names) ?? null) : name;
  return new Response(
    missingPage({ links: LINKS, name, near, cards, ...(cell === undefined ? {} : { cell }) }),
    {
      status: 404,
      headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' },
    },
  );
}

interface Found extends Pick<CurrentSummary, 'summary'> {
  readonly predict: Predict;
  readonly provenance: Awaited<ReturnType<Catalogue['provenance']>>;
  readonly keeping: Keeping;
}

/** Reads what pages show; cards are made once for each summary. */
function createReader(catalogue: Catalogue, store: Store) {
  const known = new WeakMap<Summary, StudyCard>();

  const cardFor = (summary: Summary): StudyCard => {
    const card = known.get(summary) ?? cardOf(summary);
    known.set(summary, card);
    return card;
  };

  async function predictOf(name: string): Promise<Predict> {
    return createPredict((await catalogue.plan(name))?.tables ?? NO_TABLES);
  }

  async function listed(): Promise<
    readonly { readonly card: StudyCard; readonly summary: Summary | null }[]
  > {
    const entries = await catalogue.list();
    const all = [];
    for (const entry of entries) {
      const current = entry.status === 'complete' ? await catalogue.summary(entry.name) : null;
      const summary = current?.summary ?? null;
      all.push({ summary, card: summary?.status === 'complete' ? cardFor(summary) : openCard(entry) });
    }
    return all;
  }

  return {
    cards: async (): Promise<readonly StudyCard[]> => (await listed()).map(({ card }) => card),
    async home(query: URLSearchParams): Promise<string> {
      const all = await listed();
      const ranked = all
        .flatMap(({ summary }) => (summary === null ? [] : [{ summary, rank: flagshipRank(summary) }]))
        .flatMap(({ summary, rank }) => (rank === null ? [] : [{ summary, rank }]))
        .sort((a, b) => b.rank - a.rank);
      const summary = ranked.at(0)?.summary;
      const flagship =
        summary === undefined
          ? null
          : { summary, foresight: (await predictOf(summary.study.name))(summary.study.scenarios[0]) };
      const cards = all.map(({ card }) => card);
      return homePage({ links: LINKS, cards, search: parseSearch(query), flagship });
    },
    async study(name: string): Promise<Found | null> {
      const current = await catalogue.summary(name);
      if (current === null) return null;
      const [predict, provenance] = await Promise.all([predictOf(name), catalogue.provenance(name)]);
      const keeping = current.version === null ? 'while running' : 'while finished';
      return { summary: current.summary, predict, provenance, keeping };
    },
    async cell({ summary, predict }: Found, key: string, asked: number | null): Promise<string | null> {
      const placed = findCell(summary, key);
      if (placed === null) return null;
      const worst = await worstOf(store, placed);
      const tables = (await catalogue.plan(summary.study.name))?.tables ?? NO_TABLES;
      const landscape =
        worst.length === 0 ? null : await landscapeOf(store, placed, { worst, asked, tables, summary });
      const { summary: cell, scenario } = placed;
      return cellPage({ links: LINKS, summary, cell, scenario, predict, worst, landscape });
    },
    async run(name: string): Promise<string | null> {
      const [progress, plan, current] = await Promise.all([
        catalogue.progress(name),
        catalogue.plan(name),
        catalogue.summary(name),
      ]);
      if (progress === null) return null;
      const summary = current?.summary ?? null;
      const study = plan?.study ?? summary?.study;
      const planned = study === undefined ? [] : planStudy(study);
      const falling = await fallingIn(store, planned, summary);
      const title = study?.title ?? name;
      return runPage({ links: LINKS, title, progress, summary, planned, falling, now: Date.now() });
    },
    async compare(query: URLSearchParams): Promise<string> {
      const [first, second] = await Promise.all(
        ['a', 'b'].map(async (side) => (await catalogue.summary(query.get(side) ?? ''))?.summary ?? null),
      );
      const cards = (await catalogue.list()).map(openCard);
      return comparePage({ links: LINKS, cards, first, second });
    },
  };
}
