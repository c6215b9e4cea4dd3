import type { ClaimFile } from './claims-schema.ts';
import type { EstimatorFile } from './estimators/schema.ts';
import { contradiction, type Finding, type Path, wrongValue } from './findings.ts';
import type { WrittenScenario } from './scenarios.ts';
import type { PopulationFile } from './schema.ts';

/** What claims may be about. */
export interface Claimable {
  readonly scenarios: readonly WrittenScenario[];
  /** Sizes of the whole file; undefined where they cannot be read. */
  readonly sizes: readonly number[] | undefined;
  readonly dimensionOf: (features: PopulationFile['features']) => number | undefined;
}

/** Sizes that determine a slope and say whether it is one. */
const FEWEST_SIZES = 3;

/** What does not go together in claims and the study they are about. */
export const claimsFindings = (claims: readonly ClaimFile[], study: Claimable): readonly Finding[] =>
  claims.flatMap((claim, i) => {
    const path: Path = ['claims', i];
    const where = whereFindings(claim, path, study);
    return [
      ...estimatorFindings(claim, path, study),
      ...sizeFindings(claim, path, study.sizes),
      ...(where.length > 0 ? where : populationFindings(claim, path, study)),
      ...alongFindings(claim, path, study),
    ];
  });

const idOf = (estimator: EstimatorFile): string => (typeof estimator === 'string' ? estimator : estimator.id);

function estimatorFindings(claim: ClaimFile, path: Path, { scenarios }: Claimable): readonly Finding[] {
  const estimators = scenarios.find((one) => one.estimators !== undefined)?.estimators;
  if (estimators === undefined) return [];
  const ids = estimators.map(idOf);
  const named: readonly (readonly [string, string])[] = [
    ['estimator', claim.estimator],
    ...(claim.kind === 'better' ? [['than', claim.than] as const] : []),
    ...(claim.kind === 'same' ? [['as', claim.as] as const] : []),
  ];
  const unknown = named
    .filter(([, id]) => !ids.includes(id))
    .map(([key, id]) => wrongValue([...path, key], id, `the id of an estimator: ${ids.join(', ')}`, ids));
  const [, other] = named;
  const same = other !== undefined && other[1] === claim.estimator;
  return [
    ...unknown,
    ...(same
      ? [contradiction([...path, other[0]], `is ${other[1]}`, 'an estimator is compared with another')]
      : []),
    ...(unknown.length === 0 ? kindFindings(claim, path, estimators) : []),
  ];
}

/** Theory's constant and Chernoff's law are those of the sign estimator. */
function kindFindings(
  claim: ClaimFile,
  path: Path,
  estimators: readonly EstimatorFile[],
): readonly Finding[] {
  const needed = claim.kind === 'law' || (claim.kind === 'constant' && claim.against === 'theory');
  const found = estimators.find((one) => idOf(one) === claim.estimator);
  const kind = typeof found === 'object' ? found.kind : found;
  return needed && kind !== 'sign'
    ? [contradiction([...path, 'estimator'], `is of kind ${kind}`, 'theory has this for the kind sign')]
    : [];
}

function sizeFindings(
  claim: ClaimFile,
  path: Path,
  sizes: readonly number[] | undefined,
): readonly Finding[] {
  if (sizes === undefined || sizes.length === 0) return [];
  if (claim.kind === 'law' || claim.kind === 'limit') {
    const { at } = claim;
    return at === undefined || sizes.includes(at)
      ? []
      : [contradiction([...path, 'at'], `is ${at}`, 'it must be one of sampleSizes')];
  }
  const { from } = claim;
  const read = typeof from === 'number' ? sizes.filter((n) => n >= from) : sizes;
  if (claim.kind === 'rate' && read.length < FEWEST_SIZES) {
    return [contradiction(path, `reads ${read.length} sample sizes`, `a rate needs ${FEWEST_SIZES}`)];
  }
  return read.length > 0
    ? []
    : [contradiction([...path, 'from'], `is ${from}`, 'no sample size is that large')];
}

/** Whether a combination has the levels that a claim asks for. */
const has = ({ combination }: WrittenScenario, where: ClaimFile['where'] = {}): boolean =>
  Object.entries(where).every(([factor, level]) =>
    combination.assignments.some((one) => one.factor === factor && one.level === level),
  );

function whereFindings({ where }: ClaimFile, path: Path, { scenarios }: Claimable): readonly Finding[] {
  if (where === undefined) return [];
  const factors = factorsOf(scenarios);
  const unknown = Object.keys(where).filter((factor) => !factors.includes(factor));
  if (unknown.length > 0)
    return unknown.map((factor) => notVarying([...path, 'where', factor], factor, factors));
  return scenarios.some((one) => has(one, where))
    ? []
    : [contradiction([...path, 'where'], 'matches no combination', 'one at least must have these levels')];
}

function alongFindings(claim: ClaimFile, path: Path, { scenarios }: Claimable): readonly Finding[] {
  if (claim.kind !== 'monotone') return [];
  const { along } = claim;
  const factors = factorsOf(scenarios);
  if (!factors.includes(along)) return [notVarying([...path, 'along'], along, factors)];
  const levels = new Set(
    scenarios
      .filter((one) => has(one, claim.where))
      .flatMap(({ combination }) => combination.assignments.filter(({ factor }) => factor === along))
      .map(({ level }) => level),
  );
  return levels.size > 1
    ? []
    : [contradiction([...path, 'along'], `has ${levels.size} levels here`, 'two at least are needed')];
}

const factorsOf = (scenarios: readonly WrittenScenario[]): readonly string[] => [
  ...new Set(scenarios.flatMap(({ combination }) => combination.assignments.map(({ factor }) => factor))),
];

const notVarying = (path: Path, factor: string, factors: readonly string[]): Finding =>
  factors.length === 0
    ? contradiction(path, `is ${factor}`, 'nothing varies in this study')
    : wrongValue(path, factor, `a path that vary gives: ${factors.join(', ')}`, factors);

/** rmse is of b = theta_2/theta_1; Chernoff's law is of the signed error in two dimensions. */
function populationFindings(claim: ClaimFile, path: Path, study: Claimable): readonly Finding[] {
  const about = study.scenarios.filter((one) => has(one, claim.where));
  const ratio = 'measure' in claim && claim.measure === 'rmse';
  const lacking = about.some(
    ({ population }) => population !== undefined && population.normalise !== 'first',
  );
  const flat = about.every(({ population }) => {
    const d = population && study.dimensionOf(population.features);
    return d === undefined || d === 2;
  });
  return [
    ...(ratio && lacking
      ? [contradiction([...path, 'measure'], 'is rmse', 'that measure needs population.normalise: first')]
      : []),
    ...(claim.kind === 'law' && !flat
      ? [contradiction([...path, 'kind'], 'is law', 'the law of the error is known in two dimensions')]
      : []),
  ];
}
