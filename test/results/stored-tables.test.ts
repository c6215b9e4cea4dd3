import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openFeatureFiles } from '../../functions/local/feature-files.ts';
import { parseStudy } from '../../functions/study/spec/parse-study.ts';
import { openDirectoryStore } from '../../results/store/directory.ts';
import { tableKey } from '../../results/store/keys.ts';
import { keepTables, openStoredTables } from '../../results/stored-tables.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const STUDY = `name: trips
seed: 7
population:
  features: { law: file, path: data/a.csv }
  users: { law: point, mean: [1, 0] }
estimators: [sign]
sampleSizes: [10]
replicates: 2
vary: { population.features.path: [data/a.csv, data/b.csv, data/same.csv] }
`;
const LOST = { found: 'is missing or damaged in the store' };

/** A study that draws from three files, two of which are the same table, and its store. */
function stored() {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'data'));
  writeFileSync(join(folder, 'data', 'a.csv'), 'x,y\n1,2\n3,4\n5,0.1\n');
  writeFileSync(join(folder, 'data', 'b.csv'), 'x,y\n1,2\n3,4\n');
  writeFileSync(join(folder, 'data', 'same.csv'), 'u,v\n1.0,2\n3,4\n5,1e-1\n');
  const source = openFeatureFiles(folder);
  const study = parseStudy(STUDY, 'trips.yaml', 'full', source.files);
  return { folder, source, study, store: openDirectoryStore(join(folder, 'store')) };
}

describe('tables in a store', () => {
  it('give the same study, by its name, when the files are gone', async () => {
    const { folder, source, study, store } = stored();
    await keepTables(store, study, source.tables);
    rmSync(join(folder, 'data'), { recursive: true });
    const { files, tables } = await openStoredTables(store, 'trips');
    expect(parseStudy(STUDY, 'stored', 'full', files)).toEqual(study);
    expect(tables).toEqual(source.tables);
    for (const { values } of tables.values()) expect(values.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('are there once for each content, under its own hash', async () => {
    const { source, study, store } = stored();
    await keepTables(store, study, source.tables);
    const keys = await store.list('tables/');
    expect(keys).toEqual([...source.tables.keys()].map(tableKey).sort());
    expect(keys).toHaveLength(2);
    for (const key of keys) {
      const bytes = await store.get(key);
      expect(key).toContain(createHash('sha256').update(bytes!).digest('hex'));
    }
  });

  it('are not trusted when damaged, and mended by the next run from the file', async () => {
    const { source, study, store } = stored();
    await keepTables(store, study, source.tables);
    const [sha256] = source.tables.keys();
    const whole = await store.get(tableKey(sha256));
    for (const damage of [whole!.subarray(0, -1), whole!.with(30, 9), new Uint8Array(0)]) {
      await store.replace(tableKey(sha256), damage);
      const { files, tables } = await openStoredTables(store, 'trips');
      expect(tables.has(sha256)).toBe(false);
      expect(files('data/a.csv')).toMatchObject(LOST);
      expect(files('data/b.csv')).toMatchObject({ rows: 2 });
    }
    await keepTables(store, study, source.tables);
    expect((await openStoredTables(store, 'trips')).tables.has(sha256)).toBe(true);
  });

  it('are none for a study that needs none, or for an index that is damaged', async () => {
    const { source, study, store } = stored();
    const plain = parseStudy(
      STUDY.replace(/\{ law: file.*/, '{ law: box, dimension: 2 }').replace(/vary.*\n/, ''),
      's',
      'full',
    );
    await keepTables(store, plain, new Map());
    expect(await store.list('')).toEqual([]);
    expect((await openStoredTables(store, 'trips')).files('data/a.csv')).toMatchObject(LOST);
    await keepTables(store, study, source.tables);
    await store.replace('studies/trips/tables.json', new TextEncoder().encode('[{'));
    expect((await openStoredTables(store, 'trips')).files('data/a.csv')).toMatchObject(LOST);
  });

  it('must be given with the study that draws from them', async () => {
    const { study, store } = stored();
    await expect(keepTables(store, study, new Map())).rejects.toThrow(/the table [0-9a-f]{64} of trips/);
  });
});
