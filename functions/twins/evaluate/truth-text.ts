import { grouped } from '../../../results/charts/numbers.ts';
import type { Estimated, Spread } from '../truth/spread.ts';
import type { TruthManifest } from '../truth/truth-manifest.ts';

const withError = ({ value, se }: Estimated, decimals: number, scale = 1): string => {
  const text = (scale * value).toFixed(decimals);
  return se === null ? text : `${text} (standard error ${(scale * se).toFixed(decimals)})`;
};

/** What is known of a data set's personas, a sentence each. */
export function truthSentences(truth: TruthManifest): readonly string[] {
  const { personas, silent, labels, ridge, accuracy, reliability, spread, known } = truth;
  return [
    `Utilities of ${grouped(personas - silent)} personas from ${grouped(labels)} labels, logistic regression with a ridge of ${ridge} mean squares of a feature, chosen by cross-validation${silent === 0 ? '' : `; ${grouped(silent)} personas gave no label`}.`,
    accuracy === null
      ? 'Too few labels to keep any back: the accuracy is not known.'
      : `Of labels that were kept back ${withError(accuracy, 1, 100)} % are ranked as the persona did.`,
    reliability === null
      ? 'No persona has labels enough for two halves: how much of the differences below is noise is not known.'
      : `Two halves of a persona's labels give utilities that correlate at ${withError(reliability, 3)}: what is missing from 1 is noise, and it adds to the differences below.`,
    ...spreadSentences(spread),
    ...(known === null
      ? []
      : [
          `The average of the estimates is ${known.averageAngle.toFixed(1)} degrees from that of the known utilities, and ranks ${(100 * known.averageDisagreement).toFixed(2)} % of pairs differently; for the median persona ${known.personaAngle.median.toFixed(1)} degrees and ${(100 * known.personaDisagreement.median).toFixed(2)} %.`,
          ...spreadSentences(known.spread).map(
            (sentence) => `Known utilities: ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`,
          ),
        ]),
  ];
}

function spreadSentences({
  norms,
  angles,
  effectiveTypes,
  signMismatch,
  asymmetry,
}: Spread): readonly string[] {
  return [
    `A persona's x.beta has a root mean square of ${norms.median.toFixed(2)} (5 to 95 % of personas: ${norms.low.toFixed(2)} to ${norms.high.toFixed(2)}).`,
    ...(angles === null
      ? []
      : [
          `Two personas are ${angles.median.toFixed(1)} degrees apart (5 to 95 %: ${angles.low.toFixed(1)} to ${angles.high.toFixed(1)}), as x.beta varies over pairs.`,
        ]),
    `Effective number of types, U^2 / sum of cos^2 over all pairs of personas: ${withError(effectiveTypes, 2)}; opposite tastes count as one.`,
    `On ${withError(signMismatch, 2, 100)} % of pairs most answers are against the average utility; the paper's consistency needs 0.`,
    `Asymmetry of x.beta_u about its mean: ${withError(asymmetry, 3)}, where 0 is the paper's assumption and 1 the most there can be; mirror images of the personas give up to ${asymmetry.nullTop.toFixed(3)} (p = ${asymmetry.p.toFixed(3)}).`,
  ];
}

/** The truth for a terminal. */
export const truthText = (truth: TruthManifest): string => `${truthSentences(truth).join('\n')}\n`;
