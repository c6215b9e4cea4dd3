import type { EstimatorSpec } from '../../functions/study/study.ts';
import type { Lambda } from '../../kernels/estimators/lambda-growth.ts';
import type { AnnealOptions } from '../../kernels/estimators/sign-anneal.ts';
import type { SmoothedScoreOptions } from '../../kernels/estimators/smoothed-score.ts';
import { grouped } from '../charts/numbers.ts';
import { countWord, listed, number } from './words.ts';

type Spec<Kind extends EstimatorSpec['kind']> = Extract<EstimatorSpec, { readonly kind: Kind }>;

const BEST = 'the direction that agrees with most choices';

/** What an estimator does, after its name. The searches for the maximum itself are over the half sphere; others may fail. */
export function estimatorSentence(estimator: EstimatorSpec): string {
  const method = methodPhrase(estimator);
  if (estimator.normalise === undefined) return method;
  return estimator.kind === 'smoothed-score' || (estimator.kind === 'sign' && estimator.solver !== 'anneal')
    ? `${method}, among directions with a positive first coefficient`
    : `${method}; a fit whose first coefficient is not positive has failed`;
}

function methodPhrase(estimator: EstimatorSpec): string {
  switch (estimator.kind) {
    case 'sign':
      return signPhrase(estimator);
    case 'rlhf':
      return `logistic maximum likelihood, the fit behind RLHF, by Newton steps${ridgePhrase(estimator.ridge)}`;
    case 'probit':
      return 'probit maximum likelihood, by Newton steps';
    case 'em':
      return emPhrase(estimator);
    case 'per-user-mean':
      return `the mean of the logistic estimates of each user, shrunk ${
        estimator.shrinkage === 'auto'
          ? 'as much as the panel tells'
          : `with precision ${number(estimator.shrinkage)}`
      } towards that of all${namesPhrase(estimator.identities)}`;
    case 'smoothed-score':
      return smoothedPhrase(estimator);
    default:
      return estimator satisfies never;
  }
}

function signPhrase(estimator: Spec<'sign'>): string {
  switch (estimator.solver) {
    case 'exact':
      return `${BEST}, found exactly`;
    case 'certified':
      return `${BEST}, with a proof where ${grouped(estimator.nodes)} nodes of branch and bound suffice`;
    case 'anneal':
      return `${BEST}, ${annealPhrase(estimator)}`;
    case 'great-circle':
      return `${BEST}, by exact line searches along great circles from the maximum of its surrogate and ${grouped(estimator.restarts)} other directions`;
    case 'staged':
      return `${BEST}, approached by the maximum of its surrogate at \u03bb = ${listed(estimator.lambda.map(number))}, one after the other`;
    default:
      return estimator satisfies never;
  }
}

function emPhrase({ components, starts, ridge, identities }: Spec<'em'>): string {
  const many =
    components === 1
      ? 'one component'
      : `${countWord(components)} components, ${starts === 1 ? 'from one start' : `the best of ${countWord(starts)} starts`}`;
  return `the mean taste of a mixture of logits by EM with ${many}${ridgePhrase(ridge)}${namesPhrase(identities)}`;
}

function namesPhrase(identities: Spec<'em'>['identities']): string {
  if (identities === undefined) return '';
  const { names, foreign } = identities;
  const limits = [
    ...(names === 1 ? [] : [`${grouped(names)} names a user`]),
    ...(foreign === 0 ? [] : [`${number(100 * foreign)} % of the labels under a name another user’s`]),
  ];
  return `, with ${limits.join(' and ')}`;
}

const ridgePhrase = (ridge: number | undefined): string =>
  ridge === undefined ? '' : `, with a ridge of ${number(ridge)}`;

function smoothedPhrase({ order, bandwidth, biasCorrection }: SmoothedScoreOptions): string {
  const less = biasCorrection ? ', less its estimated bias' : '';
  return `the direction of the largest score smoothed by a kernel of order ${order} with ${bandwidthPhrase(bandwidth, 2 * order + 1)}${less}`;
}

function bandwidthPhrase(bandwidth: SmoothedScoreOptions['bandwidth'], root: number): string {
  if (bandwidth === 'plug-in') return 'the bandwidth of least estimated error';
  if (typeof bandwidth === 'number') return `h = ${number(bandwidth)}`;
  const constant = bandwidth === 'auto' ? 's' : number(bandwidth.constant);
  return `h = ${constant} n^(-1/${root})`;
}

function annealPhrase({ lambda, steps, schedule, optimiser, step, batch }: AnnealOptions): string {
  const path = schedule === undefined ? '' : `, ${schedule}`;
  const way = optimiser === 'adam' ? 'steps of Adam' : 'steps';
  const length = step === undefined ? '' : ` of ${number(step)}`;
  const rows = batch === undefined ? '' : ` on ${grouped(batch)} rows each`;
  return `approached by annealing ${lambdaPhrase(lambda)}${path} in ${grouped(steps)} ${way}${length}${rows}`;
}

/** How lambda goes, after a verb. */
function lambdaPhrase(lambda: Lambda): string {
  if ('power' in lambda) {
    const factor = lambda.constant === 'auto' ? 'c ' : `${number(lambda.constant)} `;
    return `to \u03bb = ${factor}n^(${number(lambda.power)})`;
  }
  const [from, to] = lambda;
  return from === to ? `at \u03bb = ${number(to)}` : `from \u03bb = ${number(from)} to ${number(to)}`;
}
