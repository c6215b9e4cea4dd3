import { factorLabel, shortNames } from '../factors.ts';
import { contradiction, type Finding } from './findings.ts';
import type { Assignment } from './vary.ts';

type Row = readonly Assignment[];

/** What is wrong with combinations that are right one by one: one there twice, two of one name, a level that is undone. */
export function combinationFindings(rows: readonly Row[]): readonly Finding[] {
  const twice = repeated(rows);
  return [...(twice.length > 0 ? twice : confused(rows)), ...overwritten(rows)];
}

/** Combinations that are there twice would be one cell with two names. */
function repeated(rows: readonly Row[]): readonly Finding[] {
  const seen = new Set<string>();
  for (const row of rows) {
    const levels = row.map(({ factor, level }) => `${factor} = ${level}`).join(', ');
    if (seen.has(levels)) return [contradiction(['vary'], `gives ${levels} twice`, 'each combination once')];
    seen.add(levels);
  }
  return [];
}

/** Cells are named by their levels, which may hold the signs that stand between them: `a=1,b` and `2` as `1` and `b=2`. */
function confused(rows: readonly Row[]): readonly Finding[] {
  const levels = rows.map((row) => Object.fromEntries(row.map(({ factor, level }) => [factor, level])));
  const names = shortNames(levels.map((factors) => ({ factors })));
  const seen = new Set<string>();
  for (const factors of levels) {
    const name = factorLabel(factors, names);
    if (seen.has(name)) {
      return [
        contradiction(['vary'], `gives two combinations the name ${name}`, 'labels must tell them apart'),
      ];
    }
    seen.add(name);
  }
  return [];
}

/** A path that another is a part of, or is the same place, would undo it: its level would name what is not in the file. */
function overwritten(rows: readonly Row[]): readonly Finding[] {
  const found = new Map<string, Finding>();
  for (const row of rows) {
    for (const [i, { factor, path, at }] of row.entries()) {
      const undone = row.slice(0, i).find((before) => path.every((step, k) => before.path[k] === step));
      if (undone === undefined || found.has(factor)) continue;
      const rule =
        undone.path.length === path.length
          ? 'each place once'
          : `a path must stand before the paths inside it`;
      found.set(
        factor,
        contradiction(at.slice(0, at.lastIndexOf(factor) + 1), `undoes ${undone.factor}`, rule),
      );
    }
  }
  return [...found.values()];
}
