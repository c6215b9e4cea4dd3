/** The law of the taste beta_u of a fresh user. */
export type UsersLaw =
  | { readonly law: 'point'; readonly mean: readonly number[] }
  | { readonly law: 'gaussian'; readonly mean: readonly number[]; readonly covariance: Matrix }
  | { readonly law: 'mixture'; readonly types: Matrix; readonly weights: readonly number[] }
  | {
      readonly law: 'scale';
      readonly direction: readonly number[];
      readonly scales: readonly number[];
      readonly weights: readonly number[];
    };

/** The law of the feature difference x in R^d; `covariance` null means the identity. */
export type FeaturesLaw =
  | { readonly law: 'gaussian'; readonly dimension: number; readonly covariance: Matrix | null }
  | { readonly law: 'sphere'; readonly dimension: number };

/** P(Y = 1 | x, u) = sigma(x . beta_u). */
export type ChoiceLaw = 'logit';

/** What generates one comparison: features, a fresh user's taste, and a noisy choice (theory/README.md, section 0). */
export interface Population {
  readonly users: UsersLaw;
  readonly features: FeaturesLaw;
  readonly choice: ChoiceLaw;
}

/** Row-major list of rows. */
export type Matrix = readonly (readonly number[])[];
