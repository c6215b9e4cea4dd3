import { describe, expect, it } from 'vitest';
import { planStudy } from '../../functions/study/plan.ts';
import { parseStudy } from '../../functions/study/spec/parse-study.ts';
import { openCatalogue } from '../../results/catalogue/open-catalogue.ts';
import { expectedFinish, fallingError } from '../../results/charts/falling-error.ts';
import { fallingErrorOf } from '../../results/falling-error.ts';
import { openDirectoryStore } from '../../results/store/directory.ts';
import { worstReplicates } from '../../results/worst-replicates.ts';
import { runInto, SMALL_STUDY } from '../support/served-store.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { elementsOf } from '../support/well-formed.ts';

const SOURCE = SMALL_STUDY.replace('replicates: 200', 'replicates: 1000');

describe('a cell in a store', () => {
  it('ends at the error that its summary has, and its worst fits are the largest angles of all', async () => {
    const store = openDirectoryStore(temporaryFolder());
    await runInto(store, SOURCE);
    const [cell] = planStudy(parseStudy(SOURCE, 'study.yaml', 'full'));
    const summary = (await openCatalogue(store).summary('small'))?.summary;
    const estimators = summary?.cells[0].estimators ?? [];

    const falling = await fallingErrorOf(store, cell);
    const relatives = estimators.map(
      ({ measures: { rmsAngle } }) => (rmsAngle?.mcse ?? 0) / (rmsAngle?.value ?? 1),
    );
    const last = falling?.seen.at(-1);
    expect(last?.replicates).toBe(1000);
    expect(falling?.estimator).toBe(estimators[relatives.indexOf(Math.max(...relatives))].id);
    expect((last?.relative ?? 0) / Math.max(...relatives)).toBeCloseTo(1, 2);
    expect(falling?.seen[0].replicates).toBe(cell.blockSize);

    const worst = await worstReplicates(store, cell, { most: 5 });
    for (const [i, { angles, furthest, failed, seen, estimator }] of worst.entries()) {
      expect(estimator).toBe(estimators[i].id);
      expect(seen).toBe(1000);
      expect(angles.length + Object.values(estimators[i].failures).reduce((a, b) => a + b, 0)).toBe(1000);
      expect(furthest.map(({ angle }) => angle)).toEqual([...angles].sort((a, b) => b - a).slice(0, 5));
      expect(failed[0]?.replicate).toBe(estimators[i].firstFailure?.replicate);
      const square = angles.reduce((sum, angle) => sum + angle * angle, 0) / angles.length;
      expect(Math.sqrt(square)).toBeCloseTo(estimators[i].measures.rmsAngle?.value ?? 0, 12);
    }
  });

  it('has no curve and no worst fits before anything is stored', async () => {
    const store = openDirectoryStore(temporaryFolder());
    const [cell] = planStudy(parseStudy(SOURCE, 'study.yaml', 'full'));
    expect(await fallingErrorOf(store, cell)).toBeNull();
    expect((await worstReplicates(store, cell, { most: 5 })).map(({ seen }) => seen)).toEqual([0, 0]);
  });
});

describe('the expected finish', () => {
  const seen = [
    { replicates: 100, relative: 0.08 },
    { replicates: 400, relative: 0.04 },
  ];

  it('follows the square root: half the error takes four times the data sets', () => {
    expect(expectedFinish({ seen, target: 0.02, most: 10_000 })).toEqual({
      replicates: 1600,
      relative: 0.02,
    });
  });

  it('is the last look where no rule stops the cell, or the rule would come later', () => {
    expect(expectedFinish({ seen, target: null, most: 3600 }).replicates).toBe(3600);
    expect(expectedFinish({ seen, target: 0.001, most: 3600 }).replicates).toBe(3600);
  });

  it('is now where the rule holds already', () => {
    expect(expectedFinish({ seen, target: 0.05, most: 3600 })).toEqual(seen[1]);
  });

  it.each([340, 720])('is drawn hollow at %d pixels', (width) => {
    const elements = elementsOf(fallingError({ seen, target: 0.02, most: 10_000 }, width));
    expect(elements.filter(({ name }) => name === 'circle')).toHaveLength(2);
    expect(elements.some(({ text }) => text === 'about 1,600')).toBe(true);
  });
});
