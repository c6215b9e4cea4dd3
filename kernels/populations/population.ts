/** The law of the taste beta_u of a fresh user; with a panel, each user answers several comparisons with one taste. */
export type UsersLaw = (
  | { readonly law: 'point'; readonly mean: readonly number[] }
  | { readonly law: 'gaussian'; readonly mean: readonly number[]; readonly covariance: Matrix }
  | { readonly law: 'mixture'; readonly types: Matrix; readonly weights: readonly number[] }
  | {
      readonly law: 'scale';
      readonly direction: readonly number[];
      readonly scales: readonly number[];
      readonly weights: readonly number[];
    }
  | GammaUsers
) & { readonly panel?: Panel };

/**
 * beta = mean + scale (along / |along|) t, t = sgn(g) (G - a) / sqrt(a), G ~ Gamma(a, 1), a = 4 / g^2, g = skew:
 * t has mean 0, variance 1 and skewness g, and is normal for g = 0 (theory/README.md, section 6).
 */
export interface GammaUsers {
  readonly law: 'gamma';
  readonly mean: readonly number[];
  /** Not zero; of any length. */
  readonly along: readonly number[];
  readonly skew: number;
  /** >= 0 */
  readonly scale: number;
}

/** Rows m k .. m k + m - 1 are user k's, m = labelsPerUser >= 2; the last user of a data set may have fewer. */
interface Panel {
  readonly labelsPerUser: number;
}

/** The law of the feature difference x in R^d. */
export type FeaturesLaw =
  /** N(0, covariance); null means the identity. */
  | { readonly law: 'gaussian'; readonly dimension: number; readonly covariance: Matrix | null }
  /** N(0, diag(j^-exponent)), j = 1..d. */
  | { readonly law: 'power'; readonly dimension: number; readonly exponent: number }
  /** Uniform on the unit sphere. */
  | { readonly law: 'sphere'; readonly dimension: number }
  /** Uniform on [-1, 1]^d. */
  | { readonly law: 'box'; readonly dimension: number }
  /** Multivariate Student: N(0, I) / sqrt(chi^2_k / k), k = degrees > 0; elliptical. */
  | { readonly law: 'student'; readonly dimension: number; readonly degrees: number }
  /** Independent columns; dimension = columns.length. */
  | { readonly law: 'independent'; readonly dimension: number; readonly columns: readonly ColumnLaw[] }
  | FileFeatures;

/** The empirical law of the rows of a table: each comparison takes a row at random, with replacement. */
export interface FileFeatures {
  readonly law: 'file';
  readonly dimension: number;
  readonly rows: number;
  /** As the study file has it; not part of the mechanism. */
  readonly path: string;
  /** Of the table's bytes, 64 hexadecimal digits: what decides the data. */
  readonly sha256: string;
}

/** The law of one column of independent features. */
export type ColumnLaw =
  /** sd >= 0; 0 makes a constant. */
  | { readonly law: 'normal'; readonly mean: number; readonly sd: number }
  | { readonly law: 'uniform'; readonly low: number; readonly high: number }
  /** location + scale T, T Student with `degrees` > 0. */
  | {
      readonly law: 'student';
      readonly degrees: number;
      readonly location: number;
      readonly scale: number;
    };

/** Symmetric noise V of a choice: Y = 1{x . beta + V >= 0}. */
export type NoiseLaw =
  /** V standard logistic: P(Y = 1) = sigma(x . beta). */
  | 'logit'
  /** V standard normal. */
  | 'probit'
  /** V = scale times standard logistic. */
  | { readonly law: 'logistic'; readonly scale: number }
  /** V = scale times Student with `degrees` > 0. */
  | { readonly law: 'student'; readonly degrees: number; readonly scale: number };

/** How a user chooses. */
export type ChoiceLaw =
  | NoiseLaw
  /** Noise V sum_j polynomial[j] (x . along)^j, V from base. */
  | {
      readonly law: 'heteroskedastic';
      readonly base: NoiseLaw;
      readonly along: readonly number[];
      readonly polynomial: readonly number[];
    };

/** What generates one comparison: features, a user's taste, and a noisy choice (theory/README.md, section 0). */
export interface Population {
  readonly users: UsersLaw;
  readonly features: FeaturesLaw;
  readonly choice: ChoiceLaw;
}

/** Row-major list of rows. */
export type Matrix = readonly (readonly number[])[];
