import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parsePopulation } from '../../../../functions/study/spec/parse-population.ts';
import { meanTaste } from '../../../../kernels/populations/mean-taste.ts';
import { powerDeviations } from '../../../../kernels/populations/power-law.ts';

const read = (path: string) => parsePopulation(readFileSync(path, 'utf8'), path);

describe('a population by itself', () => {
  it('is read from its block alone, and from a whole study', () => {
    const text =
      'population:\n  features: { law: sphere, dimension: 2 }\n  users: { law: point, mean: [1, 0] }\n';
    const population = {
      features: { law: 'sphere', dimension: 2 },
      users: { law: 'point', mean: [1, 0] },
      choice: 'logit',
    };
    expect(parsePopulation(text, 'a.yaml')).toEqual(population);
    expect(parsePopulation(`name: x\nreplicates: no\n${text}`, 'a.yaml')).toEqual(population);
  });

  it.each([
    ['population:\n  users: { law: point, mean: [1, 0] }\n', /a\.yaml: line 1, column 1.*features/],
    [
      'population:\n  features: { law: sphere, dimension: 3 }\n  users: { law: point, mean: [1, 0] }\n',
      /line 3, column 30: .*mean has 2 coordinates/,
    ],
    ['seed: 1\n', /population/],
    ['population: [', /a\.yaml: line/],
    ['', /a\.yaml/],
  ])('is refused with its place: %j', (text, sentence) => {
    expect(() => parsePopulation(text, 'a.yaml')).toThrow(sentence);
  });

  it.each([
    ['studies/alignment-synthetic.yaml', 256],
    ['populations/paper-scale.yaml', 2880],
  ])('of %s is the synthetic form of the headline experiment', (path, d) => {
    const { features, users } = read(path);
    if (features.law !== 'power' || users.law !== 'mixture') throw new Error('another law');
    expect([features.dimension, users.types[0].length, users.weights]).toEqual([d, d, [0.5, 0.5]]);
    const deviations = powerDeviations(d, features.exponent);
    const whitened = users.types.map((type) => type.map((value, j) => value * deviations[j]));
    const lengths = whitened.map((type) => Math.hypot(...type));
    expect(lengths[0]).toBeCloseTo(3.6, 6);
    expect(lengths[1]).toBeCloseTo(1.75, 6);
    const cos = whitened[0].reduce((sum, value, j) => sum + value * whitened[1][j], 0) / 3.6 / 1.75;
    expect((Math.acos(cos) * 180) / Math.PI).toBeCloseTo(113, 4);
    const mean = meanTaste(users);
    expect(Math.abs(mean[d - 1] * deviations[d - 1])).toBeLessThan(1e-9);
    expect(mean[0]).toBeGreaterThan(1);
    expect(deviations[d - 1]).toBeGreaterThan(0.19);
    expect(deviations[d - 1]).toBeLessThan(0.21);
  });
});
