import { canonicalJson } from '../../functions/study/canonical-json.ts';
import { shortNames } from '../../functions/study/factors.ts';
import type { Factors, Scenario } from '../../functions/study/study.ts';
import type { Summary } from '../summary.ts';
import { grouped, minus } from './numbers.ts';

/** A value of a factor; null where a combination does not give it. */
export type Level = string | number | null;

/** What differs between the combinations of a study. */
export interface Factor {
  /** In the study file. */
  readonly path: string;
  readonly name: string;
  /** In the order of the study file, each with what a reader sees: no two the same. */
  readonly levels: ReadonlyMap<Level, string>;
  /** Whether every level is a number. */
  readonly numeric: boolean;
}

/** One combination of levels and the part of the summary that belongs to it. */
export interface Part {
  /** Of the study's factors, in their order. */
  readonly levels: readonly Level[];
  /** The summary as though this were the only scenario of the study. */
  readonly summary: Summary;
}

/** A summary taken apart by what varies in its study. */
export interface Design {
  readonly summary: Summary;
  /** Only those that vary. */
  readonly factors: readonly Factor[];
  /** In plan order: at least one. */
  readonly parts: readonly Part[];
}

const known = new WeakMap<Summary, Design>();

/** Takes a summary apart, in time linear in its cells; once, since many readers of one summary ask for it. */
export function designOf(summary: Summary): Design {
  const design = known.get(summary) ?? takenApart(summary);
  known.set(summary, design);
  return design;
}

function takenApart(summary: Summary): Design {
  const { scenarios } = summary.study;
  const factors = factorsOf(scenarios);
  if (scenarios.length === 1) return { summary, factors, parts: [{ levels: [], summary }] };
  const cells = groupedByFactors(summary.cells);
  const rates = groupedByFactors(summary.rates);
  const missing = groupedBy(summary.missing ?? [], ({ cell }) => cell);
  const parts = scenarios.map((scenario): Part => {
    const key = canonicalJson(scenario.factors);
    const own = cells.get(key) ?? [];
    const gaps = own.flatMap((cell) => missing.get(cell.key) ?? []);
    const { missing: _, ...whole } = summary;
    return {
      levels: factors.map(({ path }) => scenario.factors[path] ?? null),
      summary: {
        ...whole,
        study: { ...summary.study, scenarios: [scenario] },
        cells: own,
        rates: rates.get(key) ?? [],
        ...(gaps.length === 0 ? {} : { missing: gaps }),
      },
    };
  });
  return { summary, factors, parts };
}

function groupedByFactors<Item extends { readonly factors: Factors }>(
  items: readonly Item[],
): ReadonlyMap<string, readonly Item[]> {
  // Neighbours share their factors: most keys need not be written out again.
  let last: { readonly factors: Factors; readonly key: string } | null = null;
  return groupedBy(items, ({ factors }) => {
    if (last?.factors !== factors) last = { factors, key: canonicalJson(factors) };
    return last.key;
  });
}

/** Items by a key, keys and items in the order in which they come. */
export function groupedBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function factorsOf(scenarios: readonly Scenario[]): readonly Factor[] {
  const paths = new Set(scenarios.flatMap(({ factors }) => Object.keys(factors)));
  const names = shortNames(scenarios);
  return [...paths].flatMap((path): readonly Factor[] => {
    const levels = [...new Set(scenarios.map(({ factors }) => factors[path] ?? null))];
    if (levels.length < 2) return [];
    const numeric = levels.every((level) => typeof level === 'number');
    return [{ path, name: names.get(path) ?? path, levels: named(levels), numeric }];
  });
}

/** Letters of a level that are written out. */
const LONGEST = 40;

/** Levels with their texts; those that cutting made alike are numbered. */
function named(levels: readonly Level[]): ReadonlyMap<Level, string> {
  const seen = new Map<string, number>();
  return new Map(
    levels.map((level): [Level, string] => {
      const text = written(level);
      const count = (seen.get(text) ?? 0) + 1;
      seen.set(text, count);
      return [level, count === 1 ? text : `${text} (${count})`];
    }),
  );
}

/** A true minus sign, a long text cut in its middle, a dash for no level. */
function written(level: Level): string {
  if (level === null) return '\u2013';
  if (typeof level === 'number') {
    const long = Number.isInteger(level) && Math.abs(level) >= 10_000;
    return long ? `${level < 0 ? '\u2212' : ''}${grouped(Math.abs(level))}` : minus(String(level));
  }
  const text = level.replace(/\p{Cc}+/gu, ' ');
  if (text.length <= LONGEST) return text;
  const half = Math.floor(LONGEST / 2) - 1;
  return `${text.slice(0, half)}\u2026${text.slice(-half)}`;
}

/** What a reader sees of a level. */
export const levelText = ({ levels }: Factor, level: Level): string => levels.get(level) ?? written(level);

/** `skew = 1, scale = 4`: the levels of one combination. */
export const levelsLabel = (factors: readonly Factor[], levels: readonly Level[]): string =>
  factors
    .flatMap((factor, i) => (levels[i] === null ? [] : [`${factor.name} = ${levelText(factor, levels[i])}`]))
    .join(', ');
