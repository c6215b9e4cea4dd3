import { z } from 'zod';
import type { AnnealOptions } from '../../../../kernels/estimators/sign-anneal.ts';
import { contradiction, type Finding, type Path } from '../findings.ts';
import { integer, positive } from '../schema-parts.ts';
import { annealLambda, lambdaSchema } from './lambda.ts';

const LAMBDA = [1, 15] as const;
const STEPS = 300;
const TWO_LAMBDAS = 'the lambda of solver: anneal is two numbers, the first not above the second';

/** The options of `solver: anneal` beside lambda. */
export const annealShape = {
  schedule: z
    .enum(['linear', 'geometric', 'stepwise'], 'linear, geometric or stepwise')
    .describe('anneal: how lambda goes from the first to the last. Default: linear.')
    .optional(),
  stages: integer(2, 1000)
    .describe('anneal: stretches of a stepwise schedule, each of one lambda. Default: 4.')
    .optional(),
  optimiser: z
    .enum(['gradient', 'adam'], 'gradient or adam')
    .describe('anneal: plain gradient steps, or Adam with a rate that falls to 0. Default: gradient.')
    .optional(),
  step: z
    .union([z.literal('adaptive'), positive], 'adaptive, or a positive number')
    .describe(
      'anneal: length of a step. Default: adaptive for gradient steps, which find their own; 0.05 for adam.',
    )
    .optional(),
  batch: integer(1, 100_000_000)
    .describe('anneal: rows of a mini-batch, with adam. Default: all rows.')
    .optional(),
  steps: integer(1, 100_000).describe('anneal: gradient steps. Default: 300.').optional(),
};

const annealSchema = z.object({ ...annealShape, lambda: lambdaSchema.optional() });
type AnnealFile = z.infer<typeof annealSchema>;

/** What is the default is left out, so that it does not matter whether a study says it. */
export function resolveAnneal(file: AnnealFile): AnnealOptions {
  const { lambda, steps, schedule, stages, optimiser, step, batch } = file;
  return {
    lambda: (lambda === undefined ? undefined : annealLambda(lambda)) ?? LAMBDA,
    steps: steps ?? STEPS,
    ...(schedule === undefined || schedule === 'linear' ? {} : { schedule }),
    ...(stages === undefined ? {} : { stages }),
    ...(optimiser === 'adam' ? { optimiser } : {}),
    ...(step === undefined || step === 'adaptive' ? {} : { step }),
    ...(batch === undefined ? {} : { batch }),
  };
}

/** Options that need another, and a step that Adam does not have. */
export function annealFindings(
  { lambda, schedule, stages, optimiser, step, batch }: AnnealFile,
  path: Path,
): readonly Finding[] {
  const findings: Finding[] = [];
  if (Array.isArray(lambda) && annealLambda(lambda) === undefined) {
    findings.push(contradiction([...path, 'lambda'], `is [${lambda.join(', ')}]`, TWO_LAMBDAS));
  }
  if (stages !== undefined && schedule !== 'stepwise') {
    const rule = `the schedule here is ${schedule ?? 'linear'}`;
    findings.push(contradiction([...path, 'stages'], 'is an option of schedule: stepwise', rule));
  }
  if (batch !== undefined && optimiser !== 'adam') {
    const rule = 'the optimiser here is gradient, whose steps need all rows';
    findings.push(contradiction([...path, 'batch'], 'is an option of optimiser: adam', rule));
  }
  if (step === 'adaptive' && optimiser === 'adam') {
    const rule = 'the optimiser here is adam, whose step is a number';
    findings.push(contradiction([...path, 'step'], 'is adaptive', rule));
  }
  return findings;
}
