import type { CellSummary } from '../summary.ts';
import { type Design, type Factor, groupedBy, type Level, levelText, type Part } from './design.ts';
import { grouped } from './numbers.ts';

/** A cell and the combination it belongs to. */
export interface PlacedCell {
  readonly part: Part;
  readonly cell: CellSummary;
}

/** A numeric factor as the horizontal axis, and the cells that differ in nothing else. */
export interface FactorAxis {
  readonly factor: Factor;
  /** Its place among the factors of the study. */
  readonly at: number;
  /** Factors that change with it, as in a zipped design. */
  readonly along: readonly Factor[];
  readonly groups: readonly { readonly label: string; readonly cells: readonly PlacedCell[] }[];
}

/** Fewer levels show no course. */
const FEWEST_LEVELS = 3;

/**
 * The numeric factor with the most levels, or the one at `path`, the cells of the given sizes grouped by n and all the other factors that do not
 * change with it; null where no factor is numeric or the groups are too small to show a course.
 */
export function factorAxis(
  { factors, parts }: Design,
  sizes: readonly number[],
  path?: string,
): FactorAxis | null {
  const candidates = axisFactors(factors)
    .map((factor) => ({ factor, at: factors.indexOf(factor) }))
    .filter(({ factor }) => path === undefined || factor.path === path);
  if (candidates.length === 0) return null;
  const { factor, at } = candidates.reduce((best, one) =>
    one.factor.levels.size > best.factor.levels.size ? one : best,
  );
  const others = factors.flatMap((other, i) => (i === at ? [] : [{ other, i }]));
  const follows = others.filter(({ i }) => isDetermined(parts, at, i));
  const free = others.filter((one) => !follows.includes(one));
  const wanted = new Set(sizes);
  const cells = parts.flatMap((part) =>
    part.summary.cells.filter(({ n }) => wanted.has(n)).map((cell) => ({ part, cell })),
  );
  const labelOf = ({ part: { levels }, cell }: PlacedCell): string =>
    [
      ...free.map(({ other, i }) => `${other.name} = ${levelText(other, levels[i])}`),
      ...(sizes.length > 1 ? [`n = ${grouped(cell.n)}`] : []),
    ].join(', ');
  const groups = [...groupedBy(cells, labelOf)].map(([label, group]) => ({ label, cells: group }));
  if (cells.length < FEWEST_LEVELS * groups.length || groups.length === 0) return null;
  return { factor, at, along: follows.map(({ other }) => other), groups };
}

/** The factors that can be a horizontal axis. */
export const axisFactors = (factors: readonly Factor[]): readonly Factor[] =>
  factors.filter(({ numeric, levels }) => numeric && levels.size >= FEWEST_LEVELS);

/** Whether each level of the first factor comes with one level of the second. */
function isDetermined(parts: readonly Part[], first: number, second: number): boolean {
  const seen = new Map<Level, Level>();
  return parts.every(({ levels }) => {
    const before = seen.get(levels[first]);
    seen.set(levels[first], levels[second]);
    return before === undefined || before === levels[second];
  });
}
