import { readFile } from 'node:fs/promises';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { runProgram } from '../../../functions/cli/program.ts';
import { runBatch } from '../../../functions/compute/run-batch.ts';
import { runStudy } from '../../../functions/local/run-study.ts';
import { createEngine } from '../../../functions/study/engine.ts';
import { openDirectoryStore } from '../../../results/store/directory.ts';
import type { Store } from '../../../results/store/store.ts';
import { captureHost } from '../../support/captured-host.ts';
import { fileOf, runRounds, storeWith } from '../../support/rounds.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const TEXT = `name: synced
seed: 7
population:
  features: { law: gaussian, dimension: 2 }
  users: { law: mixture, types: [[3, 2], [1, -2]], weights: [0.5, 0.5] }
  choice: logit
estimators: [sign, rlhf]
sampleSizes: [10, 30]
replicates: 400
`;

const engine = createEngine('js');
const runner = {
  run: async (batch: Parameters<typeof runBatch>[0]) => runBatch(batch, engine),
  close: async () => {},
};

async function signbench(
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const { host, stdout, stderr } = captureHost();
  const code = await runProgram([...args], host);
  return { code, stdout: stdout(), stderr: stderr() };
}

describe('on a store whose records are in packs', () => {
  let folder = '';
  let store: Store;
  beforeEach(async () => {
    folder = temporaryFolder();
    await storeWith(TEXT, folder);
    store = openDirectoryStore(folder);
    await runRounds(store, 'synced', { targetMs: 1 });
    expect(await store.list('blocks/')).toEqual([]);
  });

  test('status counts them', async () => {
    const { code, stdout } = await signbench('status', 'synced', '--store', folder, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ stored: 8, planned: 8 });
  });

  test('a dry run has nothing to compute, and a run and resume compute nothing', async () => {
    const dry = await signbench(
      'run',
      `${folder}/studies/synced/study.yaml`,
      '--store',
      folder,
      '--dry-run',
      '--json',
    );
    expect(JSON.parse(dry.stdout)).toMatchObject({ records: 8, stored: 8, toCompute: 0 });
    const before = fileOf(folder, 'synced', 'summary.json');
    for (const command of ['resume', 'run']) {
      const study = command === 'run' ? `${folder}/studies/synced/study.yaml` : 'synced';
      const { code } = await signbench(command, study, '--store', folder, '--backend', 'js', '--quiet');
      expect(code).toBe(0);
      expect(fileOf(folder, 'synced', 'summary.json')).toBe(before);
      expect(JSON.parse(fileOf(folder, 'synced', 'provenance.json'))).toMatchObject({
        replicatesComputed: 0,
      });
    }
    expect(await store.list('blocks/')).toEqual([]);
  });

  test('a larger study goes on from them, and its new blocks are single records', async () => {
    const { study } = await storeWith(TEXT.replace('400', '800'), folder);
    const { provenance, summary } = await runStudy(study, {
      store: folder,
      backend: 'js',
      workers: 1,
      runner,
    });
    expect(provenance).toMatchObject({ replicatesComputed: 800, blocksReused: 4 });
    expect(summary.status).toBe('complete');
    expect(await store.list('blocks/')).toHaveLength(8);
  });

  test('report writes the same again', async () => {
    const before = fileOf(folder, 'synced', 'summary.json');
    const { code } = await signbench('report', 'synced', '--store', folder);
    expect(code).toBe(0);
    expect(fileOf(folder, 'synced', 'summary.json')).toBe(before);
  });

  test('export and replay give what single records give', async () => {
    const single = temporaryFolder();
    const { study } = await storeWith(TEXT, single);
    await runStudy(study, { store: single, backend: 'js', workers: 1, runner, source: TEXT });
    const replay = ['replay', 'synced', '--cell', 'n=30', '--replicate', '250', '--json'];
    for (const command of [['export', 'synced', '--format', 'ndjson'], replay]) {
      const [packed, others] = [
        await signbench(...command, '--store', folder),
        await signbench(...command, '--store', single),
      ];
      expect(packed).toEqual(others);
      expect(packed.code).toBe(0);
    }
    const { stdout } = await signbench(...replay, '--store', folder);
    expect(JSON.parse(stdout).estimators).toMatchObject([{ stored: 'identical' }, { stored: 'identical' }]);
  });

  test('gc keeps them while a study uses them, and removes whole packs that none uses after an hour', async () => {
    expect(JSON.parse((await signbench('gc', '--store', folder, '--json')).stdout)).toMatchObject({
      kept: { inUse: 8, young: 0, unknown: 0 },
      removed: { unreachable: { count: 0 } },
    });
    const packs = await store.list('packs/');
    await storeWith(TEXT.replace('seed: 7', 'seed: 8'), folder);
    expect(JSON.parse((await signbench('gc', '--store', folder, '--json')).stdout)).toMatchObject({
      kept: { inUse: 0, young: 8 },
      removed: { unreachable: { count: 0 } },
    });
    vi.useFakeTimers({ toFake: ['Date'] });
    vi.setSystemTime(Date.now() + 2 * 3600 * 1000);
    const { stdout } = await signbench('gc', '--store', folder, '--json');
    vi.useRealTimers();
    expect(JSON.parse(stdout)).toMatchObject({
      keys: packs,
      removed: { unreachable: { count: packs.length } },
    });
    expect(await store.list('packs/')).toEqual([]);
  });

  test('a damaged pack is said, and a quarantined one goes after thirty days', async () => {
    const [pack] = await store.list('packs/');
    const bytes = await readFile(store.locate(pack));
    await store.replace(pack, bytes.subarray(0, -10));
    const { code, stderr } = await signbench('report', 'synced', '--store', folder);
    expect(code).toBe(5);
    expect(stderr).toContain(`damaged record ${store.locate(pack)}: it is cut off or not JSON`);
    vi.useFakeTimers({ toFake: ['Date'] });
    vi.setSystemTime(Date.now() + 31 * 24 * 3600 * 1000);
    const { stdout } = await signbench('gc', '--store', folder, '--json');
    vi.useRealTimers();
    expect(JSON.parse(stdout)).toMatchObject({
      removed: { quarantined: { count: 1 } },
      kept: { unknown: 0 },
    });
  });
});
