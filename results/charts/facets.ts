import type { Predict } from '../predictions/predict.ts';
import { type Design, levelsLabel, type Part } from './design.ts';
import { type ErrorView, errorPanels } from './error-against-n.ts';
import { mainMeasure } from './main-measure.ts';
import { onOneScale, type SmallMultiple } from './small-multiple.ts';

/** One small drawing and the combination it is about. */
interface Panel {
  readonly label: string;
  readonly svg: string;
}

/** Drawings of one kind on one scale, and of how many combinations they are the first. */
export interface Facets {
  readonly panels: readonly Panel[];
  readonly of: number;
}

/** More small drawings nobody reads, and a report has to stay small. */
export const MOST_PANELS = 24;

/** Error against n: one panel a combination, in plan order, the first 24. */
export function errorFacets(
  { factors, parts, summary: whole }: Design,
  predict: Predict,
  view: ErrorView = {},
): Facets {
  const shown = parts.slice(0, MOST_PANELS).map(({ levels, summary }) => ({
    label: levelsLabel(factors, levels),
    summary,
    foresight: predict(summary.study.scenarios[0]),
  }));
  const drawn = errorPanels(shown, { ...view, shown: view.shown ?? mainMeasure(whole) });
  return { panels: shown.map(({ label }, i) => ({ label, svg: drawn[i] })), of: parts.length };
}

/** A small chart of every combination, the first 24 of those that have it; null where none has. */
export function chartFacets(
  { factors, parts }: Design,
  chartOf: (part: Part) => SmallMultiple | null,
): Facets | null {
  const shown = parts.slice(0, MOST_PANELS);
  const labels = shown.map(({ levels }) => levelsLabel(factors, levels));
  const charts = shown.map((part, i) => {
    const chart = chartOf(part);
    return chart === null ? null : { ...chart, name: `${chart.name}: ${labels[i]}` };
  });
  const panels = onOneScale(charts).flatMap((svg, i) => (svg === null ? [] : [{ label: labels[i], svg }]));
  return panels.length === 0 ? null : { panels, of: parts.length };
}
