import type { FC } from 'hono/jsx';
import { bothWidths } from '../../../results/charts/drawing.ts';
import { errorAgainstN } from '../../../results/charts/error-against-n.ts';
import { markAt } from '../../../results/charts/marks.ts';
import { DEGREES, grouped } from '../../../results/charts/numbers.ts';
import { degreesFrom, type ScorePoint, scoreLandscape } from '../../../results/charts/score-landscape.ts';
import { estimatorName } from '../../../results/charts/series.ts';
import { shownMeasure } from '../../../results/charts/shown-measures.ts';
import { dataSets, decimalsOf, fixed, valueText } from '../../../results/report/value-format.ts';
import type { CellSummary, Measure, Summary } from '../../../results/summary.ts';
import { Trusted } from '../trusted.tsx';
import type { FirstFit } from './course.ts';
import { type Foreseen, targetDegrees } from './foreseen.ts';
import { planeSvg, type Ray } from './plane.ts';
import type { Settings } from './settings.ts';

/** The parts of the page that follow the settings, each under its name; a server and a browser write the same ones. */
export type Fragments = Readonly<Record<'plane' | 'limits' | 'chart' | 'values' | 'landscape', string>>;

/** What was computed for the settings so far. */
export interface Played {
  readonly settings: Settings;
  readonly foreseen: Foreseen;
  /** Null before the first batch. */
  readonly summary: Summary | null;
  /** The first data set of a small size: its score, and what the estimators found. */
  readonly sample: {
    readonly n: number;
    readonly points: readonly ScorePoint[];
    readonly fits: readonly FirstFit[];
  } | null;
}

const degrees = (value: number, decimals = 1): string => `${fixed(value, decimals)}\u00b0`;

/** The parts that theory alone gives, at once while a disc moves. */
export function drawForeseen({ settings, foreseen }: Played): Pick<Fragments, 'plane' | 'limits'> {
  const mean = targetDegrees(foreseen);
  const rays: readonly Ray[] = [
    { name: 'mean', tone: 'ink', degrees: mean },
    ...(foreseen.sign === null
      ? []
      : [{ name: 'sign', tone: 'sign' as const, degrees: mean + foreseen.sign }]),
    ...(foreseen.rlhf === null
      ? []
      : [{ name: 'RLHF', tone: 'rlhf' as const, degrees: mean + foreseen.rlhf }]),
  ];
  const score = (foreseen.score ?? []).map((point) => ({ ...point, degrees: mean + point.degrees }));
  return {
    plane: planeSvg({ types: settings.types, rays, score: score.filter((_, k) => k % 4 === 0) }),
    limits: String(<Limits foreseen={foreseen} />),
  };
}

/** All parts, as far as there are numbers. */
export const drawPlayed = (played: Played): Fragments => ({
  ...drawForeseen(played),
  chart: String(<Chart {...played} />),
  values: String(<Values {...played} />),
  landscape: String(<Score {...played} />),
});

const Limits: FC<{ readonly foreseen: Foreseen }> = ({ foreseen }) => (
  <>
    <div>
      <dt>Average taste</dt>
      <dd>{degrees(targetDegrees(foreseen))}</dd>
    </div>
    <div class="sign">
      <dt>Sign settles, off by</dt>
      <dd>{foreseen.sign === null ? 'two places' : degrees(Math.abs(foreseen.sign))}</dd>
    </div>
    <div class="rlhf">
      <dt>RLHF settles, off by</dt>
      <dd>{foreseen.rlhf === null ? '\u2013' : degrees(Math.abs(foreseen.rlhf))}</dd>
    </div>
  </>
);

const Chart: FC<Played> = ({ summary, foreseen: { foresight } }) => {
  const shown = shownMeasure('meanAngle');
  if (summary === null) return <p class="note">No data set is computed yet.</p>;
  return <Trusted html={bothWidths((width) => errorAgainstN(summary, foresight, { shown, width }))} />;
};

const meanAngle = (cell: CellSummary, id: string): Measure | undefined =>
  cell.estimators.find((one) => one.id === id)?.measures.meanAngle;

const Values: FC<Played> = ({ summary }) => {
  if (summary === null) return null;
  const { estimators } = summary.study.scenarios[0];
  return (
    <table aria-label="Mean angles to the average taste by n">
      <thead>
        <tr>
          <th scope="col">n</th>
          {estimators.map(({ id }) => (
            <th scope="col">
              <span class={id}>{estimatorName(id)}</span>
            </th>
          ))}
          <th scope="col">data sets</th>
          <th scope="col">failed fits</th>
        </tr>
      </thead>
      <tbody>
        {summary.cells.map((cell) => (
          <tr>
            <th scope="row">{grouped(cell.n)}</th>
            {estimators.map(({ id }) => (
              <Value cell={cell} id={id} />
            ))}
            <td>{grouped(dataSets(cell))}</td>
            <td>{grouped(failures(cell))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const Value: FC<{ readonly cell: CellSummary; readonly id: string }> = ({ cell, id }) => {
  const measure = meanAngle(cell, id);
  const text = valueText(measure, { scale: DEGREES, decimals: decimalsOf([measure], DEGREES) });
  return (
    <td>
      {text?.value ?? '\u2013'}
      {text?.mcse == null ? null : <span class="mcse"> ({text.mcse})</span>}
    </td>
  );
};

const failures = ({ estimators }: CellSummary): number =>
  estimators.reduce(
    (sum, one) => sum + Object.values(one.failures).reduce((count, value) => count + value, 0),
    0,
  );

const Score: FC<Played> = ({ foreseen, sample }) => {
  if (sample === null) return <p class="note">No data set is computed yet.</p>;
  const answers = sample.fits
    .filter(({ status }) => status === 'ok')
    .map(({ id, direction }) => ({
      name: estimatorName(id),
      mark: markAt(id === 'rlhf' ? 'rlhf' : 'sign'),
      degrees: degreesFrom(direction, foreseen.target),
    }));
  const landscape = { sample: sample.points, population: foreseen.score, n: sample.n, answers };
  return (
    <>
      <Trusted html={bothWidths((width) => scoreLandscape(landscape, width))} />
      <p class="note">
        {answers.length === 0
          ? 'No estimator has an answer on this data set.'
          : `On the first data set of ${grouped(sample.n)} comparisons ${answers.map(({ name, degrees: off }) => `${name} is ${degrees(Math.abs(off))} off`).join('; ')}.`}
      </p>
    </>
  );
};

/** What the numbers say in a sentence, for who cannot see them settle. */
export function outcome({ summary }: Pick<Played, 'summary'>): string {
  const cell = summary?.cells.at(-1);
  if (cell === undefined) return '';
  const parts = cell.estimators.map(({ id, measures: { meanAngle: measure } }) => {
    const text = valueText(measure, { scale: DEGREES, decimals: decimalsOf([measure], DEGREES) });
    return text === null
      ? `${estimatorName(id)} has no answer`
      : `${estimatorName(id)} is ${text.value}\u00b0${text.mcse === null ? '' : ` (${text.mcse})`} off on average`;
  });
  return `With ${grouped(cell.n)} comparisons ${parts.join(', ')}, over ${grouped(dataSets(cell))} data sets.`;
}
