import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runProgram } from '../../../functions/cli/program.ts';
import { captureHost } from '../../support/captured-host.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** What `theory --json` printed for a study given as an object. */
async function theoryOf(
  population: unknown,
  more: Readonly<Record<string, unknown>> = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  const file = join(await temporaryFolder(), 'study.json');
  const study = {
    name: 'asked',
    title: 'Asked',
    aim: 'what does theory say?',
    seed: 1,
    population,
    estimators: ['sign', 'rlhf'],
    sampleSizes: [100, 10000],
    replicates: 10,
    ...more,
  };
  await writeFile(file, JSON.stringify(study));
  const captured = captureHost();
  const code = await runProgram(['theory', file, '--json'], captured.host);
  return { code, stdout: captured.stdout(), stderr: captured.stderr() };
}

const plane = { features: { law: 'gaussian', dimension: 2 }, choice: 'logit' };

describe('signbench theory', () => {
  it('prints one object with a cell for each combination of factors', async () => {
    const users = {
      law: 'mixture',
      types: [
        [3, 2],
        [1, -2],
      ],
      weights: [0.5, 0.5],
    };
    const vary = {
      'population.users.weights': [
        [0.5, 0.5],
        [0.4, 0.6],
      ],
    };
    const { code, stdout } = await theoryOf({ ...plane, users }, { vary });
    expect(code).toBe(0);
    const { cells } = JSON.parse(stdout);
    expect(cells).toHaveLength(2);
    expect(Object.keys(cells[0])).toEqual(
      expect.arrayContaining(['factors', 'target', 'sign', 'rlhf', 'surrogates', 'predicted']),
    );
    expect(cells[0].sign).toMatchObject({
      biasDeg: 0,
      constant: expect.closeTo(5.148587, 5),
      curvature: expect.closeTo(0.193176, 6),
    });
    expect(cells[0].rlhf.biasDeg).toBeCloseTo(-10.791278, 5);
    expect(cells[0].rlhf.rootNSdRad).toBeCloseTo(2.200068, 5);
    expect(cells[0].crossover).toBeGreaterThan(2000);
    expect(cells[0].surrogates.map(({ lambda }: { lambda: number }) => lambda)).toContain(15);
    expect(cells[1].sign.biasDeg).not.toBe(0);
    const [first] = cells[0].predicted;
    expect(first).toMatchObject({ estimator: 'sign', n: 100 });
    expect(first.error).toBeLessThan(first.rmsAngle);
    expect(cells[0].predicted).toHaveLength(4);
  });

  it('gives b and its constant where the first coefficient is fixed at 1', async () => {
    const { stdout } = await theoryOf(
      {
        users: { law: 'point', mean: [1, 1] },
        features: {
          law: 'independent',
          columns: [
            { law: 'normal', mean: 0, sd: 1 },
            { law: 'normal', mean: 1, sd: 1 },
          ],
        },
        choice: { law: 'student', degrees: 3, scale: 1 / Math.sqrt(3) },
        normalise: 'first',
      },
      { estimators: ['sign'] },
    );
    const [{ sign }] = JSON.parse(stdout).cells;
    expect(sign.coefficient.value).toBeCloseTo(1, 9);
    expect(sign.coefficient.constant).toBeCloseTo(2.408373, 5);
    expect(sign.constant).toBeCloseTo(2.408373 / 2, 5);
  });

  it('knows a limit by its sample in three dimensions where no closed form is, and how far it may be off', async () => {
    const users = {
      law: 'mixture',
      types: [
        [3, 2, 0],
        [1, -2, 1],
      ],
      weights: [0.4, 0.6],
    };
    const { stdout } = await theoryOf(
      { users, features: { law: 'box', dimension: 3 }, choice: 'probit' },
      { estimators: ['rlhf'] },
    );
    const [cell] = JSON.parse(stdout).cells;
    expect(cell.sign.biasDeg).toBeGreaterThan(0);
    expect(cell.sign.errorDeg).toBeGreaterThan(0);
    expect(cell.sign.errorDeg).toBeLessThan(0.1);
    expect(cell.sign.spread.error).toBeLessThan(0.2);
    expect(cell.surrogates.map(({ lambda }: { lambda: number }) => lambda)).toContain(15);
    expect(cell.surrogates[0].errorDeg).toBeGreaterThan(0);
    expect(cell.rlhf.biasDeg).toBeGreaterThan(0);
  });

  it('says null for what it does not know', async () => {
    const [x, y] = [4 * Math.cos(1.2217), 4 * Math.sin(1.2217)];
    const types = [
      [x, y, 0],
      [x, -y, 0],
      [-0.9, 0, 0],
    ];
    const { stdout } = await theoryOf(
      {
        users: { law: 'mixture', types, weights: [0.35, 0.35, 0.3] },
        features: { law: 'gaussian', dimension: 3 },
        choice: 'logit',
      },
      { estimators: ['sign'] },
    );
    const [{ sign, predicted }] = JSON.parse(stdout).cells;
    expect(sign.optima).toHaveLength(2);
    expect(sign).toMatchObject({ constant: null, spread: null, regimeFrom: null, rate: null });
    expect(predicted).toEqual([]);
  });

  it('predicts climbs by their last lambda, and says why where it predicts nothing', async () => {
    const users = {
      law: 'mixture',
      types: [
        [3, 2],
        [1, -2],
      ],
      weights: [0.7, 0.3],
    };
    const estimators = [
      { id: 'staged', kind: 'sign', solver: 'staged', lambda: [1, 4] },
      { id: 'anneal', kind: 'sign', solver: 'anneal', lambda: [1, 4] },
      { id: 'steep', kind: 'sign', solver: 'staged', lambda: [1, 10_000] },
      { id: 'ridge', kind: 'rlhf', ridge: 0.1 },
      'probit',
    ];
    const { stdout } = await theoryOf({ ...plane, users }, { estimators });
    const [{ predicted, unpredicted, surrogates }] = JSON.parse(stdout).cells;
    const of = (id: string) =>
      predicted.flatMap(({ estimator, n, rmsAngle, error }: Record<string, unknown>) =>
        estimator === id ? [{ n, rmsAngle, error }] : [],
      );
    expect(of('staged').length).toBeGreaterThan(0);
    expect(of('anneal')).toEqual(of('staged'));
    // For large n what the surrogate predicts: bias^2 + sd^2 / n.
    const { biasDeg, rootNSdRad } = surrogates.find(({ lambda }: { lambda: number }) => lambda === 4);
    const { n, rmsAngle, error } = of('staged').at(-1);
    expect(
      Math.abs(rmsAngle - Math.hypot((biasDeg * Math.PI) / 180, rootNSdRad / Math.sqrt(n))),
    ).toBeLessThan(error);
    expect(unpredicted.map(({ estimator }: { estimator: string }) => estimator)).toEqual(
      expect.arrayContaining(['steep', 'ridge', 'probit']),
    );
    expect(unpredicted.find(({ estimator }: { estimator: string }) => estimator === 'ridge').reason).toMatch(
      /RLHF with a ridge/,
    );
    for (const id of ['steep', 'ridge', 'probit']) expect(of(id)).toEqual([]);
  });

  it('prints a table for people', async () => {
    const captured = captureHost();
    expect(await runProgram(['theory', 'homogeneous', '--profile', 'quick'], captured.host)).toBe(0);
    expect(captured.stdout()).toMatch(/limits +sign bias° +V +c/);
    expect(captured.stdout()).toMatch(/all +0 +0\.797885 +2 /);
  });

  it('refuses nonsense in a sentence', async () => {
    const singular = [
      [1, 1],
      [1, 1],
    ];
    const nonsense = [
      {
        ...plane,
        features: { law: 'gaussian', dimension: 2, covariance: singular },
        users: { law: 'point', mean: [1, 0] },
      },
      { ...plane, users: { law: 'point', mean: [0, 0] } },
      {
        ...plane,
        users: {
          law: 'mixture',
          types: [
            [1, 0],
            [0, 1],
          ],
          weights: [0.5, 0.6],
        },
      },
    ];
    for (const population of nonsense) {
      const { code, stderr, stdout } = await theoryOf(population);
      expect(code).toBe(2);
      expect(stdout).toBe('');
      expect(stderr).toMatch(/allowed|sum|direction|positive/i);
    }
  });
});
