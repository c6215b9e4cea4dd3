import { describe, expect, it } from 'vitest';
import { drawReplicate } from '../../../functions/study/draw-replicate.ts';
import { createEngine } from '../../../functions/study/engine.ts';
import { replayReplicate } from '../../../functions/study/run-block.ts';
import { meanDirection } from '../../../kernels/populations/mean-taste.ts';
import { markAt } from '../../../results/charts/marks.ts';
import {
  populationLandscape,
  sampleLandscape,
  scoreLandscape,
} from '../../../results/charts/score-landscape.ts';
import { draws } from '../../support/draws.ts';
import { cellOf, TWO_TYPES } from '../../support/studies.ts';
import { elementsOf } from '../../support/well-formed.ts';

const target = meanDirection(TWO_TYPES);
const engine = createEngine('js');

/** M_n at an angle, row by row. */
function slowly(z: Float64Array, degrees: number): number {
  const angle = Math.atan2(target[1], target[0]) + (degrees * Math.PI) / 180;
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  let sum = 0;
  for (let i = 0; i < z.length; i += 2) sum += z[i] * c + z[i + 1] * s > 0 ? 1 : -1;
  return sum / (z.length / 2);
}

describe('the score of a data set around the circle', () => {
  it.each([1, 2, 7, 500])('is that of every row, direction by direction, for n = %d', (n) => {
    const { normal } = draws(n);
    const z = Float64Array.from({ length: 2 * n }, normal);
    for (const { degrees, score } of sampleLandscape(z, target))
      expect(score).toBeCloseTo(slowly(z, degrees), 12);
  });

  it('is the opposite in the opposite direction', () => {
    const { normal } = draws(9);
    const landscape = sampleLandscape(Float64Array.from({ length: 800 }, normal), target);
    for (let k = 0; k <= 360; k++) expect(landscape[k].score).toBeCloseTo(-landscape[k + 360].score, 12);
  });

  it('of the replicate drawn again has its top where the sign estimator is', () => {
    const cell = cellOf(300, 10, 1);
    const z = drawReplicate(cell, 4, engine);
    const [{ outcomes }] = replayReplicate(cell, 4, engine).fits;
    const landscape = sampleLandscape(z, target);
    const top = landscape.reduce((best, one) => (one.score > best.score ? one : best));
    expect(outcomes.scores[0]).toBeGreaterThanOrEqual(top.score - 1e-12);
    expect(outcomes.scores[0] - top.score).toBeLessThan(0.03);
  });

  // 40,000 rows: each score has a standard error of at most 1/200; 5.6 of them at 60 directions have a chance below 10^-6.
  it('tends to that of all users, and a tenth of the scale off would be seen', () => {
    const n = 40_000;
    const sample = sampleLandscape(drawReplicate(cellOf(n, 1, 1), 0, engine), target);
    const population = populationLandscape(TWO_TYPES, target);
    expect(population).not.toBeNull();
    const near = (degrees: number): number =>
      (population ?? []).reduce((a, b) =>
        Math.abs(b.degrees - degrees) < Math.abs(a.degrees - degrees) ? b : a,
      ).score;
    const gaps = (scale: number): number =>
      Math.max(
        ...sample
          .filter((_, k) => k % 12 === 0)
          .map(({ degrees, score }) => Math.abs(score - scale * near(degrees))),
      );
    expect(gaps(1)).toBeLessThan(5.6 / Math.sqrt(n) + 0.004);
    expect(gaps(1.1)).toBeGreaterThan(5.6 / Math.sqrt(n) + 0.004);
  });

  it('is drawn with the answers where they are, twice, well formed', () => {
    const z = drawReplicate(cellOf(100, 1, 1), 0, engine);
    const answers = [{ name: 'Sign', mark: markAt('sign'), degrees: -12 }];
    for (const width of [340, 720]) {
      const svg = scoreLandscape(
        { sample: sampleLandscape(z, target), population: null, n: 100, answers },
        width,
      );
      expect(elementsOf(svg).filter(({ text }) => text === 'Sign')).toHaveLength(1);
    }
  });
});
