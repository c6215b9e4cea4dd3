import { planStudy } from '../../functions/study/plan.ts';
import { parseStudy } from '../../functions/study/spec/parse-study.ts';
import { recordAddress } from '../../results/records.ts';
import { openDirectoryStore } from '../../results/store/directory.ts';
import { blockKey, studyKey } from '../../results/store/keys.ts';
import type { Store } from '../../results/store/store.ts';
import { runInto } from './served-store.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** One record of a study: in the cell with this key, what the estimator at a place found on a block. */
export interface RecordOf {
  readonly cell: string;
  readonly block: number;
  readonly estimator: number;
}

/** A store as it is while a study is computed: all of it is there but its summary and some records, which `putBack` adds. */
export async function lackingRecords(
  source: string,
  records: readonly RecordOf[],
): Promise<{ readonly store: Store; readonly putBack: () => Promise<void> }> {
  const store = openDirectoryStore(temporaryFolder());
  await runInto(store, source);
  const study = parseStudy(source, 'study.yaml', 'full');
  await store.remove(studyKey(study.name, 'summary.json'));
  const removed = new Map<string, Uint8Array>();
  for (const { cell: key, block, estimator } of records) {
    const cell = planStudy(study).find((one) => one.key === key);
    if (cell === undefined) throw new Error(`${study.name} has no cell ${key}`);
    const place = blockKey(recordAddress(cell, block, cell.estimators[estimator]).key);
    const bytes = await store.get(place);
    if (bytes === null) throw new Error(`the store lacks block ${block} of ${key}`);
    removed.set(place, bytes);
    await store.remove(place);
  }
  return {
    store,
    putBack: async () => {
      for (const [place, bytes] of removed) await store.putIfAbsent(place, bytes);
    },
  };
}
