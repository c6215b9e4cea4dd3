/**
 * Of a direction: the share of comparisons on which it and one fixed target predict different choices,
 * P_x(sign(x . direction) != sign(x . target)), in [0, 1].
 */
export type Disagreement = (direction: ArrayLike<number>) => number;
