import { expect, test, vi } from 'vitest';
import { runBatch } from '../../../functions/compute/run-batch.ts';
import { createProgressMeter, type Progress } from '../../../functions/local/progress.ts';
import { startProgressWriter } from '../../../functions/local/progress-writer.ts';
import { createEngine } from '../../../functions/study/engine.ts';
import { isStale, parseProgress } from '../../../results/progress-file.ts';
import { openDirectoryStore } from '../../../results/store/directory.ts';
import { studyKey } from '../../../results/store/keys.ts';
import type { Store } from '../../../results/store/store.ts';
import { StoreError } from '../../../results/store/store-error.ts';
import { runInto } from '../../support/served-store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** A machine that does much else is waited for. */
const PATIENT = { timeout: 20_000, interval: 10 };
const KEY = studyKey('small', 'progress.json');
const at = (blocksDone: number): Progress => ({ ...createProgressMeter().read(0), blocksDone });

/** A store that counts what is written into it. */
function counted(store: Store): { readonly store: Store; readonly writes: string[] } {
  const writes: string[] = [];
  return {
    writes,
    store: {
      ...store,
      replace: (key, bytes) => {
        writes.push(key);
        return store.replace(key, bytes);
      },
    },
  };
}

test('progress is written at most once an interval, only when it changed, and removed at the end', async () => {
  const { store, writes } = counted(openDirectoryStore(temporaryFolder()));
  let done = 1;
  const writer = startProgressWriter(store, {
    study: 'small',
    studyHash: 'h',
    progress: () => at(done),
    everyMs: 20,
  });
  await vi.waitFor(() => expect(writes).toHaveLength(1), PATIENT);
  await new Promise((resolve) => setTimeout(resolve, 120));
  expect(writes).toHaveLength(1);
  for (done = 2; done < 500; done++) await Promise.resolve();
  const file = await vi.waitFor(async () => {
    const found = parseProgress((await store.get(KEY))!);
    expect(found).toMatchObject({ study: 'small', studyHash: 'h', blocksDone: 500 });
    return found;
  }, PATIENT);
  expect(writes).toHaveLength(2);
  expect(isStale(file!, Date.now())).toBe(false);
  expect(isStale(file!, Date.now() + 50_000)).toBe(true);
  await writer.end();
  expect(await store.get(KEY)).toBeNull();
});

test('a store that refuses the progress stops no run', async () => {
  const refuse = async (): Promise<never> => {
    throw new StoreError('full', 'the disk is full');
  };
  const store: Store = { ...openDirectoryStore(temporaryFolder()), replace: refuse, remove: refuse };
  let asked = 0;
  const progress = (): Progress => at(asked++);
  const writer = startProgressWriter(store, { study: 'small', studyHash: 'h', progress, everyMs: 5 });
  await vi.waitFor(() => expect(asked).toBeGreaterThan(3), PATIENT);
  await expect(writer.end()).resolves.toBeUndefined();
});

test('a run says how far it is while it goes, leaves nothing of it, and has the summary of a run that says nothing', async () => {
  const [silent, told] = [openDirectoryStore(temporaryFolder()), openDirectoryStore(temporaryFolder())];
  await runInto(silent);
  const engine = createEngine('js');
  let seen: Uint8Array | null = null;
  await runInto(told, undefined, {
    run: async (batch) => {
      if (batch.tasks.length > 0 && seen === null) {
        await vi.waitFor(async () => expect(await told.get(KEY)).not.toBeNull(), {
          timeout: 10_000,
          interval: 50,
        });
        seen = await told.get(KEY);
      }
      return runBatch(batch, engine);
    },
    close: async () => {},
  });
  expect(parseProgress(seen!)).toMatchObject({ study: 'small', blocksDone: 0, blocksTotal: 4 });
  expect(await told.get(KEY)).toBeNull();
  const summaries = await Promise.all(
    [silent, told].map((store) => store.get(studyKey('small', 'summary.json'))),
  );
  expect(Buffer.compare(summaries[0]!, summaries[1]!)).toBe(0);
});
