import { expect, test } from 'vitest';
import { createApp } from '../../../functions/api/create-app.ts';
import { studyHash } from '../../../functions/study/mechanism.ts';
import { parseStudy } from '../../../functions/study/spec/parse-study.ts';
import { openCatalogue } from '../../../results/catalogue/open-catalogue.ts';
import type { ProgressFile } from '../../../results/progress-file.ts';
import { openDirectoryStore } from '../../../results/store/directory.ts';
import { studyKey } from '../../../results/store/keys.ts';
import type { Store } from '../../../results/store/store.ts';
import { keepStudy } from '../../../results/stored-study.ts';
import { runInto, SMALL_STUDY } from '../../support/served-store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const study = parseStudy(SMALL_STUDY, 'study.yaml', 'full');
const ADDRESS = '/v1/studies/small/progress';
const EVENTS = { headers: { Accept: 'text/event-stream' } };

const progressFile = (blocksDone: number, updatedAt: Date = new Date()): ProgressFile => ({
  formatVersion: 1,
  study: 'small',
  studyHash: studyHash(study),
  startedAt: '2026-11-25T09:00:00.000Z',
  updatedAt: updatedAt.toISOString(),
  blocksDone,
  blocksTotal: 4,
  rowsDone: 0,
  rowsTotal: 1,
  replicatesDone: 0,
  replicatesTotal: 1,
  rowsPerSecond: 0,
  etaSeconds: null,
  failures: 0,
  worstRelativeMcse: null,
});

const write = (store: Store, file: ProgressFile): Promise<void> =>
  store.replace(studyKey('small', 'progress.json'), new TextEncoder().encode(JSON.stringify(file)));

/** A store in which the small study is running, and an app over it that looks every 10 ms. */
async function runningStudy(heartbeatMs = 60_000) {
  const store = openDirectoryStore(temporaryFolder());
  await keepStudy(store, study, SMALL_STUDY, 'js');
  await write(store, progressFile(1));
  let looks = 0;
  const counted: Store = {
    ...store,
    storedAt: (key) => {
      looks++;
      return store.storedAt(key);
    },
  };
  const catalogue = openCatalogue(counted, { freshMs: 0 });
  const app = createApp({ store, catalogue, progress: { pollMs: 10, heartbeatMs, most: 1 } });
  return { store, app, looks: () => looks };
}

/** Reads a stream until it has said a text. */
async function readUntil(reader: ReadableStreamDefaultReader<Uint8Array>, wanted: string): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  while (!text.includes(wanted)) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`the stream ended before it said ${wanted}: ${text}`);
    text += decoder.decode(value, { stream: true });
  }
  return text;
}

test('a running study is streamed change by change until it has finished', async () => {
  const { store, app } = await runningStudy();
  const reader = (await app.request(ADDRESS, EVENTS)).body!.getReader();
  expect(await readUntil(reader, '"blocksDone":1')).toContain('"status":"running"');
  await write(store, progressFile(3));
  await readUntil(reader, '"blocksDone":3');
  await runInto(store);
  const end = await readUntil(reader, 'event: end');
  expect(end).toContain('"status":"complete"');
  expect(await reader.read()).toMatchObject({ done: true });
});

test('a stream that has nothing to say shows that it lives', async () => {
  const { app } = await runningStudy(30);
  const reader = (await app.request(ADDRESS, EVENTS)).body!.getReader();
  expect(await readUntil(reader, ': still here')).toContain('event: progress');
  await reader.cancel();
});

test('a reader who goes away is no longer served and makes room for another', async () => {
  const { app, looks } = await runningStudy();
  const reader = (await app.request(ADDRESS, EVENTS)).body!.getReader();
  await readUntil(reader, 'event: progress');
  const refused = await app.request(ADDRESS, EVENTS);
  expect(refused.status).toBe(503);
  await reader.cancel();
  // One look may be under way.
  await new Promise((resolve) => setTimeout(resolve, 250));
  const before = looks();
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(looks()).toBe(before);
  const next = await app.request(ADDRESS, EVENTS);
  expect(next.status).toBe(200);
  await next.body!.cancel();
});

test('a run that was killed is told from one that lives', async () => {
  const { store, app } = await runningStudy();
  await write(store, progressFile(2, new Date(Date.now() - 60_000)));
  const document: unknown = await (await app.request(ADDRESS)).json();
  expect(document).toMatchObject({ status: 'partial', stale: true, run: { blocksDone: 2 } });
  const stream = await (await app.request(ADDRESS, EVENTS)).text();
  expect(stream).toContain('event: end');
  const entry: unknown = await (await app.request('/v1/studies/small')).json();
  expect(entry).toMatchObject({ status: 'partial', version: null });
});

test('what is no progress is none', async () => {
  const { store, app } = await runningStudy();
  await store.replace(
    studyKey('small', 'progress.json'),
    new TextEncoder().encode('{"blocksDone":"<script>"}'),
  );
  const document: unknown = await (await app.request(ADDRESS)).json();
  expect(document).toMatchObject({ status: 'partial', run: null, stale: false });
});

test('HEAD of a stream opens none', async () => {
  const { app } = await runningStudy();
  for (let i = 0; i < 3; i++) {
    const response = await app.request(ADDRESS, { method: 'HEAD', ...EVENTS });
    expect(response.status).toBe(200);
    expect(response.headers.get('Content-Type')).toContain('text/event-stream');
  }
});

test('a server that streams nothing says so, and answers the document', async () => {
  const { store } = await runningStudy();
  const app = createApp({ store, progress: { most: 0 } });
  const refused = await app.request(ADDRESS, EVENTS);
  expect(refused.status).toBe(406);
  expect(await refused.json()).toMatchObject({ allowed: ['application/json'] });
  expect(await (await app.request(ADDRESS)).json()).toMatchObject({ status: 'running' });
});
