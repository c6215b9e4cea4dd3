import { expect, test } from 'vitest';
import { forkedCells } from '../../../functions/cli/forked-cells.ts';
import { parseStudy } from '../../../functions/study/spec/parse-study.ts';
import { openDirectoryStore } from '../../../results/store/directory.ts';
import { keepStudy } from '../../../results/stored-study.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const TEXT = `name: mine
seed: 7
population:
  features: { law: gaussian, dimension: 2 }
  users: { law: point, mean: [2, 0] }
estimators: [sign]
sampleSizes: [100, 1000]
replicates: 400
`;
const read = (text: string) => parseStudy(text, 'mine.yaml', 'full');

async function forkedAfter(before: string, now: string): Promise<number | null> {
  const store = openDirectoryStore(temporaryFolder());
  await keepStudy(store, read(TEXT), before, 'js');
  return forkedCells(store, read(now));
}

test('a study that was never run here is no fork', async () => {
  expect(await forkedCells(openDirectoryStore(temporaryFolder()), read(TEXT))).toBeNull();
});

test.each([
  ['nothing', TEXT, 0],
  [
    'replicates, sizes, estimators and words',
    TEXT.replace('400', '500').replace('[sign]', '[sign, rlhf]').replace('1000]', '2000]'),
    0,
  ],
  ['the seed', TEXT.replace('seed: 7', 'seed: 8'), 2],
  ['the users', TEXT.replace('[2, 0]', '[2, 1]'), 2],
  ['one of two populations', `${TEXT}vary: { population.users.mean: [[2, 0], [3, 0]] }\n`, 2],
])('after a change of %s', async (_, now, cells) => {
  expect(await forkedAfter(TEXT, now)).toBe(cells);
});

test('a stored study that can no longer be read is none to compare with', async () => {
  expect(await forkedAfter('name: {', TEXT)).toBeNull();
});
