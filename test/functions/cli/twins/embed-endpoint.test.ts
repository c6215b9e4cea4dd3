import { expect, onTestFinished, test } from 'vitest';
import { readFeatures } from '../../../../functions/twins/features-file.ts';
import { openDirectoryStore } from '../../../../results/store/directory.ts';
import { knownTwins, storeTwins } from '../../../support/asked-twins.ts';
import { startSignbench } from '../../../support/cli.ts';
import { startModelServer } from '../../../support/model-server.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const PAIRS = 12;
const KEY = 'sk-test-0123456789abcdefGHIJKLMNOP';
const CONCURRENCY = 2;

test('embedding by a server that is killed midway asks for no text twice that was answered', async () => {
  const answered = 5;
  const server = await startModelServer({
    key: KEY,
    embed: (text) => [text.length, text.charCodeAt(text.length - 1)],
    behave: (n) => (n < answered ? { kind: 'answer' } : { kind: 'hang' }),
  });
  onTestFinished(() => server.stop());
  const folder = temporaryFolder();
  const store = openDirectoryStore(folder);
  const twins = knownTwins(PAIRS, 1);
  await storeTwins(store, 'twins', twins);
  const args = [
    '--store',
    folder,
    '--model-url',
    server.url,
    '--model',
    'e5',
    '--texts-at-once',
    '3',
    '--yes',
  ];
  const start = () =>
    startSignbench(['twins', 'embed', ...args, '--concurrency', String(CONCURRENCY), '--json'], {
      OPENAI_API_KEY: KEY,
    });

  const killed = start();
  const kept = () => store.list('twins/twins/embedded/');
  while ((await kept()).length < answered || server.inFlight().length < 1)
    await new Promise((resolve) => setTimeout(resolve, 5));
  killed.process.kill('SIGKILL');
  await killed.finished;

  server.behave(() => ({ kind: 'answer' }));
  const { code, stdout, stderr } = await start().finished;
  expect(code).toBe(0);
  expect(JSON.parse(stdout.trim().split('\n').at(-1)!)).toMatchObject({
    rows: PAIRS,
    columns: 2,
    embedder: { kind: 'endpoint', model: 'e5' },
  });
  const texts = server.asked
    .filter((one) => one.answered === 200)
    .flatMap(({ body }): string[] => JSON.parse(body).input);
  expect(texts).toHaveLength(2 * PAIRS);
  expect(new Set(texts).size).toBe(2 * PAIRS);
  expect(await kept()).toEqual([]);
  const { data } = await readFeatures(store, 'twins');
  const [{ chosen, rejected }] = twins.pairs;
  expect(data[0]).toBe(chosen[0].text.length - rejected[0].text.length);
  expect(`${stdout}${stderr}`).not.toContain(KEY.slice(3, 11));
});
