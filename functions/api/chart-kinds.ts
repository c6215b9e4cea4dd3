/**
 * error: a measure against n. factor: against the numeric factor with the most levels. slopes: local slopes. scaled: the error times
 * the cube root of n. bias: the signed angle against n, or the bias against a factor. law: scaled errors against Chernoff's law.
 */
export const CHART_KINDS = ['error', 'factor', 'slopes', 'scaled', 'bias', 'law'] as const;

export type ChartKind = (typeof CHART_KINDS)[number];
