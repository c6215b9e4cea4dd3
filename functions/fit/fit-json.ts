import type { ChoiceData } from '../data/choice-data.ts';
import type { DataFit } from './data-fit.ts';

/** One object an estimator, as `signbench fit --json` prints them. What does not apply is null. */
export interface FitObject {
  readonly estimator: string;
  readonly n: number;
  readonly d: number;
  /** Unit vector in the units of the file, by feature. */
  readonly direction: Readonly<Record<string, number>> | null;
  /** Comparisons told rightly. */
  readonly score: number | null;
  readonly status: DataFit['status'];
  /** No direction tells more comparisons rightly than this. */
  readonly bound: number | null;
  readonly gap: number | null;
  readonly proven: boolean | null;
  readonly nodes: number | null;
  readonly seconds: number;
  readonly objective: number | null;
  readonly diagnostics: Readonly<Record<string, number>>;
  /** Of each coefficient of the direction, where intervals were asked for; null where the data give none. */
  readonly interval?: Readonly<Record<string, readonly [number, number]>> | null;
  /** How the interval was made. */
  readonly method?: string;
}

export function fitObject({ names, comparisons: { n, d } }: ChoiceData, fit: DataFit): FitObject {
  const { spec, status, direction, score, seconds, objective, diagnostics } = fit;
  const known = (name: string): number | null => finite(diagnostics[name]);
  const bound = known('correctBound');
  const proven = known('proven');
  return {
    estimator: spec.id,
    n,
    d,
    direction: direction && Object.fromEntries(names.map((name, j) => [name, direction[j]])),
    score,
    status,
    bound,
    gap: bound === null || score === null ? null : bound - score,
    proven: proven === null ? null : proven === 1,
    nodes: known('nodes'),
    seconds,
    objective,
    diagnostics,
    ...intervalFields(names, fit),
  };
}

function intervalFields(
  names: readonly string[],
  { uncertainty }: DataFit,
): Pick<FitObject, 'interval' | 'method'> {
  if (uncertainty === undefined) return {};
  const { method, intervals } = uncertainty;
  if (intervals === null) return { method, interval: null };
  const entries = names.map((name, j): [string, readonly [number, number]] => [
    name,
    [intervals[j].lower, intervals[j].upper],
  ]);
  return { method, interval: Object.fromEntries(entries) };
}

const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;
