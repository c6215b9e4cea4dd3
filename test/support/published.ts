import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseProvenance } from '../../results/provenance.ts';
import type { Provenance, Summary } from '../../results/summary.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const PUBLISHED_FOLDER = join(ROOT, 'results/published');

export interface PublishedResult {
  readonly name: string;
  readonly summary: Summary;
  readonly provenance: Provenance;
}

/** A text file of the repository. */
export const textOf = (...path: readonly string[]): string => readFileSync(join(ROOT, ...path), 'utf8');

/** Names of the published results. */
export const publishedNames = (): readonly string[] =>
  readdirSync(PUBLISHED_FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();

export function publishedResult(name: string): PublishedResult {
  const text = (file: string): string => textOf('results/published', name, file);
  const provenance = parseProvenance(Buffer.from(text('provenance.json')));
  if (provenance === null) throw new Error(`the provenance of ${name} is damaged`);
  return { name, summary: JSON.parse(text('summary.json')), provenance };
}

const UNITS: Readonly<Record<string, number>> = { '°': 180 / Math.PI, ' %': 100, '': 1 };
const NUMBER = '[−-]?\\d[\\d,]*(?:\\.\\d+)?';
const WITH_ERROR = new RegExp(`(${NUMBER})(°| %|) \\((\\d+(?:\\.\\d+)?)\\)`, 'g');
const WITH_ENDS = new RegExp(`(${NUMBER})(°| %|) \\[(${NUMBER}), (${NUMBER})\\]`, 'g');

const plain = (text: string): string => text.replace('−', '-').replaceAll(',', '');

/** Whether a number, rounded as a text rounds it, is that text. */
const reads = (text: string, value: number | null | undefined, scale: number): boolean => {
  const written = plain(text);
  const decimals = written.split('.')[1]?.length ?? 0;
  return typeof value === 'number' && Number((scale * value).toFixed(decimals)) === Number(written);
};

/** The numbers of a text, written `value (MCSE)` or `value [low, high]`, that are none of the summary's. */
export function untrueNumbers(text: string, { cells, rates, claims }: Summary): readonly string[] {
  const measures = cells.flatMap(({ estimators, pairs }) => [
    ...estimators.flatMap((one) => [...Object.values(one.measures), ...Object.values(one.diagnostics)]),
    ...pairs.map(({ rmsAngleDifference }) => rmsAngleDifference),
  ]);
  const intervals = [
    ...rates.map(({ slope, ci }) => ({ value: slope, ends: ci })),
    ...claims.map(({ estimate, interval }) => ({ value: estimate, ends: interval ?? [null, null] })),
  ];
  const wrongErrors = [...text.matchAll(WITH_ERROR)].filter(
    ([, value, unit, mcse]) =>
      !measures.some((one) => reads(value, one.value, UNITS[unit]) && reads(mcse, one.mcse, UNITS[unit])),
  );
  const wrongEnds = [...text.matchAll(WITH_ENDS)].filter(
    ([, value, unit, low, high]) =>
      !intervals.some(
        ({ value: found, ends }) =>
          reads(value, found, UNITS[unit]) &&
          reads(low, ends[0], UNITS[unit]) &&
          reads(high, ends[1], UNITS[unit]),
      ),
  );
  return [...wrongErrors, ...wrongEnds].map(([whole]) => whole);
}

/** Numbers of a text that {@link untrueNumbers} looks at. */
export const checkedNumbers = (text: string): number =>
  [...text.matchAll(WITH_ERROR)].length + [...text.matchAll(WITH_ENDS)].length;

/** `3 of 4 claims are supported, 1 is undecided`, as write-ups count them. */
export function verdictCounts({ claims }: Summary): string {
  const count = (verdict: string): number => claims.filter((one) => one.verdict === verdict).length;
  const rest = (['refuted', 'undecided'] as const).flatMap((verdict) => {
    const found = count(verdict);
    return found === 0 ? [] : [`${found} ${found === 1 ? 'is' : 'are'} ${verdict}`];
  });
  return claims.length === 0
    ? 'The study claims nothing'
    : [`${count('supported')} of ${claims.length} claims are supported`, ...rest].join(', ');
}
