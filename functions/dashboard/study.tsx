import type { FC } from 'hono/jsx';
import { type Design, designOf } from '../../results/charts/design.ts';
import { mainMeasure } from '../../results/charts/main-measure.ts';
import { grouped } from '../../results/charts/numbers.ts';
import { shownMeasure } from '../../results/charts/shown-measures.ts';
import type { Predict } from '../../results/predictions/predict.ts';
import { claimsTable } from '../../results/report/claims-table.ts';
import { biasFigure, gridMultiples } from '../../results/report/grid-figures.ts';
import { gridAnswer, gridHeadline } from '../../results/report/grid-words.ts';
import { answer, headline } from '../../results/report/headline.ts';
import { measuresTables } from '../../results/report/measures-tables.ts';
import { multiples } from '../../results/report/multiples.ts';
import { type FailureNote, failureNotes, gapLines } from '../../results/report/notes.ts';
import { provenanceBox } from '../../results/report/provenance-box.ts';
import { ratesTable } from '../../results/report/rates-table.ts';
import { signatureNotes } from '../../results/report/signature-notes.ts';
import { replayNote, studyFacts } from '../../results/report/study-facts.ts';
import { capitalised, listed, prose } from '../../results/report/words.ts';
import type { Provenance, Summary } from '../../results/summary.ts';
import { verdictCounts } from './card.ts';
import { chartAxis } from './chart-axis.ts';
import { compareQuery } from './compare.tsx';
import type { Links } from './links.ts';
import { MainFigure } from './main-figure.tsx';
import { renderPage, Section, Trusted } from './page.tsx';
import type { ResultChoice } from './places.ts';
import { Reuse } from './reuse.tsx';
import type { StudyView } from './study-view.ts';
import { Switches } from './switches.tsx';
import { Values } from './values.tsx';

/** What the page of a study shows. */
export interface StudyPage {
  readonly links: Links;
  readonly summary: Summary;
  /** Null where no run said what it was. */
  readonly provenance: Provenance | null;
  readonly predict: Predict;
  readonly view: StudyView;
  /** The same study in other places. */
  readonly twins: readonly ResultChoice[];
}

/** The page of a study: the question, its answer, the verdicts, the picture, the table, how to have all of it again. */
export function studyPage({ links, summary, provenance, predict, view, twins }: StudyPage): string {
  const design = designOf(summary);
  const { title, aim } = summary.study;
  const partial = summary.status === 'partial';
  return renderPage({
    links,
    title: `${title} \u00b7 signbench`,
    description: aim,
    current: null,
    children: (
      <>
        <Lede design={design} links={links} />
        {partial ? <Gap summary={summary} links={links} /> : null}
        <Section title="Claims" id="claims" html={claimsTable(design, predict)} />
        {partial ? null : (
          <Section title={figureTitle(summary, view)} id="figure">
            <Switches design={design} links={links} view={view} />
            <MainFigure design={design} predict={predict} view={view} />
            <FigureTools links={links} summary={summary} view={view} />
          </Section>
        )}
        {partial ? null : (
          <Section title="Is it the cube-root law?" id="rates" html={rates(design, predict)} />
        )}
        {partial || design.parts.length === 1 ? null : (
          <Section title="Bias" id="bias" html={biasFigure(design, predict)} />
        )}
        <Section title="Values" id="values">
          <Values design={design} predict={predict} links={links} view={view} />
          <Trusted html={measuresTables(design, predict)} />
        </Section>
        <Failures summary={summary} />
        <Section title="The study" id="study" html={`${studyFacts(design)}${replayNote(summary)}`}>
          <p class="note after">
            <a href={links.methods()}>How errors, rates and claims are computed</a>: the formula of every
            measure and of its Monte Carlo standard error.
          </p>
        </Section>
        <Section title="Run it yourself" id="provenance">
          {provenance === null ? (
            <p class="note">No run of this study has said what it was.</p>
          ) : (
            <Trusted html={provenanceBox(summary, provenance)} />
          )}
          <Twins {...{ links, twins, name: summary.study.name }} />
          {links.compare() === null ? <HowToCompare /> : null}
          <Reuse summary={summary} provenance={provenance} links={links} view={view} />
        </Section>
      </>
    ),
  });
}

/** Where a folder of files has no page that compares. */
const HowToCompare: FC = () => (
  <p class="note after">
    A server compares this result with another, number by number:{' '}
    <code>npx signbench serve --store YOURS --against THESE</code>, where both are folders of results; then
    open Compare.
  </p>
);

