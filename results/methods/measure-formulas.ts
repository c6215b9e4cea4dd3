import type { MeasureName } from '../summary.ts';

/** How a measure is computed from R replicates, and its Monte Carlo standard error. */
export interface MeasureFormula {
  readonly what: string;
  readonly value: string;
  readonly mcse: string;
}

const MEAN_ERROR = 's / √R';
const RMS_ERROR = '√((m₄ − m₂²) / R) / (2 √m₂)';
const WILSON = 'half-width of the Wilson interval at z = 1';

/** The formulas of every measure, as results/measures/ computes them. */
export const MEASURE_FORMULAS: Readonly<Record<MeasureName, MeasureFormula>> = {
  rmsAngle: { what: 'angle to the target', value: '√m₂', mcse: RMS_ERROR },
  meanAngle: { what: 'angle to the target', value: 'mean', mcse: MEAN_ERROR },
  medianAngle: { what: 'angle to the target', value: 'median', mcse: 'Maritz and Jarrett 1978' },
  signedAngle: {
    what: 'angle from the target, counter-clockwise positive (d = 2)',
    value: 'mean',
    mcse: MEAN_ERROR,
  },
  signedAngleSd: {
    what: 'the same',
    value: 's',
    mcse: '√((c₄ − s⁴ (R − 3)/(R − 1)) / R) / (2 s)',
  },
  disagreement: {
    what: 'chance that estimate and target rank a new pair of items differently',
    value: 'mean',
    mcse: MEAN_ERROR,
  },
  score: { what: 'mean of (2Y − 1) sign(x·θ) over the sample', value: 'mean', mcse: MEAN_ERROR },
  failureRate: { what: 'fits without an answer', value: 'k / R', mcse: WILSON },
  evaluations: { what: 'passes over the sample', value: 'mean', mcse: MEAN_ERROR },
  bias: { what: 'error of b = θ₂/θ₁ (`normalise: first`)', value: 'mean', mcse: MEAN_ERROR },
  sd: {
    what: 'the same',
    value: 's',
    mcse: '√((c₄ − s⁴ (R − 3)/(R − 1)) / R) / (2 s)',
  },
  rmse: { what: 'the same', value: '√m₂', mcse: RMS_ERROR },
  coverage: { what: 'intervals that hold the truth', value: 'k / R', mcse: WILSON },
  length: { what: 'length of an interval', value: 'mean', mcse: MEAN_ERROR },
};
