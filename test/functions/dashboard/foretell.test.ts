import { expect, test } from 'vitest';
import { foretell } from '../../../functions/dashboard/foretell.ts';
import type { Catalogue } from '../../../results/catalogue/catalogue.ts';
import { openCatalogue } from '../../../results/catalogue/open-catalogue.ts';
import { openDirectoryStore } from '../../../results/store/directory.ts';
import { runInto, SMALL_STUDY } from '../../support/served-store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const quiet = async (): Promise<void> => {};

async function twoStudies(): Promise<{ readonly catalogue: Catalogue; readonly read: string[] }> {
  const store = openDirectoryStore(temporaryFolder());
  await runInto(store);
  await runInto(store, SMALL_STUDY.replace('name: small', 'name: other'));
  const catalogue = openCatalogue(store);
  const read: string[] = [];
  const summary = (name: string) => {
    read.push(name);
    return catalogue.summary(name);
  };
  return { catalogue: { ...catalogue, summary }, read };
}

test('theory is asked for every finished study, and a study that is only planned is passed over', async () => {
  const { catalogue, read } = await twoStudies();
  const list = async () =>
    (await catalogue.list()).map((entry) =>
      entry.name === 'other' ? { ...entry, status: 'planned' as const } : entry,
    );
  await foretell(catalogue, { signal: new AbortController().signal, quiet });
  expect(read.splice(0)).toEqual(['other', 'small']);
  await foretell({ ...catalogue, list }, { signal: new AbortController().signal, quiet });
  expect(read).toEqual(['small']);
});

test('it ends at once when the server ends', async () => {
  const { catalogue, read } = await twoStudies();
  await foretell(catalogue, { signal: AbortSignal.abort(), quiet });
  expect(read).toEqual(['other']);
});
