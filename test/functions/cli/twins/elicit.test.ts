import { describe, expect, onTestFinished, test } from 'vitest';
import { runProgram } from '../../../../functions/cli/program.ts';
import { openDirectoryStore } from '../../../../results/store/directory.ts';
import type { Store } from '../../../../results/store/store.ts';
import { knownChooser, knownTwins, storeTwins } from '../../../support/asked-twins.ts';
import { captureHost } from '../../../support/captured-host.ts';
import { type Finished, type Running, startSignbench } from '../../../support/cli.ts';
import {
  type ModelServer,
  type ModelServerOptions,
  startModelServer,
} from '../../../support/model-server.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const KEY = 'sk-test-0123456789abcdefGHIJKLMNOP';
const PAIRS = 24;
const QUESTIONS = 2 * PAIRS;
const CONCURRENCY = 5;

interface Setting {
  readonly server: ModelServer;
  readonly folder: string;
  readonly store: Store;
}

async function setUp(options: ModelServerOptions = {}): Promise<Setting> {
  const server = await startModelServer({ chat: knownChooser(), key: KEY, ...options });
  onTestFinished(() => server.stop());
  const folder = temporaryFolder();
  const store = openDirectoryStore(folder);
  await storeTwins(store, 'twins', knownTwins(PAIRS, 4));
  return { server, folder, store };
}

/** The built command, with the key in a variable of another name than usual. */
function start({ server, folder }: Setting, ...more: readonly string[]): Running {
  const args = ['--store', folder, '--model-url', server.url, '--model', 'known', '--key-env', 'MY_KEY'];
  const course = ['--concurrency', String(CONCURRENCY), '--yes'];
  return startSignbench(['twins', 'elicit', ...args, ...course, ...more], { MY_KEY: KEY });
}

const run = (setting: Setting, ...more: readonly string[]): Promise<Finished> =>
  start(setting, ...more).finished;

const answers = (store: Store): Promise<readonly string[]> => store.list('twins/twins/answers/');

async function labels(store: Store): Promise<string> {
  return new TextDecoder().decode((await store.get('twins/twins/labels/00000.ndjson'))!);
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await pause(5);
}

describe('killed midway', () => {
  test('and called again, it asks no question twice that was answered, loses none, and ends with the same labels', async () => {
    const whole = await setUp();
    expect(await run(whole)).toMatchObject({ code: 0 });

    // Seventeen questions are answered; those after them are on their way for ever.
    const answered = 17;
    const setting = await setUp({ behave: (n) => (n < answered ? { kind: 'answer' } : { kind: 'hang' }) });
    const killed = start(setting);
    await until(
      async () =>
        (await answers(setting.store)).length === answered &&
        setting.server.inFlight().length === CONCURRENCY,
    );
    killed.process.kill('SIGKILL');
    expect(await killed.finished).toMatchObject({ signal: 'SIGKILL' });
    const before = setting.server.asked.length;
    const undelivered = new Set(setting.server.inFlight().map(({ body }) => body));
    expect(undelivered.size).toBe(CONCURRENCY);
    expect(before).toBe(answered + CONCURRENCY);

    setting.server.behave(() => ({ kind: 'answer' }));
    expect(await run(setting)).toMatchObject({ code: 0 });
    for (const [body, times] of setting.server.arrived()) expect(times).toBe(undelivered.has(body) ? 2 : 1);
    expect([...setting.server.completed().values()]).toEqual(Array.from({ length: QUESTIONS }, () => 1));
    expect(await answers(setting.store)).toEqual(await answers(whole.store));
    expect(await labels(setting.store)).toBe(await labels(whole.store));
    expect((await setting.store.leftovers()).length).toBe(0);
  });

  test('at any moment, it asks again at most what was on its way', async () => {
    const setting = await setUp({ behave: () => ({ kind: 'slow', ms: 25 }) });
    const killed = start(setting);
    await until(() => setting.server.asked.length > 20);
    killed.process.kill('SIGKILL');
    await killed.finished;
    const stored = (await answers(setting.store)).length;
    expect(await run(setting)).toMatchObject({ code: 0 });
    const times = [...setting.server.arrived().values()];
    expect(times).toHaveLength(QUESTIONS);
    expect(Math.max(...times)).toBeLessThanOrEqual(2);
    expect(setting.server.asked.length - QUESTIONS).toBeLessThanOrEqual(CONCURRENCY);
    expect(stored).toBeGreaterThan(20 - CONCURRENCY);
  });
});

