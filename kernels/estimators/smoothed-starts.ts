import type { Sample } from '../arena.ts';
import { chartOf, type Normalisation } from './chart.ts';
import type { Fit, FitStatus } from './fit.ts';
import { meanRow } from './index-scale.ts';
import { rlhf } from './rlhf.ts';
import { signAnneal } from './sign-anneal.ts';
import { signExact } from './sign-exact.ts';

/** Where to climb from. */
export interface Starts {
  /** Placed on the chart: the sign estimate, RLHF and the mean of z, those of them that there are. */
  readonly directions: readonly Float64Array[];
  /** Placed on the chart, where the bandwidth begins wide and is halved: the mean of z, if it can be placed. */
  readonly mean: Float64Array | null;
  /** The failure where there is no start. */
  readonly none: Exclude<FitStatus, 'ok'>;
  readonly evaluations: number;
}

const ANNEAL = { lambda: { power: 1 / 5, constant: 'auto' }, steps: 100 } as const;

/** All on float64, whatever arithmetic searches, so that the estimate depends on none. */
export function smoothedStarts(sample: Sample, normalisation: Normalisation): Starts {
  const { search: _, ...own } = sample;
  const chart = chartOf(normalisation);
  const fits = [signStart(own, normalisation), rlhf(own)];
  const mean = meanRow(own);
  const some = mean.some((v) => v !== 0);
  const found = [
    ...fits.filter(({ status }) => status === 'ok').map(({ direction }) => direction),
    ...(some ? [mean] : []),
  ];
  const directions = found.flatMap((direction) => chart.place(direction) ?? []);
  return {
    directions,
    mean: some ? chart.place(mean) : null,
    none: found.length === 0 ? 'degenerate' : 'infeasible',
    evaluations: fits.reduce((sum, { evaluations }) => sum + evaluations, 1),
  };
}

const signStart = (sample: Sample, normalisation: Normalisation): Fit =>
  sample.d === 2
    ? signExact(sample, normalisation === 'first' ? 'first-positive' : 'circle')
    : signAnneal(sample, ANNEAL);
