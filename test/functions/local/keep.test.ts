import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runProgram } from '../../../functions/cli/program.ts';
import { runBatch } from '../../../functions/compute/run-batch.ts';
import {
  type RunEvent,
  type RunOptions,
  type RunResult,
  runStudy,
} from '../../../functions/local/run-study.ts';
import type { BatchRunner } from '../../../functions/local/worker-pool.ts';
import { createEngine } from '../../../functions/study/engine.ts';
import { plannedLooks } from '../../../functions/study/spec/sampling.ts';
import type { EstimatorSpec, Study } from '../../../functions/study/study.ts';
import type { Summary } from '../../../results/summary.ts';
import { captureHost } from '../../support/captured-host.ts';
import { recordPaths } from '../../support/complete-store.ts';
import { RLHF, SIGN, scenariosOf, tinyStudy } from '../../support/studies.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const engines = { js: createEngine('js'), 'wasm-f64': createEngine('wasm-f64') };
const SMOOTHED: EstimatorSpec = { id: 'probit', kind: 'probit' };

/** Computes in this thread; later batches may answer first, and `before` may throw in place of a worker. */
const inline = (before: (block: number) => number | undefined = () => undefined): BatchRunner => ({
  run: async (batch) => {
    const delay = before(batch.tasks[0]?.block ?? -1);
    if (delay !== undefined) await new Promise((resolve) => setTimeout(resolve, delay));
    return runBatch(batch, engines[batch.backend === 'js' ? 'js' : 'wasm-f64']);
  },
  close: async () => {},
});

const run = (study: Study, store: string, options: Partial<RunOptions> = {}): Promise<RunResult> =>
  runStudy(study, { store, backend: 'js', workers: 2, runner: inline(), ...options });

/** Looks that end inside blocks of 200, and one that is whole. */
const LOOKS = plannedLooks(130, 1400);
const summarised = (overrides: Partial<Study> = {}): Study =>
  tinyStudy({
    keep: 'summaries',
    sampleSizes: [10, 30],
    looks: [LOOKS, LOOKS],
    until: { measure: 'rmsAngle', relativeMcse: 0.03 },
    ...overrides,
  });

const text = (store: string): Promise<string> => readFile(join(store, 'studies/tiny/summary.json'), 'utf8');

let shared = '';
beforeAll(async () => {
  shared = await mkdtemp(join(tmpdir(), 'signbench-'));
  await run(summarised(), shared);
});
afterAll(() => rm(shared, { recursive: true, force: true }));

/** The numbers of a summary that stand for all replicates to rounding, and those that only bins know. */
function numbersOf({ cells, claims }: Summary) {
  const verdicts = claims.map(({ verdict, look }) => `${verdict} at ${look}`);
  const measures = cells.flatMap(({ key, look, estimators }) =>
    estimators.flatMap(({ id, measures: all, failures, firstFailure }) =>
      Object.entries(all).map(([name, measure]) => ({
        at: `${key} ${look} ${id} ${name}`,
        measure,
        failures,
        firstFailure,
      })),
    ),
  );
  return { verdicts, measures };
}

