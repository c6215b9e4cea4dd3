import { streamHandle } from 'hono/aws-lambda';
import { createApp } from '../api/create-app.ts';
import { createPages } from '../dashboard/pages.ts';
import { readEnvironment } from './environment.ts';

const { store } = await readEnvironment();

const app = createApp({
  store,
  pages: (catalogue) => createPages(catalogue),
  // Whoever follows a stream of events would keep a sandbox from all others.
  progress: { most: 0 },
  onFault: (error) => {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    console.log(JSON.stringify({ level: 'error', stage: 'api', error: name, message, stack }));
  },
});

/** Lambda api: what `signbench serve` answers. Answers are streamed, since a buffered one ends at 6 MB. */
export const handler = streamHandle(app);
