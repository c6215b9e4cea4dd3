/**
 * Role words of Philox counters: a purpose in the high bits, a pair of columns in the low twenty. Roles from 2^31 up
 * belong to estimators: their own randomness has the hash of their specification, with the top bit set, as role.
 */
const purpose = (k: number): number => k * 0x100000;

/** Normals of features 2j and 2j + 1. */
export const featuresRole = (pair: number): number => purpose(1) + pair;

/** Normals of taste coordinates 2j and 2j + 1, by user. */
export const tastesRole = (pair: number): number => purpose(2) + pair;

/** Words 0-1: which type the user is, by user; words 2-3: the noise of the choice, by row. */
export const JUDGEMENT_ROLE = purpose(3);

/** The gamma variate of a skewed taste, by user. */
export const TASTE_GAMMA_ROLE = purpose(4);

/** Independent features from this column on: one, or two of the same kind. */
export const columnRole = (column: number): number => purpose(5) + column;

/** The chi-square of a row of multivariate Student features. */
export const FEATURES_GAMMA_ROLE = purpose(6);

/** Words 0-1: which row of a table. */
export const TABLE_ROW_ROLE = purpose(7);

/** The noise of a choice that no inverse of the judgement's uniform gives: normal or Student. */
export const NOISE_ROLE = purpose(16);
