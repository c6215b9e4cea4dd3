import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context, Hono } from 'hono';
import { compress } from 'hono/compress';
import { methodNotAllowed } from 'hono/method-not-allowed';
import type { BlankEnv } from 'hono/types';
import type { Catalogue } from '../../results/catalogue/catalogue.ts';
import { openCatalogue } from '../../results/catalogue/open-catalogue.ts';
import { SelectionError } from '../../results/catalogue/selection.ts';
import { CODE_VERSION } from '../../results/provenance.ts';
import type { Store } from '../../results/store/store.ts';
import { StoreError } from '../../results/store/store-error.ts';
import { variesByEncoding } from './caching.ts';
import { addEndpoint } from './endpoint.ts';
import { addressLimit, timeLimit } from './limits.ts';
import { addOpenApi } from './open-api.ts';
import { badParameter, ProblemError, problemResponse } from './problem.ts';
import { cellsEndpoint } from './routes/cells.ts';
import { chartsEndpoint } from './routes/charts.ts';
import { fileEndpoints } from './routes/files.ts';
import { PROGRESS_STREAM, type ProgressStreamOptions, progressEndpoint } from './routes/progress.ts';
import { provisionalEndpoint } from './routes/provisional.ts';
import { replicatesEndpoint } from './routes/replicates.ts';
import { studiesEndpoint, studyEndpoint } from './routes/studies.ts';
import { summaryEndpoint } from './routes/summary.ts';
import { securityHeaders } from './security.ts';

export interface AppOptions {
  readonly store: Store;
  /** The read model, where something else reads it too; opened over the store by default. */
  readonly catalogue?: Catalogue;
  /** Pages beside the interface, for instance the dashboard; they also say to who reads pages that an address has nothing. */
  readonly pages?: (catalogue: Catalogue) => Hono;
  /** How progress is streamed. */
  readonly progress?: Partial<ProgressStreamOptions>;
  /** Whether answers are compressed for who accepts it; where something in front does, they are not. */
  readonly compressed?: boolean;
  /** An answer that takes longer is given up; 25 seconds by default. */
  readonly limitMs?: number;
  /** Told of faults in signbench; nothing of them is sent. */
  readonly onFault?: (error: unknown) => void;
}

/** The HTTP interface over a store: it only reads, and answers GET, HEAD and OPTIONS. */
export function createApp(options: AppOptions): Hono {
  const {
    store,
    catalogue = openCatalogue(store),
    pages,
    onFault,
    compressed = false,
    limitMs = 25_000,
  } = options;
  const app = new OpenAPIHono<BlankEnv>();
  app.use(securityHeaders, addressLimit, timeLimit(limitMs));
  if (compressed) app.use(variesByEncoding, compress());
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, methods) => otherMethod(c.req.method, [...methods, 'OPTIONS']),
    }),
  );
  const site = pages?.(catalogue);
  app.notFound((c) =>
    site !== undefined && readsPages(c) ? site.fetch(c.req.raw) : problemResponse(NOWHERE),
  );
  app.onError((error) => failed(error, onFault));

  addEndpoint(app, catalogue, studiesEndpoint);
  addEndpoint(app, catalogue, studyEndpoint);
  addEndpoint(app, catalogue, summaryEndpoint);
  addEndpoint(app, catalogue, cellsEndpoint);
  addEndpoint(app, catalogue, replicatesEndpoint);
  addEndpoint(app, catalogue, progressEndpoint({ ...PROGRESS_STREAM, ...options.progress }));
  addEndpoint(app, catalogue, provisionalEndpoint);
  addEndpoint(app, catalogue, chartsEndpoint());
  for (const endpoint of fileEndpoints) addEndpoint(app, catalogue, endpoint);
  addOpenApi(app);
  app.get('/healthz', (c) =>
    c.json({ status: 'ok', version: CODE_VERSION }, 200, { 'Cache-Control': 'no-store' }),
  );
  if (site !== undefined) app.route('/', site);
  return app;
}

const NOWHERE = { status: 404, title: 'Not found', detail: 'There is nothing at this address.' } as const;

/** Whether a browser asks, and not for data. */
const readsPages = ({ req }: Context): boolean =>
  ['GET', 'HEAD'].includes(req.method) &&
  !req.path.startsWith('/v1/') &&
  (req.header('Accept') ?? '').includes('text/html');

function otherMethod(method: string, methods: readonly string[]): Response {
  const allow = methods.join(', ');
  if (method === 'OPTIONS') {
    const cors = { 'Access-Control-Allow-Methods': allow, 'Access-Control-Max-Age': '86400' };
    return new Response(null, { status: 204, headers: { Allow: allow, ...cors } });
  }
  const detail = `This address answers ${allow}.`;
  return problemResponse(
    { status: 405, title: 'Method not allowed', detail, allowed: methods },
    { Allow: allow },
  );
}

/** What failed as a problem; what is a fault of ours is told to the operator, not to the reader. */
function failed(error: Error, onFault: ((error: unknown) => void) | undefined): Response {
  if (error instanceof ProblemError) return problemResponse(error.problem);
  if (error instanceof SelectionError) {
    return problemResponse(badParameter(error.parameter, error.value, error.allowed).problem);
  }
  onFault?.(error);
  if (error instanceof StoreError) {
    return problemResponse({
      status: 503,
      title: 'The store cannot be read',
      detail: 'The store cannot be read now; ask again.',
      retryAfterSeconds: 5,
    });
  }
  return problemResponse({
    status: 500,
    title: 'A fault',
    detail: 'Something is wrong with signbench here.',
  });
}
