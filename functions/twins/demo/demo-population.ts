import { symmetricEigen } from '../../../kernels/math/symmetric-eigen.ts';
import { sincos } from '../../../kernels/math/trigonometry.ts';
import type { Population } from '../../../kernels/populations/population.ts';
import type { Store } from '../../../results/store/store.ts';
import { featureBlocks, readFeaturesManifest } from '../features-file.ts';

/** Strengths of the two kinds of personas, and the angle between them in degrees, where features are whitened. */
const LOUD = 3.6;
const QUIET = 1.75;
const APART = 113;

/**
 * Two kinds of personas on stored features, half loud and half quiet, 113 degrees apart where features are whitened. Their mean is the
 * direction in which features vary most, and they differ in the direction in which features vary least: the synthetic form of the paper's
 * experiment that studies/alignment-synthetic.yaml describes, made to show what RLHF pays for listening to confidence.
 */
export async function demoPopulation(store: Store, name: string): Promise<Population> {
  const manifest = await readFeaturesManifest(store, name);
  const d = manifest.columns;
  const moment = new Float64Array(d * d);
  for await (const block of featureBlocks(store, manifest)) {
    for (let i = 0; i < block.length; i += d) {
      for (let j = 0; j < d; j++) {
        const value = block[i + j] / manifest.rows;
        for (let k = 0; k < d; k++) moment[j * d + k] += value * block[i + k];
      }
    }
  }
  const pairs = symmetricEigen(moment, d).filter(({ value }, _, all) => value > 1e-6 * all[0].value);
  const [first, last] = [pairs[0], pairs[pairs.length - 1]];
  const taste = ([along, across]: readonly [number, number]): number[] =>
    Array.from(
      { length: d },
      (_, j) =>
        (along * first.vector[j]) / Math.sqrt(first.value) +
        (across * last.vector[j]) / Math.sqrt(last.value),
    );
  return {
    features: { law: 'gaussian', dimension: d, covariance: null },
    users: { law: 'mixture', types: whitenedTypes().map(taste), weights: [0.5, 0.5] },
    choice: 'logit',
  };
}

/** Both kinds in the plane of those two directions, turned so that their mean is along the first. */
function whitenedTypes(): readonly (readonly [number, number])[] {
  const { sin, cos } = sincos((APART * Math.PI) / 180);
  const [x, y] = [LOUD + QUIET * cos, QUIET * sin];
  const length = Math.sqrt(x * x + y * y);
  return [
    [LOUD, 0],
    [QUIET * cos, QUIET * sin],
  ].map(([a, b]) => [(x * a + y * b) / length, (x * b - y * a) / length] as const);
}
