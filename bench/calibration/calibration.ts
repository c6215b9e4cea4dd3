import { MEASURES } from '../../results/claims/error-reading.ts';
import { intervalOf } from '../../results/claims/interval.ts';
import { listedSample } from '../../results/listed-sample.ts';
import { errorSlope } from '../../results/measures/error-slope.ts';
import { logRmsOverMean } from '../../results/measures/log-ratio.ts';
import { mcseFreedom } from '../../results/measures/mcse-freedom.ts';
import { fitPowerLaw } from '../../results/measures/power-law.ts';
import { createDraws } from './errors.ts';
import { CLEAR, EDGES, type Row } from './rows.ts';
import { ALPHA, judgeSynthetic, LOOKS, SIZES } from './synthetic-study.ts';

/** Studies of a coverage for one of a verdict: they cost less, and a share near 95 % needs more. */
const MORE = 4;

/** Judges so many synthetic studies a row and prints their verdicts as a table in Markdown. */
export function calibrate(studies: number, print: (line: string) => void): void {
  print(`${studies} studies a row, alpha = ${ALPHA}, looks at ${LOOKS.join(', ')} data sets.\n`);
  print('| truth on an edge of the margin | supported | refuted | undecided |');
  print('| --- | --- | --- | --- |');
  for (const [i, row] of EDGES.entries()) {
    const { supported, refuted, undecided } = verdicts(row, studies, i);
    print(`| ${row.name} | ${supported} | ${refuted} | ${undecided} |`);
  }
  print('\n| truth off the edges | wanted | supported | refuted | undecided |');
  print('| --- | --- | --- | --- | --- |');
  for (const [i, row] of CLEAR.entries()) {
    const { supported, refuted, undecided } = verdicts(row, studies, 100 + i);
    print(`| ${row.name} | ${row.wanted} | ${supported} | ${refuted} | ${undecided} |`);
  }
  print('\n| 95 % interval of a slope | measure | data sets | covers |');
  print('| --- | --- | --- | --- |');
  const count = MORE * studies;
  for (const measure of ['rmsAngle', 'meanAngle', 'medianAngle'] as const) {
    for (const replicates of [LOOKS[0], LOOKS[2], LOOKS[LOOKS.length - 1]]) {
      const { given, chosen } = coverage({ studies: count, replicates, measure }, () => 1);
      const row = `${measure} | ${replicates}`;
      print(`| over all nine sizes, as claims take it | ${row} | ${percent(given / count)} |`);
      print(`| from the size that the data choose | ${row} | ${percent(chosen / count)} |`);
    }
  }
  for (const replicates of [LOOKS[0], LOOKS[2], LOOKS[LOOKS.length - 1]]) {
    const { chosen } = coverage({ studies: count, replicates, measure: 'rmsAngle' }, bend);
    print(
      `| the same, where small n bend the curve | rmsAngle | ${replicates} | ${percent(chosen / count)} |`,
    );
  }
}

/** A curve 34 % below its own power law at n = 100 and 0.9 % at 10,000. */
const bend = (n: number): number => (1 + 300 / n) ** -0.3;

function verdicts({ claim, theory, draw }: Row, studies: number, seed: number) {
  const draws = createDraws(seed);
  const counts = { supported: 0, refuted: 0, undecided: 0 };
  for (let study = 0; study < studies; study++)
    counts[judgeSynthetic(claim, draw(draws), { theory }).verdict]++;
  return counts;
}

interface Covered {
  readonly studies: number;
  readonly replicates: number;
  readonly measure: 'rmsAngle' | 'meanAngle' | 'medianAngle';
}

/** How often the 95 % interval of a slope has the true one, errors 2 n^(-1/3) factor(n) Z. */
function coverage({ studies, replicates, measure }: Covered, factor: (n: number) => number) {
  const draws = createDraws(1000 + replicates);
  const counts = { given: 0, chosen: 0 };
  const freedom = mcseFreedom(measure, replicates);
  for (let study = 0; study < studies; study++) {
    const points = SIZES.map((n) => {
      const errors = draws.sample(replicates, 2 * n ** (-1 / 3) * factor(n)).map(Math.abs);
      const { value, mcse } = MEASURES[measure].of(listedSample(errors));
      return {
        n,
        value: value ?? Number.NaN,
        mcse: mcse ?? Number.NaN,
        shape: logRmsOverMean(errors),
        freedom,
      };
    });
    const slope = errorSlope(points);
    const estimate = { value: slope.value, se: slope.widened, skewness: 0, freedom: slope.freedom };
    if (covers(intervalOf(estimate, 0.025))) counts.given++;
    if (covers(fitPowerLaw(points)?.ci ?? [Number.NaN, Number.NaN])) counts.chosen++;
  }
  return counts;
}

const covers = ([low, high]: readonly [number, number]): boolean => low <= -1 / 3 && high >= -1 / 3;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
