/** What the paper reports of its own experiment, by the names of our estimators. */
export interface Published {
  readonly estimator: 'rlhf' | 'sign';
  /** Degrees. */
  readonly angle: number;
  /** Share of pairs. */
  readonly disagreement: number;
}

/** Aouad, El Gadarri & Farias, arXiv 2510.23965: 43,834 pairs, 200 personas, features of 2,880 numbers. It gives no values for EM. */
export const PUBLISHED: readonly Published[] = [
  { estimator: 'rlhf', angle: 63, disagreement: 0.12 },
  { estimator: 'sign', angle: 41, disagreement: 0.08 },
];

export const PUBLISHED_SENTENCE =
  'Published values: arXiv 2510.23965, 43,834 pairs, 200 personas, 2,880 features, RLHF and the sign estimator; other data than these.';

/** Shown beside them. */
export const NOT_REPRODUCED_SENTENCE =
  'They are not reproduced here: the experiment needs its pairs, personas, labels and embeddings, and only quantities of the same kind stand beside each other.';

/** Shown wherever simulated twins stand beside published values. */
export const CALIBRATION_SENTENCE =
  'A synthetic generator is a calibration to the two published figures, not evidence for what happened in that experiment.';
