import type { Design, Level } from '../charts/design.ts';
import type { Rate } from '../summary.ts';
import { fixed } from './value-format.ts';

const CUBE_ROOT = -1 / 3;

/** The fitted rates of the main measure, one an estimator: the error of b where there is one, else the angle. */
export function mainRates(rates: readonly Rate[]): readonly Rate[] {
  const main = rates.some(({ measure }) => measure === 'rmse') ? 'rmse' : 'rmsAngle';
  return rates.filter(({ measure }) => measure === main);
}

/** A rate under the levels of its combination. */
export interface PlacedRate {
  readonly levels: readonly Level[];
  readonly rate: Rate;
}

/** The rates of the main measure, in plan order. */
export const placedRates = ({ parts }: Design): readonly PlacedRate[] =>
  parts.flatMap(({ levels, summary }) => mainRates(summary.rates).map((rate) => ({ levels, rate })));

/** A slope with three decimals and a true minus sign. */
export const slopeText = (slope: number): string => fixed(slope, 3);

/** How the 95 % interval of a slope lies to -1/3: contains it, or is steeper or flatter than it. */
function besideCubeRoot({ ci: [low, high] }: Rate): 'contains' | 'steeper' | 'flatter' {
  if (high < CUBE_ROOT) return 'steeper';
  return low > CUBE_ROOT ? 'flatter' : 'contains';
}

/** The same as half a sentence. */
export function besideWords(rate: Rate): string {
  const beside = besideCubeRoot(rate);
  return beside === 'contains' ? 'contains \u22121/3' : `${beside} than \u22121/3`;
}
