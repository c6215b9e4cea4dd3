import { bothWidths, RLHF, SIGN } from '../../results/charts/drawing.ts';
import { errorAgainstN } from '../../results/charts/error-against-n.ts';
import { seriesOf } from '../../results/charts/series.ts';
import type { Foresight } from '../../results/predictions/predict.ts';
import { heroCaption } from '../../results/report/captions.ts';
import { headline } from '../../results/report/headline.ts';
import { usersSentence } from '../../results/report/words.ts';
import type { Summary } from '../../results/summary.ts';
import type { StudyCard } from './card.ts';
import type { Links } from './links.ts';
import { renderPage, Section, Trusted } from './page.tsx';
import { type Search, StudyList } from './study-list.tsx';

/** What the home page shows. */
export interface HomeView {
  readonly links: Links;
  readonly cards: readonly StudyCard[];
  readonly search: Search;
  /** The study whose picture stands for all, with what theory says of it; null where none is fit for it. */
  readonly flagship: { readonly summary: Summary; readonly foresight: Foresight } | null;
}

/** The home page: one sentence with its number, the picture that shows it, and the studies. */
export const homePage = ({ links, cards, search, flagship }: HomeView): string =>
  renderPage({
    links,
    title: 'signbench: does the sign estimator reach the average taste?',
    description:
      'Reproducible studies of the sign estimator of LLM alignment and its rivals, each number with its error.',
    current: 'studies',
    children: (
      <>
        {flagship === null ? <Empty cards={cards} /> : <Lede {...flagship} links={links} />}
        <Section title="Studies" id="studies">
          <StudyList links={links} cards={cards} search={search} />
        </Section>
      </>
    ),
  });

const Lede = ({
  summary,
  foresight,
  links,
}: NonNullable<HomeView['flagship']> & { readonly links: Links }) => (
  <section class="lede">
    <h1>
      <Trusted html={headline(summary)} />
    </h1>
    <figure class="hero">
      <div>
        <Trusted html={bothWidths((width) => errorAgainstN(summary, foresight, { width }))} />
      </div>
      <figcaption>
        <Trusted html={heroCaption(summary, foresight)} />
        <p>{usersSentence(summary.study.scenarios[0].population.users)}</p>
        <p>
          <a href={links.study(summary.study.name)}>The study behind this chart</a>
        </p>
      </figcaption>
    </figure>
  </section>
);

const Empty = ({ cards }: Pick<HomeView, 'cards'>) => (
  <section class="lede">
    <h1>Does the sign estimator reach the average taste, where RLHF does not?</h1>
    <p class="answer">
      {cards.length === 0
        ? 'This store has no study yet. One run fills it:'
        : 'No finished study here has both estimators over several sizes; the studies below say what there is.'}
    </p>
    {cards.length === 0 ? (
      <p class="cmd">
        <code>npx signbench run cube-root</code>
      </p>
    ) : null}
  </section>
);

/** Sizes that a picture of a course needs. */
const FEWEST_SIZES = 3;

/**
 * Whether a study may stand for all, and how well: it is whole, nothing varies, both estimators were measured at several sizes; the
 * wider its range of n, the better. The flagship of the suite goes before all others. Null where it may not.
 */
export function flagshipRank(summary: Summary): number | null {
  const { study, status, cells } = summary;
  if (status !== 'complete' || study.scenarios.length !== 1 || cells.length < FEWEST_SIZES) return null;
  const { sampleSizes, name, profile } = study;
  const colours = seriesOf(summary, 'rmsAngle')
    .filter(({ points }) => points.length >= FEWEST_SIZES)
    .map(({ mark }) => mark.colour);
  if (!colours.includes(SIGN) || !colours.includes(RLHF)) return null;
  const span = sampleSizes[sampleSizes.length - 1] / sampleSizes[0];
  return (name === 'cube-root' ? 1e12 : 0) + (profile === 'full' ? 1e9 : 0) + Math.min(span, 1e8);
}
