/** Larger features would overflow: estimators sum the cube of a row's length. */
export const LARGEST_FEATURE = 1e100;

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** The number that a cell of a table spells, digits with a point, perhaps a sign and an exponent; NaN where it spells none. There is one zero. */
export const plainNumber = (text: string): number => (NUMBER.test(text) ? Number(text) + 0 : Number.NaN);
