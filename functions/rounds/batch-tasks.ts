import { type BlockTask, type Cell, planStudy } from '../study/plan.ts';
import type { EstimatorSpec, Study } from '../study/study.ts';
import type { BlockRange } from './inputs.ts';
import { RoundError } from './round-error.ts';

/**
 * The blocks that ranges name, in their order.
 *
 * @throws RoundError `StudyChanged` where the study has no such cell or estimator.
 */
export function tasksIn(study: Study, ranges: readonly BlockRange[]): readonly BlockTask[] {
  const cells = new Map(planStudy(study).map((cell) => [cell.key, cell]));
  return ranges.flatMap(({ cell: key, first, count, estimators: ids }) => {
    const cell = cells.get(key);
    if (cell === undefined) throw unknown(study, `no cell ${key}`);
    const estimators = ids.map((id) => estimatorIn(study, cell, id));
    return Array.from({ length: count }, (_, i) => ({ cell, block: first + i, estimators }));
  });
}

function estimatorIn(study: Study, cell: Cell, id: string): EstimatorSpec {
  const estimator = cell.estimators.find((one) => one.id === id);
  if (estimator === undefined) throw unknown(study, `no estimator ${id} in ${cell.key}`);
  return estimator;
}

const unknown = ({ name }: Study, what: string): RoundError =>
  new RoundError(
    'StudyChanged',
    `the stored study ${name} has ${what}: it changed after the round was planned`,
  );
