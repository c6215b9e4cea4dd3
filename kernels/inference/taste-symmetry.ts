import type { Stream } from '../backend.ts';
import type { ChoicePanel } from '../mixed-logit/choice-panel.ts';
import { movedLaw } from '../mixed-logit/moved-law.ts';
import { normalTastes } from '../mixed-logit/normal-tastes.ts';
import { roughTastes } from '../mixed-logit/rough-tastes.ts';
import { simulatedChoices } from '../mixed-logit/simulated-choices.ts';
import { standardNormals } from '../mixed-logit/standard-normals.ts';
import type { SymmetricTastes } from '../mixed-logit/symmetric-em-step.ts';
import { symmetricTastes, symmetricTastesFrom } from '../mixed-logit/symmetric-tastes.ts';
import { inTastes, type TastePool, tastePool } from '../mixed-logit/taste-pool.ts';
import { type TastePrior, tastePrior } from '../mixed-logit/taste-posterior.ts';
import { lowerTimes } from '../mixed-logit/triangular.ts';
import { ownRandom } from '../random/own-random.ts';
import { asymmetryStatistic } from './asymmetry-statistic.ts';

/** A panel whose tastes can be tested, and the symmetric law that was fitted. */
export interface SymmetryTest {
  readonly statistic: number;
  /** Directions that choices tell enough of; without any there is nothing to test. */
  readonly directions: number;
  readonly law: SymmetricTastes;
  /** The statistic of choices that are simulated from the symmetric law in the same situations; null where no fit was possible. */
  readonly simulated: (draw: number) => number | null;
}

/** Tastes of a chooser in a pool. */
const EACH = 64;
/** Pools that are drawn anew around better and better normal laws before one is used: from a rough law, and from that of the panel. */
const PLACINGS = 2;
const PLACINGS_AGAIN = 1;

/**
 * The parametric bootstrap of the symmetry of tastes: the law of the statistic where choosers, situations and features are those of the
 * panel and tastes follow the symmetric law that fits it best. Null where no mixed logit can be fitted.
 */
export function symmetryTest(panel: ChoicePanel, stream: Stream): SymmetryTest | null {
  const rough = roughTastes(panel);
  const pool = rough && placedPool(panel, { from: rough, placings: PLACINGS, stream });
  const normal = pool && normalTastes(pool);
  const law = normal && symmetricTastes(pool, normal);
  const found = law && asymmetryStatistic(pool, law);
  if (pool === null || law === null || found === null) return null;
  const { statistic, directions } = found;
  const simulated = (draw: number): number | null => {
    const own = { ...stream, replicate: stream.replicate + 1 + draw };
    const choices = simulatedChoices(panel, { tasteOf: tasteOf(pool, { law, stream: own }), stream: own });
    // Placed around its own fit, as the panel's pool is, so that the noise of the pools is alike.
    const drawn = placedPool(choices, { from: pool.place, placings: PLACINGS_AGAIN, stream });
    const start = drawn && movedLaw(law, { from: pool.place, to: drawn.place });
    const fitted = start && symmetricTastesFrom(drawn, start);
    return fitted && (asymmetryStatistic(drawn, fitted)?.statistic ?? null);
  };
  return { statistic, directions, law, simulated };
}

interface Placing {
  readonly from: TastePrior;
  readonly placings: number;
  readonly stream: Stream;
}

/** A pool around the normal law that fits the choices. */
function placedPool(panel: ChoicePanel, { from, placings, stream }: Placing): TastePool | null {
  let place: TastePrior | null = from;
  for (let placing = 0; placing < placings && place !== null; placing++) {
    const pool = tastePool(panel, { place, each: EACH, stream });
    const fitted = normalTastes(pool);
    place = fitted && tastePrior(inTastes(pool, fitted.law));
  }
  return place && tastePool(panel, { place, each: EACH, stream });
}

/** (1 + the draws that are as large) / (draws + 1); draws without a fit count as large. */
export function bootstrapPValue(statistic: number, simulated: readonly (number | null)[]): number {
  const large = simulated.filter((value) => value === null || value >= statistic).length;
  return (1 + large) / (simulated.length + 1);
}

interface Drawing {
  readonly law: SymmetricTastes;
  readonly stream: Stream;
}

/** A taste of the symmetric law. */
function tasteOf({ d, place }: TastePool, { law, stream }: Drawing): (u: number) => Float64Array {
  const normals = ownRandom({ ...stream, role: stream.role + 1 });
  const types = ownRandom({ ...stream, role: stream.role + 2 });
  return (u) => {
    const [type, side] = types.uniforms(u);
    const noise = lowerTimes(law.shape.factor, standardNormals(normals, { index: u, d }), d);
    const isMiddle = type < law.middle;
    const stretch = isMiddle ? Math.sqrt(law.stretch) : 1;
    const turn = isMiddle ? 0 : side < 0.5 ? 1 : -1;
    const z = noise.map((value, j) => law.centre[j] + turn * law.offset[j] + stretch * value);
    return lowerTimes(place.factor, z, d).map((value, j) => place.mean[j] + value);
  };
}
