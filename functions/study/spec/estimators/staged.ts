import type { StagedOptions } from '../../../../kernels/estimators/sign-staged.ts';
import { contradiction, type Finding, type Path } from '../findings.ts';
import { list, positive } from '../schema-parts.ts';

/** Temperatures of the stages where the file names none. */
const STAGES: readonly number[] = [1, 3, 7, 15];

export const lambdaList = list(positive, [1, 20], 'positive numbers');

interface StagedFile {
  readonly lambda?: readonly number[] | undefined;
}

export const resolveStaged = ({ lambda }: StagedFile): StagedOptions => ({ lambda: lambda ?? STAGES });

/** Stages that do not rise. */
export function stagedFindings({ lambda = [] }: StagedFile, path: Path): readonly Finding[] {
  const at = lambda.findIndex((value, k) => k > 0 && value <= lambda[k - 1]);
  if (at < 0) return [];
  const found = `is ${lambda[at]} after ${lambda[at - 1]}`;
  return [contradiction([...path, 'lambda', at], found, 'the stages of solver: staged have rising lambdas')];
}
