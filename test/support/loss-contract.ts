import { describe } from 'vitest';
import type { Losses } from '../../kernels/losses/contract.ts';
import { testLossDataSets } from './loss-data-sets.ts';
import { testLossEdges } from './loss-edges.ts';
import { testLossInvariances } from './loss-invariances.ts';
import { PROPERTY } from './loss-subject.ts';
import { testLossValues } from './loss-values.ts';

/**
 * What every backend of the losses must do, within the rounding errors that it promises.
 *
 * @param open makes the backend; called once a test.
 * @param numRuns random data sets of each property.
 */
export function describeLossContract(
  name: string,
  open: () => Losses,
  numRuns: number = PROPERTY.numRuns,
): void {
  const subject = { open, property: { ...PROPERTY, numRuns } };
  describe(`${name} keeps the contract of losses`, () => {
    testLossValues(subject);
    testLossInvariances(subject);
    testLossEdges(subject);
    testLossDataSets(subject);
  });
}