describe('a study that keeps summaries', () => {
  test('stops at the same looks with the same numbers, failures and verdicts as one that keeps replicates', async () => {
    const claims: Study['claims'] = [
      { kind: 'better', estimator: 'rlhf', than: 'sign', measure: 'rmsAngle', by: 0.01, from: 10 },
      { kind: 'same', estimator: 'rlhf', as: 'probit', measure: 'disagreement', within: 0.2, from: 10 },
      { kind: 'limit', estimator: 'sign', against: 0, within: 0.2, at: 30 },
    ];
    const asked = summarised({ claims, alpha: 0.01, scenarios: scenariosOf(SIGN, RLHF, SMOOTHED) });
    const { keep: _, ...plain } = asked;
    const [mine, all] = [await run(asked, temporaryFolder()), await run(plain, temporaryFolder())].map(
      ({ summary }) => numbersOf(summary),
    );
    expect(mine.verdicts).toEqual(all.verdicts);
    expect(all.verdicts.some((verdict) => verdict.startsWith('supported'))).toBe(true);
    expect(mine.measures.map(({ at }) => at)).toEqual(all.measures.map(({ at }) => at));
    for (const [i, { at, measure, failures, firstFailure }] of all.measures.entries()) {
      const found = mine.measures[i];
      expect([found.failures, found.firstFailure], at).toEqual([failures, firstFailure]);
      expect(found.measure.replicates, at).toBe(measure.replicates);
      const error = Math.abs((found.measure.value ?? 0) - (measure.value ?? 0));
      const scale = Math.max(Math.abs(measure.value ?? 0), measure.mcse ?? 0);
      expect(error, at).toBeLessThanOrEqual(found.measure.binError ?? 1e-12 * scale);
    }
    expect(all.measures.every(({ at }) => Number(at.split(' ')[1]) > 1)).toBe(true);
  });

  test('has the same bytes on js and wasm, for any number of workers and any order of answers', async () => {
    for (const [backend, workers] of [
      ['wasm-f64', 1],
      ['js', 7],
    ] as const) {
      const store = temporaryFolder();
      let count = 0;
      const runner = inline(() => 15 - (count++ % 4) * 5);
      await run(summarised(), store, { backend, workers, runner });
      expect(await text(store)).toBe(await text(shared));
      expect(await readFile(join(store, 'studies/tiny/digests.json'), 'utf8')).toBe(
        await readFile(join(shared, 'studies/tiny/digests.json'), 'utf8'),
      );
    }
  });

  test('that is stopped and resumed has the same bytes', async () => {
    const store = temporaryFolder();
    const stop = new AbortController();
    const runner = inline((block) => {
      if (block >= 2) stop.abort();
      return undefined;
    });
    const first = await run(summarised(), store, { runner, signal: stop.signal, workers: 1 });
    expect(first.status).toBe('interrupted');
    const second = await run(summarised(), store);
    expect(second.provenance.blocksReused).toBeGreaterThan(0);
    expect(await text(store)).toBe(await text(shared));
  });

  test('computes a damaged record again, alone, and has the same bytes', async () => {
    const store = temporaryFolder();
    await run(summarised(), store);
    const before = await text(store);
    const [path] = await recordPaths(store);
    const bytes = await readFile(path, 'utf8');
    await writeFile(path, bytes.replace(/"replicates":\d+/, '"replicates":7'));
    const events: RunEvent[] = [];
    const again = await run(summarised(), store, { onEvent: (event) => events.push(event) });
    expect(events.filter(({ event }) => event === 'damaged')).toHaveLength(1);
    expect(again.provenance.replicatesComputed).toBe(200);
    expect(await readFile(path, 'utf8')).toBe(bytes);
    expect(await text(store)).toBe(before);
  });

  test('computes nothing of the others for an estimator that is added after them, though it is paired with them', async () => {
    const store = temporaryFolder();
    await run(summarised(), store);
    const before = new Set(await recordPaths(store));
    const three = summarised({ scenarios: scenariosOf(SIGN, RLHF, SMOOTHED) });
    const { summary } = await run(three, store);
    const more = (await recordPaths(store)).filter((path) => !before.has(path));
    const contents = await Promise.all(more.map(async (path) => JSON.parse(await readFile(path, 'utf8'))));
    expect(new Set(contents.map(({ record }) => record.estimator.kind))).toEqual(new Set(['probit']));
    expect(summary.cells[0].pairs.map(({ a, b }) => `${a} ${b}`)).toEqual([
      'sign rlhf',
      'sign probit',
      'rlhf probit',
    ]);
    const fresh = temporaryFolder();
    await run(three, fresh);
    expect(await text(store)).toBe(await text(fresh));
  });

  test('has the same numbers when an estimator is renamed, from the same records', async () => {
    const store = temporaryFolder();
    await run(summarised(), store);
    const renamed = summarised({ scenarios: scenariosOf({ ...SIGN, id: 'score' }, RLHF) });
    const { provenance, summary } = await run(renamed, store);
    expect(provenance.replicatesComputed).toBe(0);
    expect(summary.cells[0].estimators[0].id).toBe('score');
  });

  test('stores no replicate, and its records hold what their looks need', async () => {
    for (const path of await recordPaths(shared)) {
      const { record } = JSON.parse(await readFile(path, 'utf8'));
      expect(record).not.toHaveProperty('directions');
      const inside = LOOKS.map((look) => look - record.first).filter((look) => look > 0 && look < 200);
      expect(record.parts.map(({ replicates }: { replicates: number }) => replicates)).toEqual([
        ...inside,
        200,
      ]);
    }
    expect(await readdir(join(shared, 'blocks'))).not.toEqual([]);
  });
});

describe('commands on a study that keeps summaries', () => {
  const FILE = `name: kept
seed: 3
population:
  features: { law: gaussian, dimension: 2 }
  users: { law: mixture, types: [[3, 2], [1, -2]], weights: [0.5, 0.5] }
  choice: logit
estimators: [sign, rlhf]
sampleSizes: [20]
replicates: 300
keep: summaries
`;

  async function command(...args: readonly string[]) {
    const { host, stdout, stderr } = captureHost();
    return { code: await runProgram(args, host), stdout: stdout(), stderr: stderr() };
  }

  test('export says that it has no raw rows, replay computes one, and gc and status know its records', async () => {
    const folder = temporaryFolder();
    const [file, store] = [join(folder, 'kept.yaml'), join(folder, 'store')];
    await writeFile(file, FILE);
    const { parseStudy } = await import('../../../functions/study/spec/parse-study.ts');
    const { summary } = await run(parseStudy(FILE, file, 'full'), store, { source: FILE });
    const exported = await command('export', 'kept', '--store', store);
    expect(exported.code).toBe(2);
    expect(exported.stderr).toMatch(/kept keeps summaries of its data sets .*no raw rows.*signbench replay/);
    const { worst } = summary.cells[0].estimators[0];
    const args = ['replay', 'kept', '--store', store, '--cell', 'n=20', '--json'];
    const replayed = await command(...args, '--replicate', String(worst?.replicate));
    expect(replayed.code).toBe(0);
    const { estimators } = JSON.parse(replayed.stdout);
    expect(estimators[0]).toMatchObject({ stored: 'summarised', angle: worst?.angle });
    const { stdout } = await command('status', 'kept', '--store', store, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ stored: 4, planned: 4 });
    const collected = await command('gc', '--store', store, '--all', '--json');
    expect(JSON.parse(collected.stdout)).toMatchObject({ keys: [], kept: { inUse: 4 } });
  });
});
