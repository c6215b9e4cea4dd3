import { describe, expect, it } from 'vitest';
import { movedLaw } from '../../../kernels/mixed-logit/moved-law.ts';
import { type SymmetricTastes, sharedPeople } from '../../../kernels/mixed-logit/symmetric-em-step.ts';
import { parameterCount, symmetricScores } from '../../../kernels/mixed-logit/symmetric-scores.ts';
import { type TastePool, tastePool } from '../../../kernels/mixed-logit/taste-pool.ts';
import { tastePrior } from '../../../kernels/mixed-logit/taste-posterior.ts';
import { lowerTimes } from '../../../kernels/mixed-logit/triangular.ts';
import { tastePanel } from '../../support/taste-panels.ts';

const STREAM = { key0: 7, key1: 0, role: 0x80000010, replicate: 0 };
const CHOOSERS = 20;

type Pair = readonly [number, number];

/** A law of two features by its numbers; the covariance is [xx, xy, yy]. */
interface Plain {
  readonly centre: Pair;
  readonly offset: Pair;
  readonly covariance: readonly [number, number, number];
  readonly middle: number;
  readonly stretch: number;
}

const PLAIN: Plain = {
  centre: [0.1, -0.2],
  offset: [0.3, 0.8],
  covariance: [0.6, 0.1, 0.4],
  middle: 0.3,
  stretch: 1.5,
};

function lawOf({ centre, offset, covariance: [xx, xy, yy], middle, stretch }: Plain): SymmetricTastes {
  const shape = tastePrior({ mean: new Float64Array(2), covariance: Float64Array.of(xx, xy, xy, yy) })!;
  return { centre: Float64Array.of(...centre), offset: Float64Array.of(...offset), shape, middle, stretch };
}

function density({ centre, offset, covariance: [xx, xy, yy], middle, stretch }: Plain, z: Pair): number {
  const determinant = xx * yy - xy * xy;
  const parts = [0, 1, -1].map((side) => {
    const [x, y] = [0, 1].map((j) => z[j] - centre[j] - side * offset[j]);
    const square = (yy * x * x - 2 * xy * x * y + xx * y * y) / determinant;
    const scale = side === 0 ? stretch : 1;
    const share = side === 0 ? middle : (1 - middle) / 2;
    return (share * Math.exp(-square / scale / 2)) / (2 * Math.PI * scale * Math.sqrt(determinant));
  });
  return parts.reduce((sum, part) => sum + part, 0);
}

function logLikelihoodOf(pool: TastePool, u: number, plain: Plain): number {
  let sum = 0;
  for (let r = u * pool.each; r < (u + 1) * pool.each; r++) {
    const z: Pair = [pool.points[2 * r], pool.points[2 * r + 1]];
    sum += density(plain, z) * Math.exp(pool.logRatios[r]);
  }
  return Math.log(sum);
}

const place = tastePrior({
  mean: Float64Array.of(1, -0.5),
  covariance: Float64Array.of(0.5, 0.1, 0.1, 1.5),
})!;

describe('the scores of a symmetric law', () => {
  const panel = tastePanel({
    law: 'even',
    choosers: CHOOSERS,
    situations: 8,
    alternatives: 3,
    d: 2,
    number: 6,
  });
  const pool = tastePool(panel, { place, each: 16, stream: STREAM });
  const law = lawOf(PLAIN);
  const scores = symmetricScores(pool, law, sharedPeople(pool, law));
  const [l00, , l10, l11] = law.shape.factor;

  const shifted = (pair: Pair, [x, y]: Pair): Pair => [pair[0] + x, pair[1] + y];
  /** C + L S L' for S = [a, b, c]. */
  function spread(a: number, b: number, c: number): Plain {
    const [xx, xy, yy] = PLAIN.covariance;
    const first: Pair = [l00 * a, l00 * b];
    const second: Pair = [l10 * a + l11 * b, l10 * b + l11 * c];
    return {
      ...PLAIN,
      covariance: [xx + l00 * first[0], xy + l00 * second[0], yy + l10 * second[0] + l11 * second[1]],
    };
  }
  const { middle, stretch } = PLAIN;
  /** Of each column: the law moved by h, and the factor of its derivative. */
  const columns: readonly { readonly moved: (h: number) => Plain; readonly factor: number }[] = [
    { moved: (h) => ({ ...PLAIN, centre: shifted(PLAIN.centre, [h * l00, h * l10]) }), factor: 1 },
    { moved: (h) => ({ ...PLAIN, centre: shifted(PLAIN.centre, [0, h * l11]) }), factor: 1 },
    { moved: (h) => ({ ...PLAIN, offset: shifted(PLAIN.offset, [h * l00, h * l10]) }), factor: 1 },
    { moved: (h) => ({ ...PLAIN, offset: shifted(PLAIN.offset, [0, h * l11]) }), factor: 1 },
    { moved: (h) => spread(h, 0, 0), factor: 2 },
    { moved: (h) => spread(0, h, 0), factor: 1 },
    { moved: (h) => spread(0, 0, h), factor: 2 },
    { moved: (h) => ({ ...PLAIN, middle: middle + h }), factor: middle * (1 - middle) },
    { moved: (h) => ({ ...PLAIN, stretch: stretch + h }), factor: 2 * stretch },
  ];

  it('are the derivatives of the log likelihood of each chooser', () => {
    expect(parameterCount(2)).toBe(columns.length);
    for (let u = 0; u < CHOOSERS; u++) {
      for (const [l, { moved, factor }] of columns.entries()) {
        const h = 1e-5;
        const slope = (logLikelihoodOf(pool, u, moved(h)) - logLikelihoodOf(pool, u, moved(-h))) / (2 * h);
        expect(scores[u * columns.length + l]).toBeCloseTo(factor * slope, 6);
      }
    }
  });
});

describe('a symmetric law for another pool', () => {
  const to = tastePrior({
    mean: Float64Array.of(0.7, -0.4),
    covariance: Float64Array.of(0.8, -0.2, -0.2, 1.1),
  })!;
  const law = lawOf(PLAIN);
  const moved = movedLaw(law, { from: place, to })!;

  it('has the same density of tastes', () => {
    const { centre, offset, shape, middle, stretch } = moved;
    const [xx, xy, , yy] = shape.covariance;
    const there: Plain = {
      centre: [centre[0], centre[1]],
      offset: [offset[0], offset[1]],
      covariance: [xx, xy, yy],
      middle,
      stretch,
    };
    const volume = ({ factor }: { readonly factor: Float64Array }): number => factor[0] * factor[3];
    for (const z of [
      [0.3, 0.1],
      [-1, 2],
      [0.8, -0.9],
      [0, 0],
    ] as const) {
      const taste = lowerTimes(place.factor, Float64Array.of(...z), 2).map((v, j) => v + place.mean[j]);
      const x = (taste[0] - to.mean[0]) / to.factor[0];
      const y = (taste[1] - to.mean[1] - to.factor[2] * x) / to.factor[3];
      expect(density(there, [x, y]) / volume(to)).toBeCloseTo(density(PLAIN, z) / volume(place), 12);
    }
  });
  it('comes back as it was', () => {
    const back = movedLaw(moved, { from: to, to: place })!;
    for (const [i, value] of back.shape.covariance.entries()) {
      expect(value).toBeCloseTo(law.shape.covariance[i], 12);
    }
    for (const j of [0, 1]) expect(back.centre[j]).toBeCloseTo(law.centre[j], 12);
  });
});
