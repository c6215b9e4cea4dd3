/**
 * Var Z of Chernoff's law, Z = argmax_t (W(t) - t^2) with W a two-sided Brownian motion; its mean is 0.
 * Source: Groeneboom & Wellner (2001), Computing Chernoff's distribution; 14 digits.
 */
const CHERNOFF_VARIANCE = 0.26355964129961;

/** E|Z|. */
export const CHERNOFF_MEAN_ABSOLUTE = 0.41273655016429;

/** sqrt(E Z^2): the root-mean-square error in units of c n^(-1/3). */
export const CHERNOFF_RMS = Math.sqrt(CHERNOFF_VARIANCE);
