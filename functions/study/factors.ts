import type { Factors, Scenario } from './study.ts';

/** Longest value that is written out in a cell's key. */
const LONGEST_VALUE = 48;

/**
 * Short names of the factors by their paths: the last words of a path that no other path ends in, for instance `skew` for
 * `population.users.skew` and `types.0.1` for `population.users.types.0.1`.
 */
export function shortNames(scenarios: readonly Pick<Scenario, 'factors'>[]): ReadonlyMap<string, string> {
  const paths = [...new Set(scenarios.flatMap(({ factors }) => Object.keys(factors)))];
  return new Map(paths.map((path) => [path, shortest(path, paths)]));
}

function shortest(path: string, paths: readonly string[]): string {
  const words = path.split('.');
  for (let from = words.length - 1; from > 0; from--) {
    if (/^\d/.test(words[from])) continue;
    const suffix = words.slice(from).join('.');
    if (paths.every((other) => other === path || !`.${other}`.endsWith(`.${suffix}`))) return suffix;
  }
  return path;
}

/** `skew=1,scale=4`; empty without factors. Long values are cut in the middle and told apart by a checksum. */
export function factorLabel(factors: Factors, names: ReadonlyMap<string, string>): string {
  return Object.entries(factors)
    .map(([path, value]) => `${names.get(path) ?? path}=${shortened(String(value))}`)
    .join(',');
}

function shortened(value: string): string {
  if (value.length <= LONGEST_VALUE) return value;
  let checksum = 0;
  for (const character of value) checksum = (Math.imul(checksum, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  return `${value.slice(0, LONGEST_VALUE - 10)}…${checksum.toString(16).padStart(8, '0')}`;
}
