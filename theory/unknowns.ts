import type { FeaturesLaw, Population } from '../kernels/populations/population.ts';
import type { Prediction } from './prediction.ts';
import { crossover, rlhfRms, signExponent } from './prediction.ts';
import { regimeFrom } from './regime.ts';

/** A quantity that theory does not say of a population, by its name in `theory --json`, and why. */
export interface Unknown {
  readonly quantity: string;
  readonly reason: string;
}

/** Every quantity of `theory --json` that is null for this population, with the reason. */
export function unknowns(population: Population, prediction: Prediction): readonly Unknown[] {
  const { sign, rlhf } = prediction;
  const list: Unknown[] = [];
  const add = (quantity: string, reason: string): void => void list.push({ quantity, reason });
  if (sign === null) add('sign', signReason(population));
  else {
    const why = constantReason(prediction);
    if (sign.curvature === null) add('sign.curvature', why);
    if (sign.constant === null && (sign.spread?.constant ?? null) === null) add('sign.constant', why);
    if (sign.direction.length > 2 && sign.spread === null) add('sign.spread', why);
    if (signExponent(sign) === null) add('sign.rate', why);
    if (regimeFrom(prediction) === null) {
      const isKnown = sign.constant !== null || sign.spread !== null;
      add('sign.regimeFrom', isKnown ? 'the cube-root regime begins beyond n = 10^8' : why);
    }
    if (sign.plane === null && sign.around === null) add('sign.score', why);
  }
  if (rlhf === null) add('rlhf', rlhfReason(population));
  else if (rlhf.rootNSd === null) add('rlhf.rootNSdRad', noiseReason(population));
  if (prediction.surrogates === null) add('surrogates', 'the features are not known well enough');
  if (crossover(prediction) === null) add('crossover', crossoverReason(prediction));
  return list;
}

function signReason({ features }: Population): string {
  if (features.law === 'file')
    return 'on a file of more than two features the score is a step function, whose maximum has no formula but where tastes are symmetric';
  return variable(features) < 2
    ? 'fewer than two features vary'
    : 'the score has no smooth maximum that its slopes lead to';
}

/** Columns that are not constant. */
const variable = (features: FeaturesLaw): number =>
  features.law === 'independent'
    ? features.columns.filter((column) => column.law !== 'normal' || column.sd > 0).length
    : features.dimension;

function constantReason({ sign }: Prediction): string {
  if (sign === null) return '';
  if (sign.optima.length > 1)
    return 'several directions are optimal, between which the estimator does not settle';
  if (sign.kink !== null || sign.sharp)
    return 'the score has a kink at its maximum: no curvature, and the rate 1/n';
  if (sign.degenerate) return 'the curvature is 0: the rate is n^(-1/7), whose constant is not known';
  if (sign.spread !== null)
    return 'the axes of the tangent are not alike: sign.spread has the size of the error';
  return sign.curvature === null
    ? 'the curvature at the maximum is infinite, since the noise vanishes on a part of the boundary, or not known'
    : 'the curvature is not positive along every axis of the tangent';
}

function rlhfReason({ features, choice }: Population): string {
  if (typeof choice === 'object' && choice.law === 'heteroskedastic')
    return 'no finite parameter is best, as where choices are certain, or the numbers do not settle';
  return features.law === 'student' || features.law === 'independent'
    ? 'the features have no mean, or the numbers do not settle'
    : 'the numbers do not settle';
}

function noiseReason({ users, features }: Population): string {
  if (users.panel !== undefined) return 'the noise of RLHF is not known for panels';
  return features.law === 'student' || features.law === 'independent'
    ? 'the features have no variance, or the numbers do not settle'
    : 'the numbers do not settle';
}

function crossoverReason(prediction: Prediction): string {
  const { sign, rlhf } = prediction;
  if (sign === null || rlhf === null || rlhf.rootNSd === null) return 'one of the two errors is not known';
  const [one, other] = [Math.abs(sign.bias), Math.abs(rlhf.bias)];
  if (sign.constant === null && sign.spread === null) return 'one of the two errors is not known';
  if (one >= other - 1e-9) return 'in the limit RLHF is as near to the mean taste or nearer';
  const early = prediction.signErrors?.(100)?.rms ?? null;
  const beside = rlhfRms(rlhf, 100);
  return early !== null && beside !== null && early < beside
    ? 'sign is ahead at every n from which theory speaks'
    : 'the errors are not known over the range in which they cross';
}
