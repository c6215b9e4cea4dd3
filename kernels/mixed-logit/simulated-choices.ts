import type { Stream } from '../backend.ts';
import { ownRandom } from '../random/own-random.ts';
import { type ChoicePanel, otherShares } from './choice-panel.ts';

/** What the same people, in the same situations, would choose with other tastes: `tasteOf` says that of chooser u. */
export function simulatedChoices(
  panel: ChoicePanel,
  { tasteOf, stream }: { readonly tasteOf: (u: number) => Float64Array; readonly stream: Stream },
): ChoicePanel {
  const random = ownRandom(stream);
  const { choosers, situations } = panel;
  const rows = Float64Array.from(panel.rows);
  for (let u = 0; u + 1 < choosers.length; u++) {
    const taste = tasteOf(u);
    for (let t = choosers[u]; t < choosers[u + 1]; t++) {
      const shares = otherShares(panel, t, taste);
      const [uniform] = random.uniforms(t);
      let left = uniform;
      for (let i = 0; i < shares.length; i++) {
        left -= shares[i];
        if (left >= 0) continue;
        chooseInstead(
          { ...panel, rows },
          { first: situations[t], last: situations[t + 1], chosen: situations[t] + i },
        );
        break;
      }
    }
  }
  return { ...panel, rows };
}

/** Turns the rows of a situation into those that it has where the alternative of row `chosen` is chosen. */
function chooseInstead(
  { d, rows }: ChoicePanel,
  { first, last, chosen }: { readonly first: number; readonly last: number; readonly chosen: number },
): void {
  for (let j = 0; j < d; j++) {
    const own = rows[chosen * d + j];
    for (let i = first; i < last; i++) rows[i * d + j] -= own;
    rows[chosen * d + j] = -own;
  }
}
