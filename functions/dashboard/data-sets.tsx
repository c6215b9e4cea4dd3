import type { FC } from 'hono/jsx';
import { DEGREES, grouped } from '../../results/charts/numbers.ts';
import { estimatorName, seriesOf } from '../../results/charts/series.ts';
import { colourClass } from '../../results/report/headline-values.ts';
import { replayCommandLine } from '../../results/report/replay-command.ts';
import { dataSets, fixed } from '../../results/report/value-format.ts';
import type { CellSummary, Summary } from '../../results/summary.ts';
import type { FitFound } from '../../results/worst-replicates.ts';
import type { CellPage } from './cell.tsx';
import type { Links } from './links.ts';
import { Section } from './page.tsx';

/** The class of an estimator's colour. */
export const colourOf = (summary: Summary, id: string): string => {
  const found = seriesOf(summary, 'rmsAngle').find((series) => series.id === id);
  return found === undefined ? 'ink' : colourClass(found.mark.colour);
};

/** What can be drawn again where nothing of single data sets is stored. */
const NamedSets: FC<CellPage> = ({ named, summary, cell, replays }) => (
  <Section title="Data sets" id="worst">
    <p class="note">
      No single data set of this cell is stored here. Each is a pure function of its address: the command
      draws any of them again, by its number from 0 to {grouped(Math.max(0, dataSets(cell) - 1))}, fits it and
      shows every step.
    </p>
    <section class="scroll" tabindex={0} aria-label="Data sets, scrolls sideways">
      <table class="worst">
        <thead>
          <tr>
            <th scope="col">Data set</th>
            <th scope="col" class="l">
              Why
            </th>
            <th scope="col" class="l">
              Replay
            </th>
            <th scope="col" class="l">
              at a command line
            </th>
          </tr>
        </thead>
        <tbody>
          {named.map(({ replicate, why }) => (
            <tr>
              <th scope="row">{grouped(replicate)}</th>
              <td class="l">{why}</td>
              <td class="l">
                <InBrowser address={replays.get(replicate) ?? null} replicate={replicate} />
              </td>
              <td class="l">
                <code>npx {replayCommandLine(summary.study, cell.key, replicate)}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  </Section>
);

/** The link to the page that computes a data set where the visitor is. */
const InBrowser: FC<{ readonly address: string | null; readonly replicate: number }> = ({
  address,
  replicate,
}) =>
  address === null ? (
    <span>{'\u2013'}</span>
  ) : (
    <a href={address} aria-label={`Replay data set ${replicate} in your browser`}>
      in your browser
    </a>
  );

/** The data sets of a cell on which its estimators were worst, or those that its summary names. */
export const WorstFits: FC<CellPage> = (page) => {
  const { worst, summary, cell, links, landscape, replays } = page;
  if (worst.length === 0) return <NamedSets {...page} />;
  return (
    <Section title="Worst data sets" id="worst">
      <p class="note">
        The data sets on which an estimator failed or points furthest from the average taste. Each is a pure
        function of its address: the command draws it again, fits it and shows every step.
      </p>
      {worst.map((one) => (
        <section
          class="scroll"
          tabindex={0}
          aria-label={`Worst data sets of ${estimatorName(one.estimator)}, scrolls sideways`}
        >
          <table class="worst">
            <caption class="note">
              <b class={colourOf(summary, one.estimator)}>{estimatorName(one.estimator)}</b>, of{' '}
              {grouped(one.seen)} fits
            </caption>
            <thead>
              <tr>
                <th scope="col">Data set</th>
                <th scope="col">Angle</th>
                <th scope="col">Score</th>
                <th scope="col" class="l">
                  Outcome
                </th>
                {replays.size === 0 ? null : (
                  <th scope="col" class="l">
                    Replay
                  </th>
                )}
                <th scope="col" class="l">
                  {replays.size === 0 ? 'Replay' : 'at a command line'}
                </th>
              </tr>
            </thead>
            <tbody>
              {[...one.failed, ...one.furthest].map((fit) => (
                <Fit
                  {...{
                    fit,
                    summary,
                    cell,
                    links,
                    isShown: landscape?.replicate === fit.replicate,
                    hasScore: landscape !== null,
                    replay: replays.get(fit.replicate) ?? null,
                    hasReplays: replays.size > 0,
                  }}
                />
              ))}
            </tbody>
          </table>
        </section>
      ))}
    </Section>
  );
};

const Fit: FC<{
  readonly fit: FitFound;
  readonly summary: Summary;
  readonly cell: CellSummary;
  readonly links: Links;
  readonly isShown: boolean;
  readonly hasScore: boolean;
  readonly replay: string | null;
  readonly hasReplays: boolean;
}> = ({ fit, summary: { study }, cell, links, isShown, hasScore, replay, hasReplays }) => (
  <tr>
    <th scope="row">
      {links.served && hasScore && !isShown ? (
        <a href={`${links.cell(study.name, cell.key)}?replicate=${fit.replicate}#score`}>{fit.replicate}</a>
      ) : (
        fit.replicate
      )}
    </th>
    <td>{fit.angle === null ? '\u2013' : `${fixed(DEGREES * fit.angle, 2)}\u00b0`}</td>
    <td>{fit.score === null ? '\u2013' : fixed(fit.score, 4)}</td>
    <td class="l">{fit.status === 'ok' ? 'fitted' : fit.status}</td>
    {hasReplays ? (
      <td class="l">
        <InBrowser address={replay} replicate={fit.replicate} />
      </td>
    ) : null}
    <td class="l">
      <code>npx {replayCommandLine(study, cell.key, fit.replicate)}</code>
    </td>
  </tr>
);
