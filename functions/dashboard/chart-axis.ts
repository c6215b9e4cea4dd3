import { designOf } from '../../results/charts/design.ts';
import { axisFactors } from '../../results/charts/factor-axis.ts';
import { FEW_SIZES } from '../../results/report/grid-figures.ts';
import type { Summary } from '../../results/summary.ts';
import type { StudyView } from './study-view.ts';

/** What the main chart of a study has on its horizontal axis: `n`, the name of a factor, or null where it has a row for each combination. */
export function chartAxis(summary: Summary, { along }: Pick<StudyView, 'along'>): string | null {
  const { scenarios, sampleSizes } = summary.study;
  if (scenarios.length === 1 || sampleSizes.length > FEW_SIZES) return 'n';
  const axes = axisFactors(designOf(summary).factors);
  const asked = axes.find(({ path }) => path === along);
  const most = axes.reduce<(typeof axes)[number] | null>(
    (best, one) => (best === null || one.levels.size > best.levels.size ? one : best),
    null,
  );
  return (asked ?? most)?.name ?? null;
}
