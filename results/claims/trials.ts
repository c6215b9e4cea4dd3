import { canonicalJson } from '../../functions/study/canonical-json.ts';
import type { Claim } from '../../functions/study/claim.ts';
import { type Cell, planStudy } from '../../functions/study/plan.ts';
import type { EstimatorSpec, Factors, Study } from '../../functions/study/study.ts';
import type { Population } from '../../kernels/populations/population.ts';
import { NO_TABLES, type Tables } from '../../kernels/populations/table.ts';
import { type Foretold, foretold } from './foretold.ts';
import type { Trial } from './trial.ts';

/**
 * What a study's claims come to: every claim under every combination of what varies that it is about, in the order of claims and of the plan.
 * A claim along a factor is one for each combination of the others; those that move together with it are no others.
 */
export function trialsOf(study: Study, tables: Tables = NO_TABLES): readonly Trial[] {
  const { claims = [] } = study;
  if (claims.length === 0) return [];
  const cells = planStudy(study);
  const ask = createOracle(tables);
  return claims.flatMap((claim) =>
    combinationsOf(claim, cells).map(({ factors, cells: read }) => {
      const [{ population, estimators }] = read;
      const estimator = estimators.find(({ id }) => id === claim.estimator);
      if (estimator === undefined) throw new RangeError(`trialsOf: there is no estimator ${claim.estimator}`);
      return { claim, factors, cells: read, foretold: () => ask(population, estimator) };
    }),
  );
}

/** Asks theory once for a population and an estimator, when it is first needed. */
function createOracle(tables: Tables) {
  const known = new Map<string, Foretold>();
  return (population: Population, { id: _, ...estimator }: EstimatorSpec): Foretold => {
    const key = canonicalJson({ population, estimator });
    const answer = known.get(key) ?? foretold(population, { id: '', ...estimator }, tables);
    known.set(key, answer);
    return answer;
  };
}

function combinationsOf(claim: Claim, cells: readonly Cell[]): readonly Pick<Trial, 'factors' | 'cells'>[] {
  const along = claim.kind === 'monotone' ? movingWith(claim.along, cells) : new Set<string>();
  const groups = new Map<string, { readonly factors: Factors; readonly cells: Cell[] }>();
  for (const cell of cells) {
    if (!hasLevels(cell, claim.where) || !isRead(claim, cell, cells)) continue;
    const factors = without(cell.factors, along);
    const key = JSON.stringify(factors);
    const group = groups.get(key) ?? { factors, cells: [] };
    groups.set(key, group);
    group.cells.push(cell);
  }
  return [...groups.values()].map((group) => ({ ...group, cells: inOrder(claim, group.cells) }));
}

const hasLevels = ({ factors }: Cell, where: Factors = {}): boolean =>
  Object.entries(where).every(([factor, level]) => factors[factor] === level);

const without = (factors: Factors, paths: ReadonlySet<string>): Factors =>
  Object.fromEntries(Object.entries(factors).filter(([factor]) => !paths.has(factor)));

/** A factor with those that vary and have one level at each of its levels, as factors that are zipped with it do. */
function movingWith(path: string, cells: readonly Cell[]): ReadonlySet<string> {
  const others = Object.keys(cells[0]?.factors ?? {}).filter((factor) => factor !== path);
  const moving = others.filter((factor) => {
    const pairs = new Set(cells.map(({ factors }) => canonicalJson([factors[path], factors[factor]])));
    const levels = (of: string): number => new Set(cells.map(({ factors }) => factors[of])).size;
    return pairs.size === levels(path) && levels(factor) > 1;
  });
  return new Set([path, ...moving]);
}

/** Whether a claim is about the size of a cell. */
function isRead(claim: Claim, { n }: Cell, cells: readonly Cell[]): boolean {
  switch (claim.kind) {
    case 'law':
      return n === claim.at;
    case 'limit':
      return n === (claim.at ?? Math.max(...cells.map((cell) => cell.n)));
    default:
      return typeof claim.from !== 'number' || n >= claim.from;
  }
}

/** By size; along a factor by its levels too, numbers in increasing order and others as in the file. */
function inOrder(claim: Claim, cells: readonly Cell[]): readonly Cell[] {
  const along = claim.kind === 'monotone' ? claim.along : null;
  const places = along === null ? [] : [...new Set(cells.map(({ factors }) => factors[along]))];
  const numeric = places.every((level) => typeof level === 'number');
  const placeOf = (cell: Cell): number => {
    if (along === null) return 0;
    const level = cell.factors[along];
    return numeric ? Number(level) : places.indexOf(level);
  };
  return cells.toSorted((a, b) => a.n - b.n || placeOf(a) - placeOf(b));
}
