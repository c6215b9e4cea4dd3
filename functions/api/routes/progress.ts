import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Catalogue } from '../../../results/catalogue/catalogue.ts';
import type { StudyProgress } from '../../../results/catalogue/study-progress.ts';
import { sha256Hex } from '../../study/mechanism.ts';
import { answerWith } from '../caching.ts';
import type { Endpoint } from '../endpoint.ts';
import { ProblemError } from '../problem.ts';
import { ProgressSchema } from '../schemas.ts';
import { noStudy } from '../study-of.ts';

/** How a stream of progress goes. */
export interface ProgressStreamOptions {
  /** Between two looks at the store. */
  readonly pollMs: number;
  /** Proxies close a connection that is silent for long. */
  readonly heartbeatMs: number;
  /** Readers at a time; with 0 nothing is streamed. */
  readonly most: number;
}

export const PROGRESS_STREAM: ProgressStreamOptions = { pollMs: 500, heartbeatMs: 15_000, most: 100 };

const NoQuery = z.object({});

/** How far a study is: one JSON document, or events for who accepts text/event-stream. */
export function progressEndpoint(options: ProgressStreamOptions): Endpoint<typeof NoQuery> {
  let readers = 0;
  return {
    path: '/v1/studies/{name}/progress',
    summary: 'How far a study is',
    description:
      'With `Accept: text/event-stream` a stream: an event `progress` whenever something changed, and `end` when nothing is running any more.',
    query: NoQuery,
    answers: { 'application/json': ProgressSchema, 'text/event-stream': z.string() },
    answer: async ({ c, catalogue, name }) => {
      const progress = await catalogue.progress(name);
      if (progress === null) throw await noStudy(catalogue, name);
      if (!wantsStream(c)) return document(c, progress);
      if (options.most === 0) throw notStreamed();
      if (c.req.method === 'HEAD') return new Response(null, { headers: STREAM });
      if (readers >= options.most) throw tooMany(options.most);
      readers++;
      return new Response(
        eventStream(catalogue, progress, options, () => {
          readers--;
        }),
        { headers: STREAM },
      );
    },
  };
}

const STREAM = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store',
  // Asks nginx to hand events on at once.
  'X-Accel-Buffering': 'no',
  Vary: 'Accept',
} as const;

const wantsStream = (c: Context): boolean => c.req.header('Accept')?.includes('text/event-stream') === true;

function document(c: Context, progress: StudyProgress): Response {
  const body = `${JSON.stringify(progress)}\n`;
  return answerWith(c, {
    body,
    type: 'application/json',
    hash: sha256Hex(body),
    keeping: progress.status === 'complete' ? 'while finished' : 'while running',
    headers: { Vary: 'Accept' },
  });
}

const tooMany = (most: number): ProblemError =>
  new ProblemError({
    status: 503,
    title: 'Too many readers',
    detail: `${most} readers follow the progress of studies already; ask for the JSON document instead.`,
  });

const notStreamed = (): ProblemError =>
  new ProblemError({
    status: 406,
    title: 'Not streamed',
    detail: 'This server does not stream progress; ask for the JSON document again and again instead.',
    allowed: ['application/json'],
  });

/** Events until nothing runs any more or the reader goes away; `closed` is called once, either way. */
function eventStream(
  catalogue: Catalogue,
  first: StudyProgress,
  { pollMs, heartbeatMs }: ProgressStreamOptions,
  closed: () => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let timer: NodeJS.Timeout | undefined;
  let isOpen = true;
  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    clearTimeout(timer);
    closed();
  };
  return new ReadableStream<Uint8Array>({
    start(controller) {
      let last = '';
      let saidAt = performance.now();
      const say = (text: string): void => {
        controller.enqueue(encoder.encode(text));
        saidAt = performance.now();
      };
      const tell = (progress: StudyProgress): void => {
        const data = JSON.stringify(progress);
        if (data !== last) say(`event: progress\ndata: ${data}\n\n`);
        else if (performance.now() - saidAt >= heartbeatMs) say(': still here\n\n');
        last = data;
        if (progress.status === 'running') timer = setTimeout(look, pollMs);
        else {
          say(`event: end\ndata: ${data}\n\n`);
          close();
          controller.close();
        }
      };
      const look = (): void => {
        catalogue.progress(first.study).then(
          (progress) => {
            if (isOpen) tell(progress ?? { ...first, status: 'planned', run: null });
          },
          (error) => {
            if (!isOpen) return;
            close();
            controller.error(error);
          },
        );
      };
      tell(first);
    },
    cancel: close,
  });
}
