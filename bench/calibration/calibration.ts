import { intervalOf } from '../../results/claims/interval.ts';
import { logPoint } from '../../results/measures/drift.ts';
import { logRmsOverMean } from '../../results/measures/log-ratio.ts';
import { fitPowerLaw } from '../../results/measures/power-law.ts';
import { rootMeanSquare } from '../../results/measures/root-mean-square.ts';
import { weightedSlope } from '../../results/measures/weighted-line.ts';
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
  print('\n| 95 % interval of a slope | data sets | covers |');
  print('| --- | --- | --- |');
  for (const replicates of [LOOKS[0], LOOKS[LOOKS.length - 1]]) {
    const { given, chosen } = coverage(MORE * studies, replicates);
    print(
      `| over all nine sizes, as claims take it | ${replicates} | ${percent(given / (MORE * studies))} |`,
    );
    print(`| from the size that the data choose | ${replicates} | ${percent(chosen / (MORE * studies))} |`);
  }
}

function verdicts({ claim, theory, draw }: Row, studies: number, seed: number) {
  const draws = createDraws(seed);
  const counts = { supported: 0, refuted: 0, undecided: 0 };
  for (let study = 0; study < studies; study++)
    counts[judgeSynthetic(claim, draw(draws), { theory }).verdict]++;
  return counts;
}

/** How often the 95 % interval of a slope has the true one, errors 2 n^(-1/3) Z. */
function coverage(studies: number, replicates: number) {
  const draws = createDraws(1000 + replicates);
  const counts = { given: 0, chosen: 0 };
  for (let study = 0; study < studies; study++) {
    const points = SIZES.map((n) => {
      const errors = draws.sample(replicates, 2 * n ** (-1 / 3)).map(Math.abs);
      const { value, mcse } = rootMeanSquare(errors);
      return { n, value: value ?? Number.NaN, mcse: mcse ?? Number.NaN, shape: logRmsOverMean(errors) };
    });
    const slope = weightedSlope(points.map(logPoint));
    if (covers(intervalOf({ ...slope, skewness: 0, freedom: replicates - 1 }, 0.025))) counts.given++;
    if (covers(fitPowerLaw(points)?.ci ?? [Number.NaN, Number.NaN])) counts.chosen++;
  }
  return counts;
}

const covers = ([low, high]: readonly [number, number]): boolean => low <= -1 / 3 && high >= -1 / 3;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
