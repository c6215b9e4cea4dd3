import type { Claim, From } from '../../functions/study/claim.ts';
import { cubeRoot } from '../../kernels/math/cube-root.ts';
import { CHERNOFF_MEAN_ABSOLUTE, CHERNOFF_RMS } from '../../theory/chernoff-moments.ts';
import type { CellSummary, MeasureName } from '../summary.ts';
import type { Expectation } from './expectation.ts';
import type { Foresight } from './predict.ts';
import { predictedSlope } from './predicted-slope.ts';

/**
 * The number a claim is about as theory expects it at the sizes that the claim reads, which are finite: the slope of its predicted errors, weighted as
 * the measured ones; the constant that they would show; the least share by which they are lower. Null for other claims, and where theory does not
 * know.
 *
 * cells: of the claim's combination.
 */
export function predictedClaim(
  claim: Claim,
  cells: readonly CellSummary[],
  foresight: Foresight,
): number | null {
  const expectation = foresight(claim.estimator);
  if (expectation === null) return null;
  switch (claim.kind) {
    case 'rate':
      return predictedSlope({ ...claim, from: 0 }, readCells(claim.from, cells, expectation), expectation);
    case 'constant':
      return constantOf(claim.measure, readCells(claim.from, cells, expectation), expectation);
    case 'better': {
      const other = foresight(claim.than);
      const read = cells.filter(({ n }) => n >= (claim.from ?? 0));
      return other === null ? null : leastGain(claim.measure, read, [expectation, other]);
    }
    case 'law':
    case 'limit':
    case 'same':
    case 'monotone':
      return null;
    default:
      return claim satisfies never;
  }
}

/** The cells from the size on that a claim starts at; none where `auto` is not theory's to say. */
function readCells(
  from: From,
  cells: readonly CellSummary[],
  expectation: Expectation,
): readonly CellSummary[] {
  const first = from === 'auto' ? expectation.regimeFrom() : from;
  return first === null ? [] : cells.filter(({ n }) => n >= first);
}

/** Every data set of every cell counts once, as in the claim. */
function constantOf(
  measure: 'rmsAngle' | 'meanAngle',
  cells: readonly CellSummary[],
  expectation: Expectation,
): number | null {
  if (expectation.limit(measure) !== 0 || cells.length === 0) return null;
  const square = measure === 'rmsAngle';
  let [sum, count] = [0, 0];
  for (const { n, estimators } of cells) {
    const replicates = estimators[0]?.measures.failureRate?.replicates ?? 0;
    const scaled = cubeRoot(n) * (expectation.at(measure, n)?.value ?? Number.NaN);
    sum += replicates * (square ? scaled * scaled : scaled);
    count += replicates;
  }
  return finite(square ? Math.sqrt(sum / count) / CHERNOFF_RMS : sum / count / CHERNOFF_MEAN_ABSOLUTE);
}

function leastGain(
  measure: MeasureName,
  cells: readonly CellSummary[],
  [own, other]: readonly [Expectation, Expectation],
): number | null {
  const gains = cells.map(({ n }) => {
    const [a, b] = [own.at(measure, n), other.at(measure, n)];
    return a === null || b === null ? Number.NaN : 1 - a.value / b.value;
  });
  return gains.length === 0 || gains.some(Number.isNaN) ? null : Math.min(...gains);
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
