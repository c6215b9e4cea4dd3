import { angle } from '../../../kernels/metrics/angle.ts';
import { meanDirection } from '../../../kernels/populations/mean-taste.ts';
import { compareNumbers, type FitNumbers, numbersAt, type Stored } from '../../../results/fit-numbers.ts';
import type { Engine } from '../../study/engine.ts';
import { mechanismHash } from '../../study/mechanism.ts';
import type { Cell } from '../../study/plan.ts';
import { replayReplicate } from '../../study/run-block.ts';

/** A data set of a study, with what its store has of it: all that a browser needs to compute it again. */
export interface ReplayRequest {
  readonly study: string;
  readonly cell: Cell;
  readonly replicate: number;
  /** Of each estimator of the cell, in its order; null where the store has no record. */
  readonly stored: readonly (FitNumbers | null)[];
  /** SHA-256 of the data set as the server drew it; null where it did not. */
  readonly dataSha256: string | null;
}

export interface ReplayedFit {
  readonly id: string;
  readonly found: FitNumbers;
  /** To the average taste, radians; null where the fit failed. */
  readonly angle: number | null;
  readonly stored: FitNumbers | null;
  readonly same: Stored;
}

/** A data set computed again. */
export interface ReplayedSet {
  readonly request: ReplayRequest;
  /** As `signbench replay` names the data set. */
  readonly address: string;
  readonly dataSha256: string;
  readonly fits: readonly ReplayedFit[];
}

/** Draws the data set again, fits every estimator of its cell, and compares to the bit with what was stored. */
export function replayAgain(request: ReplayRequest, engine: Engine): ReplayedSet {
  const { cell, replicate } = request;
  const target = meanDirection(cell.population);
  const { digest, fits } = replayReplicate(cell, replicate, engine);
  return {
    request,
    address: `${mechanismHash(cell).slice(0, 16)}/n=${cell.n}/${replicate}`,
    dataSha256: digest,
    fits: fits.map(({ outcomes }, i) => {
      const found = numbersAt(outcomes, 0);
      const stored = request.stored[i] ?? null;
      const off = found.direction === null ? null : angle(found.direction, target);
      return { id: outcomes.estimator.id, found, angle: off, stored, same: compareNumbers(found, stored) };
    }),
  };
}
