/**
 * Var Z of Chernoff's law, Z = argmax_t (W(t) - t^2) with W a two-sided Brownian motion; its mean is 0 (C1).
 * chernoff.ts has the law itself. Source: Groeneboom & Wellner (2001), Computing Chernoff's distribution.
 */
const CHERNOFF_VARIANCE = 0.2635596412996102;

/** E|Z|. */
export const CHERNOFF_MEAN_ABSOLUTE = 0.4127365501642911;

/** sqrt(E Z^2): the root-mean-square error in units of c n^(-1/3). */
export const CHERNOFF_RMS = Math.sqrt(CHERNOFF_VARIANCE);
