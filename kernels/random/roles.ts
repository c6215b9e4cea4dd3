/**
 * Role words of Philox counters: a purpose in the high bits, a pair of columns in the low twenty. Roles from 2^31 up
 * belong to estimators: their own randomness has the hash of their specification, with the top bit set, as role.
 */
const purpose = (k: number): number => k * 0x100000;

/** Normals of features 2j and 2j + 1. */
export const featuresRole = (pair: number): number => purpose(1) + pair;

/** Normals of taste coordinates 2j and 2j + 1, by user. */
export const tastesRole = (pair: number): number => purpose(2) + pair;

/** Words 0-1: which type the user is; words 2-3: the noise of the choice. */
export const JUDGEMENT_ROLE = purpose(3);

/** Where the noise of a choice needs more than its uniform: its normals and its gamma variates. */
export const NOISE_NORMAL_ROLE = purpose(4);
export const NOISE_GAMMA_ROLE = purpose(5);

/** The gamma variate of a skewed user's taste. */
export const TASTE_GAMMA_ROLE = purpose(6);
