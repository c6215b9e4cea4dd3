import { type ScorePoint, sampleLandscape } from '../../../results/charts/score-landscape.ts';
import { drawReplicate } from '../../study/draw-replicate.ts';
import type { Engine } from '../../study/engine.ts';
import type { Study } from '../../study/study.ts';
import { type Course, startCourse } from './course.ts';
import { type Foreseen, foresee } from './foreseen.ts';
import type { Played } from './fragments.tsx';
import { closeSize, playedCells, studyOf } from './played-study.ts';
import type { Settings } from './settings.ts';

/** A playground at work: its numbers grow with every step. */
export interface Play {
  readonly step: () => boolean;
  /** From 0 to 1. */
  readonly share: () => number;
  readonly played: () => Played;
}

/** Begins to compute what settings ask for; they are not `unanswerable`. */
export function startPlay(settings: Settings, engine: Engine, given?: Foreseen): Play {
  const study = studyOf(settings);
  const foreseen = given ?? foresee(study.scenarios[0]);
  const course: Course = startCourse(study, engine);
  let sample: Played['sample'] = null;
  const sampled = (): Played['sample'] => {
    const fits = course.first();
    if (sample === null && fits !== null)
      sample = { fits, n: closeSize(study), points: firstScore(study, foreseen, engine) };
    return sample;
  };
  return {
    step: () => course.step(),
    share: () => course.share(),
    played: () => ({
      settings,
      foreseen,
      summary: course.share() === 0 ? null : course.summary(),
      sample: sampled(),
    }),
  };
}

/** Nothing computed yet: what theory says. */
export const foreseenOnly = (settings: Settings, given?: Foreseen): Played => ({
  settings,
  foreseen: given ?? foresee(studyOf(settings).scenarios[0]),
  summary: null,
  sample: null,
});

/** The score of the first data set that is looked at closely. */
function firstScore(study: Study, { target }: Foreseen, engine: Engine): readonly ScorePoint[] {
  const cell = playedCells(study).find(({ n }) => n === closeSize(study));
  return cell === undefined ? [] : sampleLandscape(drawReplicate(cell, 0, engine), target);
}
