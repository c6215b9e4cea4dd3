import { type Lambda, powerOf } from '../../kernels/estimators/lambda-growth.ts';
import { lawOf } from '../../results/predictions/law-of.ts';
import type { EstimatorSpec } from '../study/study.ts';

/** Temperatures that are always predicted. */
const LAMBDAS: readonly number[] = [1, 2, 5, 10, 15, 20, 30, 50];
/** With more combinations of factors than this only the temperatures of the study are. */
const MANY = 4;
const FEW_LAMBDAS: readonly number[] = [15];

/** Whether so many combinations are each predicted at all the usual temperatures. */
export const atUsualLambdas = (combinations: number): boolean => combinations <= MANY;

/** The last lambdas of the study's own estimators, and the usual ones where there are few combinations. */
export function lambdasOf(
  estimators: readonly EstimatorSpec[],
  sizes: readonly number[],
  combinations: number,
): readonly number[] {
  const own = estimators.flatMap((spec) => {
    const law = lawOf(spec);
    if (law?.law === 'surrogate') return [law.lambda];
    return spec.kind === 'sign' && spec.solver === 'anneal' ? grownLambdas(spec.lambda, sizes) : [];
  });
  const usual = atUsualLambdas(combinations) ? LAMBDAS : FEW_LAMBDAS;
  return [...new Set([...usual, ...own])].sort((a, b) => a - b);
}

/** Of a lambda that grows, at each size; none where its constant is the sample's. */
function grownLambdas(lambda: Lambda, sizes: readonly number[]): readonly number[] {
  if (!('power' in lambda)) return [];
  const { constant, power } = lambda;
  return constant === 'auto' ? [] : sizes.map((n) => constant * powerOf(n, power));
}
