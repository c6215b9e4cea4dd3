import type { FC } from 'hono/jsx';
import { bothWidths } from '../../results/charts/drawing.ts';
import { DEGREES, grouped } from '../../results/charts/numbers.ts';
import { type Landscape, scoreLandscape } from '../../results/charts/score-landscape.ts';
import { estimatorName } from '../../results/charts/series.ts';
import { shownMeasures } from '../../results/charts/shown-measures.ts';
import type { Predict } from '../../results/predictions/predict.ts';
import { predictedText } from '../../results/report/theory-column.ts';
import { dataSets, decimalsOf, fixed, valueText } from '../../results/report/value-format.ts';
import { capitalised, prose } from '../../results/report/words.ts';
import type { CellSummary, Summary } from '../../results/summary.ts';
import type { Worst } from '../../results/worst-replicates.ts';
import type { Scenario } from '../study/study.ts';
import type { NamedReplicate } from './cell-view.ts';
import { colourOf, WorstFits } from './data-sets.tsx';
import type { Links } from './links.ts';
import { renderPage, Section, Trusted } from './page.tsx';

/** What the page of one cell shows. */
export interface CellPage {
  readonly links: Links;
  readonly summary: Summary;
  readonly cell: CellSummary;
  readonly scenario: Scenario;
  readonly predict: Predict;
  /** Of each estimator; empty where the records are not there. */
  readonly worst: readonly Worst[];
  /** Data sets that are named where no record is there. */
  readonly named: readonly NamedReplicate[];
  /** The score of one replicate; null but for two features. */
  readonly landscape: (Landscape & { readonly replicate: number }) | null;
  /** The pages that compute a data set again where the visitor is. */
  readonly replays: ReadonlyMap<number, string>;
}

/** The page of a cell: every measure of every estimator, and the fits that went furthest astray, each with the command that repeats it. */
export function cellPage(page: CellPage): string {
  const { links, summary, cell } = page;
  const { name, title } = summary.study;
  return renderPage({
    links,
    title: `${cell.key} of ${title} \u00b7 signbench`,
    current: null,
    children: (
      <>
        <section class="lede study">
          <p class="crumb">
            <a href={links.home()}>Studies</a> / <a href={links.study(name)}>{name}</a> / {cell.key}
          </p>
          <h1>
            <Trusted html={prose(title)} />, n = {grouped(cell.n)}
          </h1>
          {Object.keys(cell.factors).length === 0 ? null : (
            <p class="question">
              {Object.entries(cell.factors)
                .map(([path, level]) => `${path} = ${level}`)
                .join(', ')}
            </p>
          )}
          <p class="answer">{leadSentence(page)}</p>
        </section>
        <Section title="Measures" id="measures">
          <p class="note">
            Over {grouped(dataSets(cell))} data sets, the same for every estimator; Monte Carlo standard
            errors in parentheses, what theory predicts in italics.
          </p>
          <Measures {...page} />
        </Section>
        <WorstFits {...page} />
        <ScoreFigure {...page} />
      </>
    ),
  });
}

function leadSentence({ worst, cell }: CellPage): string {
  const furthest = worst.flatMap(({ estimator, furthest: fits }) => {
    const [first] = fits;
    return first === undefined || first.angle === null
      ? []
      : [
          `${estimatorName(estimator)} is ${fixed(DEGREES * first.angle, 1)}\u00b0 off in its worst data set (number ${first.replicate})`,
        ];
  });
  if (furthest.length === 0) return `Cell ${cell.key}: every measure of every estimator.`;
  return `${furthest.join('; ')}.`;
}

const Measures: FC<CellPage> = ({ summary, cell, scenario, predict }) => {
  const foresight = predict(scenario);
  const rows = shownMeasures({ cells: [cell] });
  return (
    <section class="scroll" tabindex={0} aria-label="Measures, scrolls sideways">
      <table>
        <thead>
          <tr>
            <th scope="col" class="l">
              Measure
            </th>
            {cell.estimators.map(({ id }) => (
              <>
                <th scope="col">
                  <span class={colourOf(summary, id)}>{estimatorName(id)}</span>
                </th>
                <th scope="col" class="th">
                  theory
                </th>
              </>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ measure, scale, name, unit }) => {
            const style = {
              scale,
              decimals: decimalsOf(
                cell.estimators.map((one) => one.measures[measure]),
                scale,
              ),
            };
            return (
              <tr>
                <th scope="row" class="l">
                  {capitalised(name)}
                  {unit === '' ? '' : `,${unit === '\u00b0' ? ' \u00b0' : unit}`}
                </th>
                {cell.estimators.map(({ id, measures }) => {
                  const shown = valueText(measures[measure], style);
                  const theory = predictedText(foresight(id)?.at(measure, cell.n), style);
                  return (
                    <>
                      <td>
                        {shown?.value ?? '\u2013'}
                        {shown?.mcse == null ? null : <span class="mcse"> ({shown.mcse})</span>}
                      </td>
                      <td class="th">
                        {theory === null ? '\u2013' : `${theory.value} \u00b1${theory.error}`}
                      </td>
                    </>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
};

const ScoreFigure: FC<CellPage> = ({ landscape, cell }) =>
  landscape === null ? null : (
    <Section title={`The score of data set ${landscape.replicate}`} id="score">
      <figure class="hero">
        <div>
          <Trusted html={bothWidths((width) => scoreLandscape(landscape, width))} />
        </div>
        <figcaption>
          <p>
            <b>How to read this.</b> The grey steps are the score of these {grouped(cell.n)} comparisons in
            every direction; the sign estimator takes their highest point, or the middle of several.
            {landscape.population === null
              ? ''
              : ' The smooth line is the score of all users, what the steps tend to.'}
          </p>
          <p>
            {landscape.answers
              .map(({ name, degrees }) => `${name} points ${fixed(degrees, 1)}\u00b0 from the average taste`)
              .join('; ')}
            .
          </p>
        </figcaption>
      </figure>
    </Section>
  );
