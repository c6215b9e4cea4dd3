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

/** The noise of a choice that no inverse of the judgement's uniform gives: normal or Student. */
export const NOISE_ROLE = purpose(16);
