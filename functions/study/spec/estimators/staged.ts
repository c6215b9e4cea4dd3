import type { StagedOptions } from '../../../../kernels/estimators/sign-staged.ts';
import { contradiction, type Finding, type Path } from '../findings.ts';
import { type LambdaFile, stageLambdas } from './lambda.ts';

/** Temperatures of the stages where the file names none. */
const STAGES: readonly number[] = [1, 3, 7, 15];
const GROWING = 'the stages of solver: staged are numbers; allowed there: solver: anneal';

interface StagedFile {
  readonly lambda?: LambdaFile | undefined;
}

export const resolveStaged = ({ lambda = [...STAGES] }: StagedFile): StagedOptions => ({
  lambda: stageLambdas(lambda) ?? STAGES,
});

/** Stages that grow with n, or do not rise. */
export function stagedFindings({ lambda }: StagedFile, path: Path): readonly Finding[] {
  if (lambda === undefined) return [];
  const stages = stageLambdas(lambda);
  if (stages === undefined) {
    return [contradiction([...path, 'lambda'], 'grows with n', GROWING)];
  }
  const at = stages.findIndex((value, k) => k > 0 && value <= stages[k - 1]);
  if (at < 0) return [];
  const found = `is ${stages[at]} after ${stages[at - 1]}`;
  return [contradiction([...path, 'lambda', at], found, 'the stages of solver: staged have rising lambdas')];
}