test('Ctrl-C stores what is on its way and says how to go on', async () => {
  const setting = await setUp({ behave: () => ({ kind: 'slow', ms: 50 }) });
  const stopped = start(setting);
  await until(() => setting.server.asked.length > 10);
  stopped.process.kill('SIGINT');
  const { code, stderr } = await stopped.finished;
  expect(code).toBe(130);
  expect(stderr).toContain('interrupted; run the same command again to go on.');
  expect(await answers(setting.store)).toHaveLength(setting.server.asked.length);
});

test('the last line is the result, and a budget that is used up is told by the exit code', async () => {
  const setting = await setUp();
  const { code, stdout, stderr } = await run(
    setting,
    '--json',
    '--budget',
    '0.003usd',
    '--input-price',
    '1',
    '--output-price',
    '1',
  );
  expect(code).toBe(5);
  expect(stderr).toMatch(
    /48 requests, about [\d,]+ tokens in .* and at most 384 out; about \$0\.00\d+ at the prices given; it stops at \$0\.003, earlier/,
  );
  const result = JSON.parse(stdout.trim().split('\n').at(-1)!);
  expect(result).toMatchObject({ stage: 'elicit', status: 'budget', answered: setting.server.asked.length });
  expect(result.dollars).toBeLessThanOrEqual(0.003);
  expect(result.answered).toBeGreaterThan(5);
  const rest = await run(setting, '--budget-tokens', '1000000');
  expect(rest.code).toBe(0);
  expect(rest.stdout).toMatch(
    /^24 labels, all with the model.s probability; 0 judgements undecided, 0 without an answer that can be read\./,
  );
  expect(setting.server.asked).toHaveLength(QUESTIONS);
});

test('the key is in nothing that is printed or stored, though the server repeats it', async () => {
  const setting = await setUp({
    behave: (n) => (n < 9 ? { kind: 'answer' } : { kind: 'echo', status: 403 }),
  });
  const { code, stdout, stderr } = await run(setting);
  expect(code).toBe(4);
  expect(stderr).toMatch(
    /does not accept the key in MY_KEY \(403 You sent \{"authorization":"Bearer \[key\]"/,
  );
  const debug = await startSignbench(
    [
      'twins',
      'elicit',
      '--store',
      setting.folder,
      '--model-url',
      setting.server.url,
      '--model',
      'known',
      '--yes',
      '--seed',
      '2',
    ],
    {
      OPENAI_API_KEY: KEY,
      OPENAI_LOG: 'debug',
      SIGNBENCH_DEBUG: '1',
      OPENAI_BASE_URL: 'http://127.0.0.1:9',
      OPENAI_ORG_ID: 'org',
    },
  ).finished;
  expect(debug.code).toBe(4);
  const stored = (await setting.store.getMany(await setting.store.list(''))).map((bytes) =>
    new TextDecoder().decode(bytes!),
  );
  const all = [stdout, stderr, debug.stdout, debug.stderr, ...stored].join('\n');
  for (let i = 3; i + 8 <= KEY.length; i++) expect(all).not.toContain(KEY.slice(i, i + 8));
});

describe('what cannot be asked is said in a sentence', () => {
  const refused = async (...args: readonly string[]): Promise<string> => {
    const { server, folder } = await setUp();
    process.env.MY_KEY = KEY;
    onTestFinished(() => {
      delete process.env.MY_KEY;
    });
    const { host, stderr } = captureHost();
    const known = ['--store', folder, '--model-url', server.url, '--model', 'known', '--key-env', 'MY_KEY'];
    expect(await runProgram(['twins', 'elicit', ...known, ...args], host)).toBe(2);
    expect(server.asked).toEqual([]);
    return stderr();
  };

  test.each([
    [['--model-url', 'localhost:8000'], /--model-url is no address of a server/],
    [['--budget', '5usd'], /--budget needs --input-price and --output-price/],
    [['--input-price', '1'], /go together/],
    [['--per-pair', '9'], /--per-pair is 9, and there are 4 personas/],
    [['--per-pair', '1', '--per-persona', '1'], /cannot be used with option/],
    [['--template', '/nonexistent/t.txt'], /The template \/nonexistent\/t\.txt cannot be read \(ENOENT\)/],
    [['--key-env', KEY.replaceAll('-', '_')], /--key-env names an environment variable that is not set/],
    [
      [],
      /^signbench: 48 requests, .* no budget is set\.\nsignbench: Ask known at .*\? Nobody can be asked here; --yes/,
    ],
  ])('%j', async (args, message) => {
    const said = await refused(...args);
    expect(said).toMatch(message);
    expect(said).not.toContain(KEY.slice(8, 16));
  });
});
