import { z } from 'zod';
import {
  type EstimatorOptions,
  INTERVAL_METHODS,
  type IntervalMethod,
  type IntervalSpec,
} from '../../study.ts';
import { contradiction, type Finding, type Path } from '../findings.ts';
import { integer, number, positive, record } from '../schema-parts.ts';
import type { EstimatorSetting } from './setting.ts';

const BANDWIDTH = 'rule, mse, or a positive number';

export const intervalSchema = record({
  method: z
    .enum(INTERVAL_METHODS, INTERVAL_METHODS.join(', '))
    .describe(
      'reshaped, m-out-of-n, subsampling and chernoff (d = 2) are for sign, sandwich is for rlhf, bootstrap is the ordinary one.',
    ),
  level: number(0.5, 0.9999).describe('Coverage that is aimed at. Default: 0.95.').optional(),
  draws: integer(10, 100_000).describe('Samples that are drawn. Default: 1000.').optional(),
  size: integer(2, 100_000_000)
    .describe('m-out-of-n, subsampling: people, or comparisons, in a drawn sample. Default: n^(2/3).')
    .optional(),
  curvature: z
    .enum(['plug-in', 'numerical', 'debiased'], 'plug-in, numerical or debiased')
    .describe(
      'reshaped, chernoff: how the curvature of the score is estimated. Default: plug-in for reshaped, debiased, which needs dimension 2, for chernoff.',
    )
    .optional(),
  bandwidth: z
    .union([z.enum(['rule', 'mse']), positive], BANDWIDTH)
    .describe(
      'reshaped, chernoff: of the normal kernel, or the step of numerical. Default: mse, or rule with curvature: debiased.',
    )
    .optional(),
}).describe('A confidence interval of each estimate; measured as coverage and length.');

type IntervalFile = z.infer<typeof intervalSchema>;
type IntervalOption = Exclude<keyof IntervalFile, 'method' | 'level'>;

/** The options that each method reads. */
const OPTIONS: Readonly<Record<IntervalMethod, readonly IntervalOption[]>> = {
  reshaped: ['draws', 'curvature', 'bandwidth'],
  'm-out-of-n': ['draws', 'size'],
  subsampling: ['draws', 'size'],
  bootstrap: ['draws'],
  chernoff: ['curvature', 'bandwidth'],
  sandwich: [],
};

/** The methods that say something true of an estimator of this kind; bootstrap is also offered where it fails, to show that. */
const METHODS_OF: Readonly<Partial<Record<EstimatorOptions['kind'], readonly IntervalMethod[]>>> = {
  sign: ['reshaped', 'm-out-of-n', 'subsampling', 'chernoff', 'bootstrap'],
  rlhf: ['sandwich', 'bootstrap'],
};

export function resolveInterval({ method, ...options }: IntervalFile): IntervalSpec {
  const curvature = options.curvature ?? (method === 'chernoff' ? 'debiased' : 'plug-in');
  return {
    method,
    level: options.level ?? 0.95,
    draws: options.draws ?? 1000,
    size: options.size ?? 'auto',
    curvature,
    bandwidth: options.bandwidth ?? (curvature === 'debiased' ? 'rule' : 'mse'),
  };
}

/** What does not go together with the method, the estimator or the dimension. */
export function intervalFindings(
  kind: EstimatorOptions['kind'],
  interval: IntervalFile | undefined,
  { setting: { d }, path }: { readonly setting: EstimatorSetting; readonly path: Path },
): readonly Finding[] {
  if (interval === undefined) return [];
  const { method } = interval;
  const methods = METHODS_OF[kind] ?? ['bootstrap'];
  const at = [...path, 'interval', 'method'];
  if (!methods.includes(method)) {
    return [contradiction(at, `is ${method}`, `intervals of ${kind} are by ${methods.join(', ')}`)];
  }
  if (method === 'chernoff' && d !== 2) {
    return [contradiction(at, 'is chernoff, which needs dimension 2', `the population has ${d} features`)];
  }
  if (interval.curvature === 'debiased' && d !== 2) {
    const rule = `the population has ${d} features`;
    return [contradiction([...path, 'interval', 'curvature'], 'is debiased, which needs dimension 2', rule)];
  }
  const options: readonly IntervalOption[] = ['draws', 'size', 'curvature', 'bandwidth'];
  return options
    .filter((option) => interval[option] !== undefined && !OPTIONS[method].includes(option))
    .map((option) =>
      contradiction([...path, 'interval', option], 'is not read', `the method here is ${method}`),
    );
}
