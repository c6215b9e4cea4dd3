/** What an estimator's options are checked and filled in against. */
export interface EstimatorSetting {
  /** Number of features. */
  readonly d: number;
}