/** Other results of the study, each beside this one. */
const Twins: FC<{
  readonly links: Links;
  readonly twins: readonly ResultChoice[];
  readonly name: string;
}> = ({ links, twins, name }) => (
  <>
    {twins.map((twin) => (
      <p class="note after">
        This study is also among {twin.place?.toLowerCase()}:{' '}
        <a href={links.compare(compareQuery({ value: name }, twin)) ?? ''}>compare the two results</a>.
      </p>
    ))}
  </>
);

const Lede: FC<{ readonly design: Design; readonly links: Links }> = ({ design, links }) => {
  const { summary } = design;
  const { name, title, aim, profile } = summary.study;
  const isGrid = design.parts.length > 1;
  const reply = summary.status === 'partial' ? '' : isGrid ? gridAnswer(design) : answer(summary);
  return (
    <section class="lede study">
      <p class="crumb">
        <a href={links.home()}>Studies</a> / {name}
        {profile === 'quick' ? ', its quick profile' : ''}
      </p>
      <h1>
        <Trusted html={prose(title)} />
      </h1>
      {aim === '' ? null : (
        <p class="question">
          <Trusted html={prose(capitalised(aim))} />
        </p>
      )}
      <p class="answer">
        <Trusted
          html={`${isGrid ? gridHeadline(design) : headline(summary)} ${reply} ${verdictsSentence(summary)}`.trim()}
        />
      </p>
    </section>
  );
};

/** Lines beyond these only repeat. */
const MOST_LINES = 60;

const Gap: FC<{ readonly summary: Summary; readonly links: Links }> = ({ summary, links }) => {
  const lines = gapLines(summary);
  const run = links.run(summary.study.name);
  return (
    <section class="gap">
      <p>This study is not whole, so no chart is drawn and its values are provisional.</p>
      <ul class="note">
        {lines.slice(0, MOST_LINES).map((line) => (
          <li>{line}</li>
        ))}
        {lines.length > MOST_LINES ? <li>and {lines.length - MOST_LINES} more</li> : null}
      </ul>
      {run === null ? null : (
        <p class="note">
          <a href={run}>How far it is, and how to go on</a>
        </p>
      )}
    </section>
  );
};

function figureTitle(summary: Summary, view: StudyView): string {
  const shown = view.measure === null ? mainMeasure(summary) : shownMeasure(view.measure);
  const name = shown.measure === 'rmsAngle' ? 'Angle' : capitalised(shown.name);
  const axis = chartAxis(summary, view);
  return axis === null ? `${name} by combination` : `${name} against ${axis}`;
}

/** `Of 4 claims, 3 are supported and 1 is undecided.` */
function verdictsSentence({ claims }: Summary): string {
  if (claims.length === 0) return '';
  if (claims.length === 1) return `Its claim is ${claims[0].verdict}.`;
  const counts = verdictCounts(claims.map(({ verdict }) => verdict)).map(
    ([verdict, count]) => `${grouped(count)} ${count === 1 ? 'is' : 'are'} ${verdict}`,
  );
  return `Of ${grouped(claims.length)} claims, ${listed(counts)}.`;
}

const FigureTools: FC<{ readonly links: Links; readonly summary: Summary; readonly view: StudyView }> = ({
  links,
  summary,
  view,
}) => {
  const { name } = summary.study;
  const chart = links.file(name, 'chart.svg', view);
  return chart === null ? null : (
    <p class="tools">
      <a href={chart} download={`${name}.svg`}>
        SVG
      </a>
      <button type="button" data-needs-script data-png={chart} data-name={`${name}.png`}>
        Save as PNG
      </button>
    </p>
  );
};

function rates(design: Design, predict: Predict): string {
  const table = ratesTable(design, predict);
  if (design.parts.length > 1) return `${table}${gridMultiples(design, predict)}`;
  const { summary } = design;
  return `${multiples(summary, predict(summary.study.scenarios[0]))}${table}`;
}

const Failures: FC<{ readonly summary: Summary }> = ({ summary }) => {
  const notes: readonly FailureNote[] = [...failureNotes(summary), ...signatureNotes(summary)];
  return (
    <Section title="Failed fits" id="failures">
      {notes.length === 0 ? (
        <p class="note">No fit failed.</p>
      ) : (
        <ul class="failures note">
          {notes.map(({ sentence, command }) => (
            <li>
              {sentence}
              {command === undefined ? null : <code>npx {command}</code>}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
};
