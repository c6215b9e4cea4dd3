import type { FC } from 'hono/jsx';
import type { StudyProgress } from '../../results/catalogue/study-progress.ts';
import { bothWidths } from '../../results/charts/drawing.ts';
import { expectedFinish, fallingError } from '../../results/charts/falling-error.ts';
import { DEGREES, grouped, rounded } from '../../results/charts/numbers.ts';
import { estimatorInProse } from '../../results/charts/series.ts';
import type { FallingError } from '../../results/falling-error.ts';
import { dataSets, decimalsOf, valueText } from '../../results/report/value-format.ts';
import type { ProvisionalCell } from '../../results/so-far.ts';
import type { Summary } from '../../results/summary.ts';
import type { Cell } from '../study/plan.ts';
import type { Links } from './links.ts';
import { renderPage, Section, Trusted } from './page.tsx';
import { Cells, keyText } from './run-cells.tsx';
import { percentText, runFacts, runHead, runShare } from './run-facts.ts';

/** What the page of a run shows. */
export interface RunPage {
  readonly links: Links;
  readonly title: string;
  readonly progress: StudyProgress;
  /** What the records so far give; null where there is none. */
  readonly summary: Summary | null;
  /** Values so far of cells that the summary lacks. */
  readonly provisional: readonly ProvisionalCell[];
  /** The cells as planned, at their last look. */
  readonly planned: readonly Cell[];
  /** How the error falls in the cell being computed; null where nothing of it is there. */
  readonly falling: (FallingError & { readonly cell: Cell }) | null;
  /** When the page was made, milliseconds since 1970. */
  readonly now: number;
}

/** Seconds after which a page without scripts is asked for again. */
const REFRESH = 10;

/** The page of a run: how far it is, when it will be done, and how its errors fall. It is whole without its newest numbers. */
export function runPage(page: RunPage): string {
  const { links, progress, title } = page;
  const running = progress.status === 'running';
  return renderPage({
    links,
    title: `${runHead(progress)}: ${progress.study} \u00b7 signbench`,
    current: null,
    refresh: running ? REFRESH : undefined,
    children: (
      <>
        <section
          class="lede study"
          {...(progress.status === 'complete' ? {} : { 'data-live': links.progress(progress.study) })}
        >
          <p class="crumb">
            <a href={links.home()}>Studies</a> / <a href={links.study(progress.study)}>{progress.study}</a> /
            run
          </p>
          <h1 data-fact="head">{runHead(progress)}</h1>
          <p class="question">{title}</p>
          <Bar {...page} />
          <Facts {...page} />
          <State {...page} />
        </section>
        <Falling {...page} />
        <Cells {...page} />
        {progress.status === 'complete' ? null : (
          <Section title="Stop and resume" id="resume">
            <p class="cmd">
              <code>npx signbench resume {progress.study}</code>
            </p>
            <p class="note">
              Stopping loses at most the blocks in flight.
              {running ? ` Without scripts this page reloads every ${REFRESH} seconds.` : ''}
            </p>
          </Section>
        )}
      </>
    ),
  });
}

/** The share of the comparisons that are drawn. */
function shareOf({ progress: { run, status }, summary, planned }: RunPage): number | null {
  if (status === 'complete') return 1;
  const told = run === null ? null : runShare(run);
  if (told !== null) return told;
  if (summary === null) return null;
  const total = planned.reduce((sum, { n, replicates }) => sum + n * replicates, 0);
  const done = summary.cells.reduce((sum, cell) => sum + cell.n * dataSets(cell), 0);
  return total === 0 ? null : Math.min(1, done / total);
}

const Bar: FC<RunPage> = (page) => {
  const share = shareOf(page);
  if (share === null) return null;
  const percent = percentText(share);
  return (
    <p class="progress">
      <progress max="1" value={share.toFixed(4)} aria-label="Share of the work done" data-share>
        {percent}
      </progress>
      <b data-fact="share">{percent}</b>
    </p>
  );
};

const Facts: FC<RunPage> = ({ progress: { run }, now, summary, planned }) => {
  const missing = new Set(summary?.missing?.map(({ cell }) => cell) ?? []);
  const done = summary === null ? 0 : summary.cells.filter(({ key }) => !missing.has(key)).length;
  const cells = { key: 'cells', term: 'Cells done', text: `${grouped(done)} of ${grouped(planned.length)}` };
  const facts = run === null ? [cells] : [...runFacts(run, now), cells];
  return (
    <dl class="numbers">
      {facts.map(({ key, term, text }) => (
        <div>
          <dt>{term}</dt>
          <dd data-fact={key}>{text}</dd>
        </div>
      ))}
    </dl>
  );
};

const State: FC<RunPage> = ({ links, progress: { study, status, run, stale }, planned }) => {
  if (status === 'complete') {
    return (
      <p class="answer">
        <a href={links.study(study)}>The results</a>
      </p>
    );
  }
  if (status === 'planned') {
    const most = planned.reduce((sum, { replicates }) => sum + replicates, 0);
    return (
      <div class="state">
        <p>
          The study is planned: {grouped(planned.length)} {planned.length === 1 ? 'cell' : 'cells'}, at most{' '}
          {grouped(most)} data sets. No block has been stored yet.
        </p>
      </div>
    );
  }
  if (!stale || run === null) return null;
  return (
    <div class="state">
      <p>
        The run last reported at {run.updatedAt.slice(0, 19).replace('T', ' ')} UTC. Large cells can take a
        while; if the run has stopped, <code>npx signbench resume {study}</code> continues it.
      </p>
    </div>
  );
};

const Falling: FC<RunPage> = ({ falling, summary, provisional }) => {
  if (falling === null) return null;
  const { cell, seen, estimator } = falling;
  const target = summary?.study.until?.relativeMcse ?? null;
  const curve = { seen, target, most: cell.replicates };
  const now = seen[seen.length - 1];
  const finish = expectedFinish(curve);
  return (
    <Section title={`Monte Carlo error, ${keyText(cell)}`} id="error">
      <figure class="hero">
        <div>
          <Trusted html={bothWidths((width) => fallingError(curve, width))} />
        </div>
        <figcaption>
          <p>
            Of {estimatorInProse(estimator)}, whose error is the largest in this cell:{' '}
            {(100 * now.relative).toPrecision(2)} % of its root-mean-square angle after{' '}
            {grouped(now.replicates)} data sets.
          </p>
          <ValueSoFar found={provisional.find(({ key }) => key === cell.key)} estimator={estimator} />
          <p>
            {target === null
              ? `The cell takes ${grouped(cell.replicates)} data sets, where the \u221aR law puts the error at ${(100 * finish.relative).toPrecision(2)} %.`
              : `A cell stops at a planned look at which the error is ${Number((100 * target).toPrecision(3))} % or less; the \u221aR law puts that near ${grouped(rounded(finish.replicates))}.`}
          </p>
          <p>
            Stopping looks only at data sets in the order of their numbers, so that the order of arrival
            cannot change the result.
          </p>
        </figcaption>
      </figure>
    </Section>
  );
};

/** The value whose error is drawn. */
const ValueSoFar: FC<{ readonly found: ProvisionalCell | undefined; readonly estimator: string }> = ({
  found,
  estimator,
}) => {
  const measure = found?.estimators.find(({ id }) => id === estimator)?.measures.rmsAngle;
  const shown = valueText(measure, { scale: DEGREES, decimals: decimalsOf([measure], DEGREES) });
  return shown === null ? null : (
    <p>
      Value so far: <b>{shown.value}°</b> ({shown.mcse ?? '\u2013'}). It is provisional until the cell stops.
    </p>
  );
};
