import { planStudy } from '../../functions/study/plan.ts';
import type { Profile, Study } from '../../functions/study/study.ts';
import type { Verdict } from '../claims/judgement.ts';
import type { Summary } from '../summary.ts';

/** What a list of studies says of one, whether it is computed or not. */
export interface StudyFacts {
  readonly studyHash: string;
  readonly title: string;
  readonly aim: string;
  readonly profile: Profile;
  readonly estimators: readonly string[];
  readonly sampleSizes: readonly number[];
  /** Combinations of what varies; 1 where nothing does. */
  readonly combinations: number;
  readonly cells: number;
  /** Verdicts in the order of the judged claims; empty while there are none. */
  readonly verdicts: readonly Verdict[];
}

/** The facts of a study that is planned or going on. */
export const factsOfStudy = (study: Study, studyHash: string): StudyFacts => ({
  ...common(study, studyHash),
  cells: planStudy(study).length,
  verdicts: [],
});

export const factsOfSummary = ({ study, studyHash, cells, claims }: Summary): StudyFacts => ({
  ...common(study, studyHash),
  cells: cells.length,
  verdicts: claims.map(({ verdict }) => verdict),
});

const common = (study: Study, studyHash: string): Omit<StudyFacts, 'cells' | 'verdicts'> => ({
  studyHash,
  title: study.title,
  aim: study.aim,
  profile: study.profile,
  estimators: (study.scenarios[0]?.estimators ?? []).map(({ id }) => id),
  sampleSizes: study.sampleSizes,
  combinations: study.scenarios.length,
});

/** What is said of a study that cannot be read. */
export const NO_FACTS: StudyFacts = {
  studyHash: '',
  title: '',
  aim: '',
  profile: 'full',
  estimators: [],
  sampleSizes: [],
  combinations: 0,
  cells: 0,
  verdicts: [],
};
