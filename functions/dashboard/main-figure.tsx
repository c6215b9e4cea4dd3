import type { FC } from 'hono/jsx';
import type { Design } from '../../results/charts/design.ts';
import { bothWidths } from '../../results/charts/drawing.ts';
import { errorAgainstN } from '../../results/charts/error-against-n.ts';
import type { Predict } from '../../results/predictions/predict.ts';
import { heroCaption } from '../../results/report/captions.ts';
import { gridFigures } from '../../results/report/grid-figures.ts';
import { Trusted } from './page.tsx';
import { drawnView, type StudyView } from './study-view.ts';

/** The main chart of a study as its view asks for it: one drawing where nothing varies, else one for each combination and along a factor. */
export const MainFigure: FC<{
  readonly design: Design;
  readonly predict: Predict;
  readonly view: StudyView;
}> = ({ design, predict, view }) => {
  const { summary, parts } = design;
  const drawn = drawnView(view, summary);
  if (parts.length > 1) return <Trusted html={gridFigures(design, predict, drawn)} />;
  const foresight = predict(summary.study.scenarios[0]);
  return (
    <figure class="hero">
      <div>
        <Trusted html={bothWidths((width) => errorAgainstN(summary, foresight, { ...drawn, width }))} />
      </div>
      <figcaption>
        <Trusted html={heroCaption(summary, foresight, drawn.shown)} />
      </figcaption>
    </figure>
  );
};
