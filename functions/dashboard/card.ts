import type { StudyEntry } from '../../results/catalogue/catalogue.ts';
import type { StudyStatus } from '../../results/catalogue/study-progress.ts';
import { designOf } from '../../results/charts/design.ts';
import { thumbnail } from '../../results/charts/thumbnail.ts';
import type { Verdict } from '../../results/claims/judgement.ts';
import { gridHeadline } from '../../results/report/grid-words.ts';
import { headline } from '../../results/report/headline.ts';
import { dataSets } from '../../results/report/value-format.ts';
import type { Summary } from '../../results/summary.ts';

/** What a list says of one study. */
export interface StudyCard {
  readonly name: string;
  readonly title: string;
  readonly aim: string;
  readonly status: StudyStatus;
  /** The headline as HTML; empty where nothing was measured yet. */
  readonly sentence: string;
  /** One a claim, in their order. */
  readonly verdicts: readonly Verdict[];
  readonly dataSets: number;
  readonly combinations: number;
  /** SVG text; null where there is nothing to draw. */
  readonly thumbnail: string | null;
}

/** The card of a study that is whole; the sentence is read, the picture looked at, nothing else is needed. */
export function cardOf(summary: Summary): StudyCard {
  const { study, claims, cells } = summary;
  const design = designOf(summary);
  const isGrid = design.parts.length > 1;
  return {
    name: study.name,
    title: study.title,
    aim: study.aim,
    status: 'complete',
    sentence: isGrid ? gridHeadline(design) : headline(summary),
    verdicts: claims.map(({ verdict }) => verdict),
    dataSets: cells.reduce((sum, cell) => sum + dataSets(cell), 0),
    combinations: design.parts.length,
    thumbnail: thumbnail(summary),
  };
}

/** The card of a study that is not whole: what it asks, and nothing that it measured. */
export const openCard = ({ name, title, aim, status, problem, combinations }: StudyEntry): StudyCard => ({
  name,
  title,
  aim: problem ?? aim,
  status,
  sentence: '',
  verdicts: [],
  dataSets: 0,
  combinations,
  thumbnail: null,
});

/** How often each verdict was given, in the order of their weight. */
export function verdictCounts(verdicts: readonly Verdict[]): readonly (readonly [Verdict, number])[] {
  return (['supported', 'refuted', 'undecided'] as const).flatMap((verdict) => {
    const count = verdicts.filter((one) => one === verdict).length;
    return count === 0 ? [] : [[verdict, count] as const];
  });
}
