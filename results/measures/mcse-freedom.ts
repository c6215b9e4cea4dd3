/** Measures of error that a slope is taken of. */
type SlopedMeasure = 'rmsAngle' | 'meanAngle' | 'medianAngle' | 'disagreement' | 'rmse';

/**
 * Degrees of freedom of (MCSE / value)^2 from so many replicates: 2 / f is the relative variance of that estimate.
 *
 * f = R / 2.25 for a root mean square, R / 1.03 for a mean and R^(1/2) for a median, whose standard error is that of a density at one point.
 * Measured on errors of Chernoff's law for R from 100 to 3,200, within 12 %; heavier tails have fewer. Source: test/results/measures/error-slope.test.ts.
 */
export function mcseFreedom(measure: SlopedMeasure, replicates: number): number {
  switch (measure) {
    case 'rmsAngle':
    case 'rmse':
      return replicates / 2.25;
    case 'meanAngle':
    case 'disagreement':
      return replicates / 1.03;
    case 'medianAngle':
      return Math.sqrt(replicates);
    default:
      return measure satisfies never;
  }
}
