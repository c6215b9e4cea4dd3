import { bootstrapPValue, symmetryTest } from '../../kernels/inference/taste-symmetry.ts';
import { chooserCount } from '../../kernels/mixed-logit/choice-panel.ts';
import type { ChoiceData } from '../data/choice-data.ts';
import { situationOffsets, whitePanel } from './choice-panel-of.ts';
import { STREAM } from './direction-intervals.ts';

/** What is known of the symmetry of tastes; without `judged` a sentence says why nothing is. */
export type Symmetry =
  | { readonly status: 'judged'; readonly judged: JudgedSymmetry }
  | { readonly status: 'not-judged'; readonly reason: string };

export interface JudgedSymmetry {
  readonly level: number;
  readonly choosers: number;
  readonly situations: number;
  /** All choosers of the file. */
  readonly allChoosers: number;
  readonly statistic: number;
  /** From 1 / (draws + 1) to 1. */
  readonly pValue: number;
  /** Of the bootstrap. */
  readonly draws: number;
}

export interface SymmetryWish {
  readonly level: number;
  /** Called after each draw of the bootstrap. */
  readonly onDraw?: (done: number, draws: number) => void;
}

const DRAWS = 99;
/** Situations that a person needs: asymmetry is a third moment. */
const LEAST_SITUATIONS = 3;
/** Choosers that are looked at in one run, and fewest that say anything. */
const MOST_CHOOSERS = 2000;
const LEAST_CHOOSERS = 50;
const CHOOSERS_A_FEATURE = 10;
const MOST_FEATURES = 20;

/** Tests whether tastes are symmetric about their mean; null where nobody says who chose. */
export function symmetryOf(data: ChoiceData, { level, onDraw }: SymmetryWish): Symmetry | null {
  const { users, isChooserUnknown } = data;
  if (users === null || isChooserUnknown) return null;
  const lacking = whatLacks(data, users);
  if (lacking !== null) return notJudged(lacking);
  const panel = whitePanel(data, users, { least: LEAST_SITUATIONS, most: MOST_CHOOSERS });
  const test = panel && symmetryTest(panel, STREAM);
  if (panel === null || test === null) return notJudged(NO_FIT);
  if (test.directions === 0) return notJudged(ALIKE);
  const { statistic } = test;
  const simulated = Array.from({ length: DRAWS }, (_, draw) => {
    const found = test.simulated(draw);
    onDraw?.(draw + 1, DRAWS);
    return found;
  });
  return {
    status: 'judged',
    judged: {
      level,
      choosers: chooserCount(panel),
      situations: panel.situations.length - 1,
      allChoosers: users.length - 1,
      statistic,
      pValue: bootstrapPValue(statistic, simulated),
      draws: DRAWS,
    },
  };
}

const notJudged = (reason: string): Symmetry => ({ status: 'not-judged', reason });

const NO_FIT =
  'no law of tastes could be fitted to these choices, for instance since people do not differ in some direction or their choices are told rightly by one direction.';
const ALIKE =
  'the choices tell too little of how people differ, either since their tastes are alike or since each made few choices.';

/** Why the data cannot be judged; null where they can. */
function whatLacks(data: ChoiceData, users: Uint32Array): string | null {
  const { d, n } = data.comparisons;
  const starts = data.situations ?? Uint32Array.from({ length: n + 1 }, (_, i) => i);
  const offsets = situationOffsets(starts, users);
  const enough = offsets.subarray(1).filter((end, u) => end - offsets[u] >= LEAST_SITUATIONS).length;
  const needed = Math.max(LEAST_CHOOSERS, CHOOSERS_A_FEATURE * d);
  if (enough < needed) {
    return `${enough} of ${users.length - 1} choosers made ${LEAST_SITUATIONS} choices or more, and ${d} ${d === 1 ? 'feature needs' : 'features need'} ${needed} such people; asymmetry is a third moment.`;
  }
  if (d <= MOST_FEATURES) return null;
  return `it needs the covariance of tastes, which is not estimated for more than ${MOST_FEATURES} features, here ${d}; leave some out with --without, or name fewer with --features.`;
}
