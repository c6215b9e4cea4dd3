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
  /** `planned`: kept in the store, without a summary. */
  readonly status: 'complete' | 'partial' | 'planned';
  /** The headline as HTML; empty where nothing was measured yet. */
  readonly sentence: string;
  /** One a claim, in their order. */
  readonly verdicts: readonly Verdict[];
  readonly dataSets: number;
  readonly combinations: number;
  /** SVG text; null where there is nothing to draw. */
  readonly thumbnail: string | null;
}

/** The card of a study with a summary; the sentence is read, the picture looked at, nothing else is needed. */
export function cardOf(summary: Summary): StudyCard {
  const { study, status, claims, cells } = summary;
  const design = designOf(summary);
  const isGrid = design.parts.length > 1;
  return {
    name: study.name,
    title: study.title,
    aim: study.aim,
    status,
    sentence: isGrid ? gridHeadline(design) : headline(summary),
    verdicts: claims.map(({ verdict }) => verdict),
    dataSets: cells.reduce((sum, cell) => sum + dataSets(cell), 0),
    combinations: design.parts.length,
    thumbnail: status === 'partial' ? null : thumbnail(summary),
  };
}

/** The card of a study that the store keeps and has no summary of. */
export const plannedCard = ({
  name,
  title,
  aim,
}: {
  readonly name: string;
  readonly title: string;
  readonly aim: string;
}): StudyCard => ({
  name,
  title,
  aim,
  status: 'planned',
  sentence: '',
  verdicts: [],
  dataSets: 0,
  combinations: 1,
  thumbnail: null,
});

/** How often each verdict was given, in the order of their weight. */
export function verdictCounts(verdicts: readonly Verdict[]): readonly (readonly [Verdict, number])[] {
  return (['supported', 'refuted', 'undecided'] as const).flatMap((verdict) => {
    const count = verdicts.filter((one) => one === verdict).length;
    return count === 0 ? [] : [[verdict, count] as const];
  });
}
