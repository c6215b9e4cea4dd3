import type { FC } from 'hono/jsx';
import type { Design } from '../../results/charts/design.ts';
import { axisFactors } from '../../results/charts/factor-axis.ts';
import { mainMeasure } from '../../results/charts/main-measure.ts';
import { estimatorName } from '../../results/charts/series.ts';
import { isSigned, shownMeasures } from '../../results/charts/shown-measures.ts';
import { FEW_SIZES } from '../../results/report/grid-figures.ts';
import type { Links } from './links.ts';
import type { StudyView } from './study-view.ts';

interface Choice {
  readonly text: string;
  readonly view: StudyView;
  readonly current: boolean;
}

/** What may be shown otherwise, as links: every choice is an address, so that a view can be kept and sent. */
export const Switches: FC<{
  readonly design: Design;
  readonly links: Links;
  readonly view: StudyView;
}> = ({ design, links, view }) => {
  const { name } = design.summary.study;
  const groups: readonly (readonly [title: string, choices: readonly Choice[]])[] = [
    ['Measure', measures(design, view)],
    ['Scale', scales(design, view)],
    ['Estimators shown', estimators(design, view)],
    ['Along', factors(design, view)],
  ];
  const offered = groups.flatMap(([title, choices]) => {
    const there = choices.filter(({ view: other }) => links.has(other));
    return there.length < 2 ? [] : [[title, there] as const];
  });
  return offered.length === 0 ? null : (
    <dl class="switches">
      {offered.map(([title, choices]) => (
        <>
          <dt>{title}</dt>
          <dd>
            {choices.map(({ text, view: other, current }) => (
              <a href={`${links.study(name, other)}#figure`} {...(current ? { 'aria-current': 'true' } : {})}>
                {text}
              </a>
            ))}
          </dd>
        </>
      ))}
    </dl>
  );
};

function measures({ summary }: Design, view: StudyView): readonly Choice[] {
  const main = mainMeasure(summary);
  return shownMeasures(summary).map(({ measure, name }) => {
    const asked = measure === main.measure ? null : measure;
    return { text: name, view: { ...view, measure: asked }, current: view.measure === asked };
  });
}

function scales({ summary, parts }: Design, view: StudyView): readonly Choice[] {
  const shown = shownMeasures(summary).find(({ measure }) => measure === view.measure);
  if (shown !== undefined && isSigned(shown)) return [];
  // Pictures of combinations take a logarithm only where values are far apart.
  const isByRange = parts.length > 1 && summary.study.sampleSizes.length <= FEW_SIZES;
  return (['log', 'linear'] as const).map((scale) => ({
    text: scale === 'linear' ? 'linear' : isByRange ? 'by range' : 'logarithmic',
    view: { ...view, scale },
    current: view.scale === scale,
  }));
}

/** Each estimator is put in or taken out; the last one stays. */
function estimators({ summary }: Design, view: StudyView): readonly Choice[] {
  const ids = summary.study.scenarios[0].estimators.map(({ id }) => id);
  if (ids.length < 2) return [];
  const shown = view.only ?? ids;
  return ids.map((id) => {
    const others = ids.filter((one) => (one === id ? !shown.includes(id) : shown.includes(one)));
    const only = others.length === ids.length || others.length === 0 ? null : others;
    return { text: estimatorName(id), view: { ...view, only }, current: shown.includes(id) };
  });
}

function factors({ factors: all }: Design, view: StudyView): readonly Choice[] {
  const axes = axisFactors(all);
  if (axes.length < 2) return [];
  const most = axes.reduce((best, one) => (one.levels.size > best.levels.size ? one : best));
  return axes.map(({ path, name }) => {
    const asked = path === most.path ? null : path;
    return { text: name, view: { ...view, along: asked }, current: view.along === asked };
  });
}
