import type { EstimatorOptions, EstimatorSpec } from '../../study.ts';
import { contradiction, type Finding, type Path } from '../findings.ts';
import { emFindings, resolveEm } from './em.ts';
import { identitiesFindings } from './identities.ts';
import { intervalFindings, resolveInterval } from './interval.ts';
import { perUserMeanFindings, resolvePerUserMean } from './per-user-mean.ts';
import { resolveProbit } from './probit.ts';
import { resolveRlhf } from './rlhf.ts';
import type { EstimatorFile, EstimatorObject } from './schema.ts';
import type { EstimatorSetting } from './setting.ts';
import { resolveSign, signFindings } from './sign.ts';
import { resolveSmoothedScore } from './smoothed-score.ts';

/** How a population wants its estimators to answer. */
export interface Answers {
  readonly normalise?: 'first' | undefined;
}

/** An estimator with every default filled in, normalised as the population says. */
export function resolveEstimator(
  written: EstimatorFile,
  setting: EstimatorSetting,
  { normalise }: Answers = {},
): EstimatorSpec {
  const file = named(written);
  return {
    id: file.id,
    ...resolveOptions(file, setting),
    ...(normalise === undefined ? {} : { normalise }),
    ...(file.interval === undefined ? {} : { interval: resolveInterval(file.interval) }),
  };
}

function resolveOptions(file: EstimatorObject, setting: EstimatorSetting): EstimatorOptions {
  switch (file.kind) {
    case 'sign':
      return resolveSign(file, setting);
    case 'rlhf':
      return resolveRlhf(file);
    case 'probit':
      return resolveProbit(file);
    case 'em':
      return resolveEm(file);
    case 'per-user-mean':
      return resolvePerUserMean(file);
    case 'smoothed-score':
      return resolveSmoothedScore(file);
    default:
      return file satisfies never;
  }
}

/** What does not go together in a list of estimators; the setting is undefined where the file's population is unusable. */
export function estimatorFindings(
  written: readonly EstimatorFile[],
  setting: EstimatorSetting | undefined,
): readonly Finding[] {
  const estimators = written.map(named);
  const repeated = estimators.flatMap(({ id }, i) => {
    const first = estimators.findIndex((other) => other.id === id);
    if (first === i) return [];
    const path: Path = ['estimators', i, ...(typeof written[i] === 'string' ? [] : ['id'])];
    return [
      contradiction(path, `is ${id}, as is estimators[${first}]`, 'every estimator needs an id of its own'),
    ];
  });
  if (setting === undefined) return repeated;
  return [...repeated, ...estimators.flatMap((file, i) => optionFindings(file, setting, ['estimators', i]))];
}

function optionFindings(file: EstimatorObject, setting: EstimatorSetting, path: Path): readonly Finding[] {
  return [
    ...kindFindings(file, setting, path),
    ...intervalFindings(file.kind, file.interval, { setting, path }),
  ];
}

function kindFindings(file: EstimatorObject, setting: EstimatorSetting, path: Path): readonly Finding[] {
  switch (file.kind) {
    case 'sign':
      return signFindings(file, setting, path);
    case 'rlhf':
    case 'probit':
    case 'smoothed-score':
      return [];
    case 'em':
      return [...emFindings(file, path), ...identitiesFindings(file.identities, setting, path)];
    case 'per-user-mean':
      return perUserMeanFindings(setting, path);
    default:
      return file satisfies never;
  }
}

/** A kind alone is also the id. */
const named = (written: EstimatorFile): EstimatorObject =>
  typeof written === 'string' ? { id: written, kind: written } : written;
